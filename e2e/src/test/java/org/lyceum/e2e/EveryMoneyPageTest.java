package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.lyceum.e2e.harness.Api;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.Look;
import org.lyceum.e2e.harness.Visitor;

/** Every page about money in every state, at both widths, as the person in front of it sees it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EveryMoneyPageTest extends HouseTest {
    private static final Pattern SIGNALING = Pattern.compile("^wss?://.*/ws");

    /** The first: a stream is live for some seconds after its presenter has gone, and here nobody else may be. */
    @Test
    @Order(1)
    void whatAPersonSeesOfTheirMoneyAndAnAdministratorOfEveryones() {
        Api.Account admin = house().administrator();
        Visitor person = browsers().chromium("person");
        Page page = person.page();
        person.signIn(house().url(""), house().api().register());
        person.open(house().url("/wallet"));
        page.getByText("Nothing has moved yet.").waitFor();
        Look.at(person, "wallet-empty");

        Visitor keeper = browsers().chromium("keeper");
        Page office = keeper.page();
        keeper.signIn(house().url(""), admin);
        keeper.open(house().url("/admin"));
        office.getByText("Nobody waits for money.").waitFor();
        office.getByLabel("Worth of each").fill("1,200");
        Look.at(keeper, "admin-empty");
        office.getByLabel("Worth of each").fill("1200");
        office.getByLabel("How many").fill("3");
        office.getByRole(AriaRole.BUTTON, named("Make them")).click();
        String code = office.getByTestId("voucher-codes")
                .inputValue()
                .lines()
                .findFirst()
                .orElseThrow();

        redeem(page, "no such code");
        page.getByText("There is no voucher with this code.").waitFor();
        Look.at(person, "wallet-voucher-unknown");
        redeem(page, code);
        page.getByText("1,200.00 credits are in your wallet now.").waitFor();
        redeem(page, code);
        page.getByText("This voucher was redeemed already.").waitFor();
        page.getByLabel("How much").fill("2000");
        page.getByRole(AriaRole.BUTTON, named("Ask for it")).click();
        page.getByText("There is only 1,200.00 credits to pay out.").waitFor();
        Look.at(person, "wallet-refused");
        page.getByLabel("How much").fill("200.05");
        page.getByRole(AriaRole.BUTTON, named("Ask for it")).click();
        page.getByText("200.05 credits are set aside for you.").waitFor();
        Look.at(person, "wallet-payout");
        Look.inTheDark(person, "wallet-payout");

        Broadcast broadcast = Broadcast.prepare(house(), browsers().chromium("presenter"));
        broadcast.quality("Data saver").goLive();
        office.reload();
        office.getByRole(AriaRole.BUTTON, named("Check the books")).click();
        office.getByText("The books are sound").waitFor();
        office.getByRole(AriaRole.BUTTON, named("Stop the stream A broadcast")).waitFor();
        Look.at(keeper, "admin-busy");
        office.getByText("It is paid").click();
        office.getByText("Nobody waits for money.").waitFor();
        office.getByRole(AriaRole.BUTTON, named("Stop the stream A broadcast")).click();
        Look.at(keeper, "admin-stop");
        office.getByRole(AriaRole.DIALOG)
                .getByText("Stop the stream", new Locator.GetByTextOptions().setExact(true))
                .click();
        office.getByText("Nobody is live at the moment.").waitFor();
        page.reload();
        page.getByText("Paid", new Page.GetByTextOptions().setExact(true)).waitFor();

        person.open(house().url("/admin"));
        page.getByText("This page is for administrators").waitFor();
        Look.at(person, "admin-refused");
    }

    @Test
    void whatTipsLookLike() {
        Broadcast broadcast = Broadcast.prepare(house(), browsers().chromium("presenter"));
        Page studio = broadcast.presenter().page();
        broadcast.quality("Data saver").goLive();
        studio.getByText("Tip goal").click();
        studio.getByLabel("What for").fill("A harpsichord");
        studio.getByLabel("How much it takes").fill("5.005");
        Look.at(broadcast.presenter(), "studio-goal-form");
        studio.getByLabel("How much it takes").fill("50");
        studio.getByRole(AriaRole.BUTTON, named("Set the goal")).click();
        String link = house().url("/watch/" + broadcast.stream().id());
        Visitor stranger = browsers().chromium("stranger");
        stranger.open(link);
        stranger.page().getByRole(AriaRole.BUTTON, named("Give a tip")).click();
        stranger.page().getByText("Sign in to give a tip.").waitFor();
        Look.at(stranger, "tip-signed-out");

        Api.Account account = house().api().register();
        Visitor viewer = browsers().chromium("viewer");
        Page watch = viewer.page();
        viewer.signIn(house().url(""), account);
        viewer.open(link);
        watch.getByRole(AriaRole.BUTTON, named("Give a tip")).click();
        watch.getByTestId("tip-panel").getByText("Own amount").click();
        watch.getByTestId("tip-panel")
                .getByRole(AriaRole.TEXTBOX, new Locator.GetByRoleOptions().setName("Own amount"))
                .fill("five");
        Look.at(viewer, "tip-own-amount");
        watch.getByText("20.00 credits").click();
        watch.getByText("Give 20.00 credits").click();
        watch.getByText("There is only 0.00 credits in your wallet").waitFor();
        Look.at(viewer, "tip-too-little");
        house().api()
                .call(
                        "POST",
                        "/api/admin/grants",
                        house().administrator(),
                        Map.of("email", account.email(), "amount", 5_000));
        watch.getByLabel("Message, may stay empty").fill("What a lovely prelude! Once more, please.");
        watch.getByText("Give 20.00 credits").click();
        watch.getByText("Your tip of 20.00 credits is given.").waitFor();
        watch.getByTestId("celebration").waitFor();
        for (Visitor each : List.of(viewer, broadcast.presenter())) {
            each.page().evaluate("window.scrollTo(0, 0)");
            each.screenshot("tip-celebration");
        }
        Look.at(viewer, "tip-given");
        Look.inTheDark(viewer, "tip-given");
        Look.at(broadcast.presenter(), "studio-tips");
        studio.getByRole(AriaRole.BUTTON, named("Settings")).click();
        studio.getByLabel("Price a minute, in credits").fill("3");
        Look.at(broadcast.presenter(), "settings-price");
    }

    /** The server's word is put into the connection: each state as the protocol has it. */
    @Test
    void whatWatchingCostsIsSaidInEveryState() {
        Broadcast broadcast = Broadcast.prepare(house(), browsers().chromium("presenter"));
        broadcast.quality("Data saver").goLive();
        String link = house().url("/watch/" + broadcast.stream().id());
        Visitor viewer = browsers().chromium("viewer");
        AtomicReference<WebSocketRoute> socket = new AtomicReference<>();
        Page page = viewer.page();
        page.routeWebSocket(SIGNALING, route -> {
            route.connectToServer().onMessage(frame -> route.send(frame.text()));
            socket.set(route);
        });
        viewer.signIn(house().url(""), house().api().register());
        viewer.open(link);
        viewer.awaitMedia("the first picture", media -> media.framesDecoded() > 0);

        WebSocketRoute server = socket.get();
        balance(server, "preview", "\"previewLeft\": 25");
        page.getByText("Free for 0:2").waitFor();
        Look.at(viewer, "meter-preview");
        page.getByText("Go on after that").click();
        Look.at(viewer, "meter-ahead");
        balance(server, "agree", "\"previewLeft\": 0");
        page.getByText("Watching costs 3.00 credits a minute").waitFor();
        Look.at(viewer, "meter-agree");
        Look.inTheDark(viewer, "meter-agree");
        balance(server, "paying", "\"secondsLeft\": 824, \"balance\": 4120, \"seconds\": 60, \"charged\": 300");
        assertThat(page.getByTestId("meter")).containsText("Balance 41.20 credits");
        Look.at(viewer, "meter-paying");
        balance(server, "sound-only", "\"balance\": 4120");
        page.getByText("Sound only for now").waitFor();
        Look.at(viewer, "meter-sound-only");
        for (String reason : new String[] {"empty", "cap", "silent", "signed-out", "unavailable"}) {
            String spent = "\"reason\": \"%s\", \"balance\": 3, \"seconds\": 749, \"charged\": 3745".formatted(reason);
            balance(server, "stopped", spent);
            page.getByText("So far 12:29 for 37.45 credits.").waitFor();
            Look.at(viewer, "meter-stopped-" + reason);
        }
        balance(server, "paying", "\"secondsLeft\": 824, \"balance\": 4120");
        assertThat(page.getByTestId("meter-card")).hasCount(0);
    }

    private static void balance(WebSocketRoute server, String state, String fields) {
        server.send("""
                {"type": "balance", "state": "%s", "pricePerMinute": 300, "previewLeft": 0, "seconds": 0, "charged": 0,
                "currency": "credits", "decimals": 2, %s}""".formatted(state, fields));
    }

    private static void redeem(Page page, String code) {
        page.getByLabel("Voucher code").fill(code);
        page.getByRole(AriaRole.BUTTON, named("Redeem")).click();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
