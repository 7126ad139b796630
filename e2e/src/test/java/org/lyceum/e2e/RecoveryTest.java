package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.DirectPair;
import org.lyceum.e2e.harness.Figures;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.ServerProcess;
import org.lyceum.e2e.harness.Visitor;

/** Servers die, sockets break: the pages come back without anybody doing anything. */
@Tag("alone")
class RecoveryTest extends BrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @MethodSource("loopCounts")
    void presenterAndWatcherAreBackByThemselvesAfterTheServerWasKilled(int loops) {
        try (ServerProcess server = ServerProcess.start("--media-loops=" + loops)) {
            Broadcast broadcast =
                    Broadcast.prepare(server::url, server.api(), browsers().chromium("presenter"));
            broadcast.quality("Standard").goLive();
            Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
            awaitPictures(watcher);

            server.kill();
            awaitStandstill(watcher);
            server.startAgain();

            long ready = System.nanoTime();
            awaitPictures(watcher);
            Figures.print(
                    "back after the server was killed and was ready again, " + loops + " loops",
                    String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - ready) / 1e9));
            assertThat(watcher.page().locator("main").getAttribute("data-state"))
                    .isEqualTo("live");
        }
    }

    /** Their media goes from one to the other and does not stop; the room is forgotten, and they find another. */
    @Test
    void phoneAndScreenGoOnWhileTheServerIsKilledAndAreInARoomAgainAfterwards() {
        try (ServerProcess server = ServerProcess.start()) {
            DirectPair pair = DirectPair.meet(
                    server::url, browsers().chromium("laptop"), browsers().chromium("phone"));
            Page phone = pair.phone().page();
            String room = phone.url();

            server.kill();
            assertThat(phone.getByText("The line to the server is lost")).isVisible();
            long frames = pair.laptop().media().framesDecoded();
            pair.laptop().awaitMedia("the picture goes on", media -> media.framesDecoded() > frames + 30);
            server.startAgain();

            assertThat(phone.getByText("The screen shows this camera, and this phone stays awake."))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout((double) PATIENCE.toMillis()));
            assertThat(phone.url()).isNotEqualTo(room);
            phone.reload();
            assertThat(phone.getByTestId("phone-status")).hasText("Live");
            assertThat(pair.laptop().page().locator("main")).hasAttribute("data-state", "live");
        }
    }

    @ParameterizedTest
    @MethodSource("loopCounts")
    void nobodyNoticesThatThePresentersSocketWasCutForTenSeconds(int loops) {
        try (House house = House.start(loops)) {
            Broadcast broadcast = Broadcast.prepare(house, browsers().chromium("presenter"));
            broadcast.quality("Standard").goLive();
            Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
            watcher.stay(Duration.ofSeconds(2));
            long framesBefore = watcher.media().framesDecoded();
            long freezesBefore = watcher.media().freezes();

            broadcast.presenter().context().setOffline(true);
            for (int second = 0; second < 10; second++) {
                long frames = watcher.media().framesDecoded();
                watcher.stay(Duration.ofSeconds(1));
                assertThat(watcher.media().framesDecoded())
                        .as("pictures in second %d", second)
                        .isGreaterThan(frames);
                assertThat(watcher.page().locator("main").getAttribute("data-state"))
                        .isEqualTo("live");
            }
            broadcast.presenter().context().setOffline(false);

            broadcast
                    .presenter()
                    .page()
                    .getByText("Everyone with the link can see you.")
                    .waitFor();
            Figures.print(
                    "presenter's socket cut for 10 s, " + loops + " loops",
                    (watcher.media().framesDecoded() - framesBefore) + " frames shown meanwhile, freezes "
                            + (watcher.media().freezes() - freezesBefore));
        }
    }

    /** Frames that the page's player has presented; a new connection begins anew. */
    private static long presented(Visitor watcher) {
        Object frames = watcher.page()
                .evaluate(
                        "document.querySelector('[data-testid=picture]')?.getVideoPlaybackQuality().totalVideoFrames ?? 0");
        return ((Number) frames).longValue();
    }

    private static boolean moreWithin(Visitor watcher, Duration time) {
        long before = presented(watcher);
        watcher.stay(time);
        return presented(watcher) > before;
    }

    private static boolean isLive(Visitor watcher) {
        return "live".equals(watcher.page().locator("main").getAttribute("data-state"));
    }

    private static void awaitPictures(Visitor watcher) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isLive(watcher) || !moreWithin(watcher, Duration.ofMillis(100))) {
            assertThat(System.nanoTime()).as("pictures in time").isLessThan(deadline);
            watcher.stay(Duration.ofMillis(20));
        }
    }

    private static void awaitStandstill(Visitor watcher) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (moreWithin(watcher, Duration.ofMillis(500))) {
            assertThat(System.nanoTime()).as("standstill in time").isLessThan(deadline);
        }
    }
}
