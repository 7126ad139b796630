package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.Figures;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.MediaStats;
import org.lyceum.e2e.harness.Visitor;

/** Simulcast between Chromium's encoder and the page's quality menu: what is watched is sent, and nothing else. */
@Tag("alone")
class LayersTest extends BrowserTest {
    private static final int TIMES = Figures.measuring() ? 5 : 3;
    /**
     * The width of the smallest size at the most. 240 of 960, or 320 of 640: an encoder that has too little of the processor
     * makes its pictures smaller by itself, and of those only two sizes.
     */
    private static final int SMALL = 320;

    private static final Duration TOLD = Duration.ofSeconds(20);

    @Test
    void aLayerThatNobodyWatchesIsNotSentAndIsBackSoonWhenSomebodyDoes() {
        try (House house = House.start(2)) {
            Broadcast broadcast = Broadcast.prepare(house, browsers().chromium("presenter"));
            broadcast.quality("Standard").codec("VP8").goLive();
            Visitor presenter = broadcast.presenter();
            Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
            double[] back = new double[TIMES];
            for (int i = 0; i < TIMES; i++) {
                choose(watcher, "Smallest, saves data");
                watcher.awaitMedia("the smallest picture", TOLD, media -> media.frameWidth() <= SMALL);
                awaitStill(presenter, "f");
                watcher.watchPictures();
                double asked = watcher.clock();
                choose(watcher, "Best");
                watcher.awaitMedia("the whole picture", TOLD, media -> media.frameWidth() >= 2 * SMALL);
                watcher.stay(Duration.ofMillis(300));
                OptionalDouble shown = watcher.pictures().firstAfter(asked, width -> width >= 2 * SMALL);
                assertThat(shown).isPresent();
                back[i] = shown.orElseThrow();
            }
            double median = Figures.median(back);
            Figures.print(
                    "a layer that was off is shown, median of " + TIMES, String.format(Locale.ROOT, "%.0f ms", median));
            assertThat(median).isLessThan(Figures.required(1_500, 4_000));
        }
    }

    /** Waits until an encoding has stood still for two seconds. */
    private static void awaitStill(Visitor presenter, String rid) {
        await().atMost(TOLD).pollInterval(Duration.ofMillis(100)).until(() -> {
            MediaStats before = presenter.media();
            presenter.stay(Duration.ofSeconds(2));
            MediaStats after = presenter.media();
            return after.ofEncoding(rid, "bytesSent") == before.ofEncoding(rid, "bytesSent")
                    && smaller(after) > smaller(before);
        });
    }

    private static long smaller(MediaStats media) {
        return media.ofEncoding("h", "bytesSent") + media.ofEncoding("q", "bytesSent");
    }

    private static void choose(Visitor watcher, String quality) {
        watcher.page()
                .getByLabel("Quality", new Page.GetByLabelOptions().setExact(true))
                .selectOption(new SelectOption().setLabel(quality));
    }
}
