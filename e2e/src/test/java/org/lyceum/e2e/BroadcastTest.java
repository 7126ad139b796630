package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.MediaStats;
import org.lyceum.e2e.harness.Studio;
import org.lyceum.e2e.harness.Visitor;

class BroadcastTest extends HouseTest {
    static IntStream loopCounts() {
        return IntStream.of(1, 2);
    }

    @Test
    void someoneMakesAnAccountGoesLiveAndIsSeenAndHeardByWhoeverHasTheLink() {
        Visitor presenter = browsers().chromium("presenter");
        Studio studio = new Studio(presenter);
        studio.beginFrom(house().url("/"), "ada@example.org", "A walk by the sea");

        Visitor watcher = browsers().chromium("watcher");
        watcher.open(studio.watchUrl());
        MediaStats first = watcher.awaitMedia("the first pictures", stats -> stats.framesDecoded() > 5);
        hear(watcher.page());
        MediaStats later = watcher.awaitMedia(
                "picture and sound go on",
                stats -> stats.framesDecoded() > first.framesDecoded() + 90
                        && stats.audioEnergy() > first.audioEnergy());

        System.out.println("studio to watch page: " + later);
        watcher.screenshot("watching");
        presenter.screenshot("presenting");

        studio.end();
        assertThat(watcher.page().getByText("The stream has ended")).isVisible();
        assertThat(presenter.complaints()).as("presenter's console").isEmpty();
        assertThat(watcher.complaints()).as("watcher's console").isEmpty();
    }

    /** Some browsers want a tap before a page may be heard; the page asks for it then. */
    private static void hear(Page page) {
        Locator tap = page.getByText("Tap to hear the sound");
        if (tap.isVisible()) {
            tap.click();
        }
    }
}
