package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.Visitor;

/** A presenter who shares their screen beside the camera. */
class ScreenTest extends BrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int[] WIDTHS = {1280, 360};

    @Test
    void theScreenIsLargeForWatchersWithTheCameraInItsCornerUntilSharingEnds() {
        try (House house = House.start(1)) {
            Broadcast broadcast = Broadcast.prepare(house, browsers().chromium("presenter"));
            broadcast.quality("Data saver").goLive();
            Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
            Page page = watcher.page();
            Page studio = broadcast.presenter().page();

            press(studio, "Share screen");
            awaitPicture(page, "screen-picture");
            assertThat(studio.getByTestId("screen-preview")).isVisible();
            assertThat(studio.evaluate(HINT)).isEqualTo("detail");
            for (int width : WIDTHS) {
                page.setViewportSize(width, 800);
                studio.setViewportSize(width, 800);
                assertThat(page.getByTestId("picture")).isVisible();
                BoundingBox large = page.getByTestId("screen-picture").boundingBox();
                BoundingBox small = page.getByTestId("picture").boundingBox();
                assertThat(large.width).as("of the player at %d", width).isGreaterThan(width * 0.5);
                assertThat(small.width).as("in the corner at %d", width).isLessThan(large.width / 2);
                assertThat(sideways(page)).as("scrolls sideways at %d", width).isFalse();
                assertThat(sideways(studio)).as("scrolls sideways at %d", width).isFalse();
                watcher.screenshot("sharing-" + width);
                broadcast.presenter().screenshot("sharing-" + width);
            }

            press(studio, "Stop sharing screen");
            assertThat(page.getByTestId("screen-picture")).hasCount(0);
            BoundingBox large = page.getByTestId("picture").boundingBox();
            assertThat(large.width).as("the camera is large again").isGreaterThan(180);
            assertThat(watcher.complaints()).isEmpty();
            assertThat(broadcast.presenter().complaints()).isEmpty();
        }
    }

    private static final String HINT = """
            window.testPeers.flatMap(peer => peer.getSenders())
                .map(sender => sender.track?.contentHint).find(hint => hint === "detail" || hint === "text")
            """;

    private static boolean sideways(Page page) {
        return Boolean.TRUE.equals(
                page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static void awaitPicture(Page page, String testId) {
        Locator picture = page.getByTestId(testId);
        picture.waitFor();
        page.waitForFunction(
                "id => document.querySelector(`[data-testid=${id}]`).videoWidth > 0",
                testId,
                new Page.WaitForFunctionOptions().setTimeout((double) PATIENCE.toMillis()));
    }
}
