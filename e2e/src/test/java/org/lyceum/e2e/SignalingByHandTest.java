package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route.FulfillOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.Api;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.MediaStats;
import org.lyceum.e2e.harness.Visitor;

/** A page that was written from docs/protocol.md presents and watches: with its words alone everything works. */
class SignalingByHandTest extends HouseTest {
    private static final int SOME_FRAMES = 20;

    @Test
    void tracksComeAndGoAndReloadsAndLostSocketsGoUnnoticed() {
        Api.Account account = house().api().register();
        String room = house().api().createStream(account, "By hand").id();
        Visitor watcher = open("watcher");
        watcher.page().evaluate("room => watch(room)", room);
        Visitor presenter = open("presenter");
        present(presenter, room, account);
        awaitMorePictures(watcher, "the camera");

        presenter.page().evaluate("shareScreen()");
        awaitVideoTracks(watcher, 2);
        presenter.page().evaluate("client.publish({ screen: null })");
        awaitVideoTracks(watcher, 1);
        awaitMorePictures(watcher, "the camera after the screen");

        int offers = number(watcher, "client.offers");
        presenter.page().evaluate("client.socket.close(4000)");
        awaitMorePictures(watcher, "a presenter without a socket");
        presenter.page().evaluate("client.resume()");
        assertThat(presenter.page().evaluate("client.registered.resumed")).isEqualTo(true);
        watcher.page().evaluate("client.socket.close(4000)");
        awaitMorePictures(watcher, "a watcher without a socket");
        watcher.page().evaluate("client.resume()");
        assertThat(watcher.page().evaluate("client.registered.resumed")).isEqualTo(true);

        presenter.open(house().url("/by-hand"));
        present(presenter, room, account);
        awaitMorePictures(watcher, "a presenter who reloaded");
        assertThat(number(watcher, "client.offers")).isEqualTo(offers);
        assertThat(watcher.page().evaluate("client.log.includes('stream-state')"))
                .isEqualTo(true);
        assertThat(house().api().stream(room).get("status").asString()).isEqualTo("live");

        presenter.page().evaluate("client.say({ type: 'leave' })");
        watcher.page().waitForFunction("client.log.includes('track-unpublished')");
    }

    /** The page is put under the server's own address; the browser must be told that it may speak to this machine. */
    private Visitor open(String name) {
        Visitor visitor = browsers().chromium(name);
        visitor.context().grantPermissions(List.of("camera", "microphone", "local-network-access"));
        visitor.page()
                .route(
                        "**/by-hand",
                        route -> route.fulfill(
                                new FulfillOptions().setContentType("text/html").setBody(page())));
        visitor.open(house().url("/by-hand"));
        return visitor;
    }

    private static void present(Visitor presenter, String room, Api.Account account) {
        presenter.page().evaluate("([room, token]) => present(room, token)", new String[] {room, account.accessToken()
        });
    }

    private static void awaitMorePictures(Visitor watcher, String what) {
        MediaStats before = watcher.media();
        watcher.awaitMedia(
                what, Duration.ofSeconds(40), now -> now.framesDecoded() > before.framesDecoded() + SOME_FRAMES);
    }

    private static void awaitVideoTracks(Visitor watcher, int count) {
        watcher.page()
                .waitForFunction(
                        "count => client.pc.getTransceivers().filter(it => it.currentDirection === 'recvonly'"
                                + " && it.receiver.track.kind === 'video').length === count",
                        count);
    }

    private static int number(Visitor visitor, String expression) {
        return ((Number) visitor.page().evaluate(expression)).intValue();
    }

    private static String page() {
        try (InputStream in = Objects.requireNonNull(SignalingByHandTest.class.getResourceAsStream("/by-hand.html"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
