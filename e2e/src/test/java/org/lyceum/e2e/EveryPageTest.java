package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.Look;
import org.lyceum.e2e.harness.Studio;
import org.lyceum.e2e.harness.Visitor;

/** Every page in every state, at both widths, as the person in front of it sees it. */
class EveryPageTest extends HouseTest {
    private static final Pattern SIGNALING = Pattern.compile("^wss?://.*/ws");

    @Test
    void whatAVisitorWithoutAnAccountSees() {
        Visitor visitor = browsers().chromium("visitor");
        visitor.open(house().url("/"));
        visitor.page().getByText("Nobody is live at the moment.").waitFor();
        Look.at(visitor, "home");
        Look.inTheDark(visitor, "home");
        visitor.open(house().url("/login"));
        visitor.page().getByLabel("E-mail address").waitFor();
        Look.at(visitor, "login");
        visitor.page().getByText("No account yet? Make one").click();
        Look.at(visitor, "register");
        visitor.open(house().url("/nothing-here"));
        visitor.page()
                .getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                .waitFor();
        Look.at(visitor, "not-found");
    }

    @Test
    void whatAPresenterSees() {
        Visitor presenter = browsers().chromium("presenter");
        Studio studio = new Studio(presenter);
        Page page = presenter.page();
        presenter.open(house().url("/studio"));
        studio.register("Ada", "ada-looks@example.org");
        page.getByLabel("Title").waitFor();
        Look.at(presenter, "first-stream");
        studio.nameFirstStream("A walk by the sea");
        page.getByLabel("Quality").waitFor();
        Look.at(presenter, "studio-before");
        studio.goLive();
        for (String plot :
                new String[] {"Sent", "Height of the picture", "Round trip", "Lost", "Freezes in a second"}) {
            awaitPlot(page, plot);
        }
        Look.at(presenter, "studio-live");
        Look.inTheDark(presenter, "studio-live");
        Visitor other = browsers().chromium("other");
        other.open(house().url("/"));
        other.page().getByText("A walk by the sea").first().waitFor();
        Look.at(other, "home-live");
        studio.end();
        Look.at(presenter, "studio-ended");
        presenter.open(house().url("/dashboard"));
        page.getByText("A walk by the sea").first().waitFor();
        Look.at(presenter, "dashboard");
        presenter.open(house().url("/account"));
        page.getByText("ada-looks@example.org").first().waitFor();
        Look.at(presenter, "account");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Delete my account…"))
                .click();
        page.getByRole(AriaRole.DIALOG).getByLabel("Your password").fill("not the password");
        page.getByRole(AriaRole.DIALOG)
                .getByLabel("I know that this cannot be undone")
                .check();
        page.getByText("Delete the account").click();
        page.getByText("That is not your password.").waitFor();
        Look.at(presenter, "account-delete");
    }

    @Test
    void whatAWatcherSees() {
        Broadcast broadcast = Broadcast.prepare(house(), browsers().chromium("presenter"));
        String link = house().url("/watch/" + broadcast.stream().id());
        Visitor watcher = browsers().chromium("watcher");
        watcher.open(link);
        watcher.page().getByText("Not live yet").first().waitFor();
        Look.at(watcher, "watch-waiting");

        broadcast.quality("Data saver").goLive();
        watcher.awaitMedia("the first picture", media -> media.framesDecoded() > 0);
        Look.at(watcher, "watch-live");
        watcher.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Details"))
                .click();
        watcher.page().getByTestId("details").waitFor();
        watcher.awaitMedia("plots to be seen", media -> media.framesDecoded() > 150);
        for (String plot :
                new String[] {"Received", "Height of the picture", "Round trip", "Lost", "Freezes in a second"}) {
            awaitPlot(watcher.page(), plot);
        }
        Look.at(watcher, "watch-details");
        Look.inTheDark(watcher, "watch-details");

        new Studio(broadcast.presenter()).end();
        assertThat(watcher.page().getByText("The stream has ended")).isVisible();
        Look.at(watcher, "watch-ended");
    }

    /** Until it has figures, by the sentence that says what it shows. */
    private static void awaitPlot(Page page, String name) {
        page.getByRole(
                        AriaRole.IMG,
                        new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + " over the last .* \\S+")))
                .waitFor();
    }

    /** Neither can be brought about at will in a test: the server's word for it is put into the connection. */
    @Test
    void whatIsSaidWhereTheServerOrTheNetworkCannot() {
        Broadcast broadcast = Broadcast.prepare(house(), browsers().chromium("presenter"));
        broadcast.quality("Data saver").goLive();
        String link = house().url("/watch/" + broadcast.stream().id());

        Visitor late = browsers().chromium("late");
        late.page()
                .routeWebSocket(
                        SIGNALING,
                        route -> route.onMessage(message -> {
                            route.send("""
                    {"type": "error", "code": "server-full", "message": "full", "requestType": "register"}""");
                        }));
        late.open(link);
        late.page()
                .getByText("full", new Page.GetByTextOptions().setExact(false))
                .first()
                .waitFor();
        Look.at(late, "watch-server-full");

        Visitor watcher = browsers().chromium("watcher");
        AtomicReference<WebSocketRoute> socket = new AtomicReference<>();
        AtomicBoolean paused = new AtomicBoolean();
        watcher.page().routeWebSocket(SIGNALING, route -> {
            route.connectToServer().onMessage(frame -> {
                if (!paused.get() || !frame.text().contains("\"track-layer\"")) {
                    route.send(frame.text());
                }
            });
            socket.set(route);
        });
        watcher.open(link);
        watcher.awaitMedia("the first picture", media -> media.framesDecoded() > 0);
        paused.set(true);
        for (String reason : new String[] {"server", "network"}) {
            pauseCamera(socket.get(), reason);
            watcher.page()
                    .getByText("The picture is paused: " + (reason.equals("server") ? "the server" : "your network"))
                    .first()
                    .waitFor();
            Look.at(watcher, "watch-paused-" + reason);
        }
        broadcast
                .presenter()
                .page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Share screen"))
                .click();
        for (String reason : new String[] {"network", "server"}) {
            pauseCamera(socket.get(), reason);
            assertThat(watcher.page().getByTestId("inset-paused"))
                    .containsText(
                            reason.equals("server") ? "the server" : "your network",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(20_000));
            Look.at(watcher, "watch-inset-paused-" + reason);
            Look.inTheDark(watcher, "watch-inset-paused-" + reason);
        }
    }

    private static void pauseCamera(WebSocketRoute socket, String reason) {
        socket.send("""
                {"type": "track-layer", "trackId": "camera", "paused": true, "reason": "%s"}""".formatted(reason));
    }
}
