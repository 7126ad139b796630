package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.Api;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.Visitor;

/** Money's whole way: out of a voucher, by a tip on the watch page, to who performs; right to the smallest unit. */
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
        broadcast.quality("Standard").goLive();
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
        assertThat(studio.getByTestId("goal")).hasCount(0);
        watch.getByLabel("Wallet: 19.71 credits").click();
        assertThat(watch.getByTestId("entries").locator("li")).hasCount(3);
        assertThat(watch.getByTestId("entries").locator("li").first()).containsText("−0.29 credits");
        for (Visitor each : List.of(viewer, other, broadcast.presenter())) {
            assertThat(each.complaints()).allMatch(complaint -> complaint.contains("402"));
        }
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
