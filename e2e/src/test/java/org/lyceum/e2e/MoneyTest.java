package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.Api;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.Look;
import org.lyceum.e2e.harness.Visitor;

/** Money's whole way: out of a voucher, by a tip or by the second, to who performs; right to the smallest unit. */
class MoneyTest extends HouseTest {
    @Test
    void aViewerRedeemsAVoucherAndTipsAndEveryoneSeesIt() {
        Api.Account admin = house().administrator();
        String code = house().api()
                .call("POST", "/api/admin/vouchers", admin, Map.of("amount", 2_500))
                .required("codes")
                .get(0)
                .asString();
        Broadcast broadcast = Broadcast.prepare(house(), browsers().chromium("performer"));
        Page studio = broadcast.presenter().page();
        broadcast.quality("Data saver").goLive();
        setGoal(studio, "A harpsichord", "5.00");
        String link = house().url("/watch/" + broadcast.stream().id());
        Visitor other = browsers().chromium("other");
        other.open(link);
        Api.Account account = house().api().register();
        Visitor viewer = browsers().chromium("viewer");
        viewer.signIn(house().url(""), account);
        Page watch = viewer.page();
        viewer.open(link);
        viewer.awaitMedia("the picture", media -> media.framesDecoded() > 0);
        watch.getByLabel("Say something").fill("Bravo!");
        watch.getByLabel("Say something").press("Enter");
        assertThat(studio.getByTestId("message-text")).hasText("Bravo!");

        Locator panel = watch.getByTestId("tip-panel");
        watch.getByRole(AriaRole.BUTTON, page("Give a tip")).click();
        panel.getByRole(AriaRole.BUTTON, in("Give 5.00 credits")).click();
        assertThat(panel.getByText("There is only 0.00 credits in your wallet")).isVisible();
        panel.getByLabel("Voucher code").fill(code.replace("-", " "));
        panel.getByRole(AriaRole.BUTTON, in("Redeem")).click();
        assertThat(panel.getByText("25.00 credits are in your wallet now.")).isVisible();
        panel.getByLabel("Message, may stay empty").fill("for <b>strings</b>");
        panel.getByRole(AriaRole.BUTTON, in("Give 5.00 credits")).click();
        for (Page page : List.of(studio, watch, other.page())) {
            assertThat(page.getByTestId("tip-line")).containsText("gave 5.00 credits");
            assertThat(page.getByTestId("tip-line")).containsText("for <b>strings</b>");
            assertThat(page.getByTestId("celebration")).containsText("gave 5.00 credits");
            assertThat(page.getByTestId("goal")).containsText("Reached! 5.00 credits of 5.00 credits");
        }
        panel.getByText("Own amount").click();
        panel.getByRole(AriaRole.TEXTBOX, in("Own amount")).fill("0,29");
        panel.getByRole(AriaRole.BUTTON, in("Give 0.29 credits")).click();
        assertThat(studio.getByTestId("received-tips").locator("li")).hasCount(2);

        assertThat(watch.getByTestId("header-balance")).hasText("19.71 credits");
        assertThat(wallet(account)).containsExactly(1_971L, 0L);
        assertThat(wallet(broadcast.account())).containsExactly(0L, 529L);
        studio.getByRole(AriaRole.BUTTON, page("Drop the goal")).click();
        for (Page page : List.of(studio, other.page())) {
            assertThat(page.getByTestId("goal")).hasCount(0);
        }
        setGoal(studio, "A stool for it", "20.00");
        assertThat(other.page().getByTestId("goal")).containsText("A stool for it");
        watch.getByLabel("Wallet: 19.71 credits").click();
        assertThat(watch.getByTestId("entries").locator("li")).hasCount(3);
        assertThat(watch.getByTestId("entries").locator("li").first()).containsText("−0.29 credits");
        for (Visitor each : List.of(viewer, other, broadcast.presenter())) {
            assertThat(each.complaints()).allMatch(complaint -> complaint.contains("402"));
        }
    }

    @Test
    void whoRunsDryIsStoppedAndIsBackAfterATopUp() {
        Api.Account admin = house().administrator();
        var codes = house().api()
                .call("POST", "/api/admin/vouchers", admin, Map.of("amount", 60, "count", 2))
                .required("codes");
        Broadcast broadcast = Broadcast.prepare(house(), browsers().chromium("performer"));
        house().api()
                .call(
                        "PATCH",
                        "/api/streams/" + broadcast.stream().id(),
                        broadcast.account(),
                        Map.of("pricePerMinute", 600));
        broadcast.quality("Data saver").goLive();
        Api.Account account = house().api().register();
        house().api()
                .call(
                        "POST",
                        "/api/wallet/vouchers",
                        account,
                        Map.of("code", codes.get(0).asString()));
        Visitor viewer = browsers().chromium("viewer");
        viewer.signIn(house().url(""), account);
        viewer.open(house().url("/watch/" + broadcast.stream().id()));
        Locator card = viewer.page().getByTestId("meter-card");

        assertThat(card).containsText("Watching costs 6.00 credits a minute");
        assertThat(viewer.media().framesDecoded())
                .as("before any price is agreed to")
                .isZero();
        card.getByRole(AriaRole.BUTTON, in("Agree to 6.00 credits a minute")).click();
        viewer.awaitMedia("the picture that is paid for", media -> media.framesDecoded() > 0);
        awaitEmpty(card);
        assertThat(wallet(account)).containsExactly(0L, 0L);
        viewer.stay(Duration.ofSeconds(1)); // what is on its way comes
        long shown = viewer.media().framesDecoded();
        viewer.stay(Duration.ofSeconds(2));
        assertThat(viewer.media().framesDecoded())
                .as("nothing is sent that nobody pays for")
                .isEqualTo(shown);
        Look.at(viewer, "meter-ran-dry");

        card.getByLabel("Voucher code").fill(codes.get(1).asString());
        card.getByRole(AriaRole.BUTTON, in("Redeem")).click();
        viewer.awaitMedia("the picture again", media -> media.framesDecoded() > shown + 30);
        awaitEmpty(card);

        // What was watched goes to the ledger every two seconds.
        await().untilAsserted(() -> assertThat(wallet(broadcast.account())).containsExactly(0L, 120L));
        assertThat(wallet(account)).containsExactly(0L, 0L);
        var receipt = house().api()
                .call("GET", "/api/receipts", account, null)
                .required("receipts")
                .get(0);
        assertThat(receipt.required("seconds").longValue()).isEqualTo(12);
        assertThat(receipt.required("charged").longValue()).isEqualTo(120);
        assertThat(house().api()
                        .call("POST", "/api/admin/ledger/verify", admin, Map.of())
                        .required("sound")
                        .booleanValue())
                .isTrue();
        viewer.open(house().url("/wallet"));
        Locator watched = viewer.page().getByTestId("watched");
        assertThat(watched).containsText("1.20 credits");
        Download saved = viewer.page()
                .waitForDownload(() -> watched.getByText("Save the receipt").click());
        assertThat(saved.suggestedFilename()).startsWith("receipt-").endsWith(".txt");
        assertThat(saved.path())
                .content()
                .contains("12 s at 6.00 credits a minute")
                .contains("1.20 credits");
        assertThat(watched.locator("li")).hasCount(1);
        Look.at(viewer, "wallet-watched");
        assertThat(viewer.complaints()).isEmpty();
    }

    private static void awaitEmpty(Locator card) {
        assertThat(card.getByText("Your wallet is empty"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
    }

    private void setGoal(Page studio, String title, String target) {
        studio.getByText("Tip goal").click();
        studio.getByLabel("What for").fill(title);
        studio.getByLabel("How much it takes").fill(target);
        studio.getByRole(AriaRole.BUTTON, page("Set the goal")).click();
        assertThat(studio.getByTestId("goal")).containsText(title);
    }

    /** Balance and what is pending. */
    private List<Long> wallet(Api.Account account) {
        var wallet = house().api().call("GET", "/api/wallet", account, null);
        return List.of(
                wallet.required("balance").longValue(),
                wallet.required("pending").longValue());
    }

    private static Locator.GetByRoleOptions in(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page.GetByRoleOptions page(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
