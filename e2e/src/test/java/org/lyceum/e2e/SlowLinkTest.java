package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.BusyCamera;
import org.lyceum.e2e.harness.Figures;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.ShownPictures;
import org.lyceum.e2e.harness.SlowLink;
import org.lyceum.e2e.harness.Visitor;

/** A watcher whose network shrinks to an eighth and grows again; the presenter is Chromium with its own encoder. */
@Tag("alone")
class SlowLinkTest extends BrowserTest {
    private static final long WIDE = 4_000_000;
    private static final long NARROW = 500_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long TINY = 60_000;
    private static final int FULL_WIDTH = 960;

    @Test
    void thePictureFollowsAStepDownAndUpWithoutFreezing() {
        try (SlowLink link = SlowLink.open();
                House house = House.start(2, link.settings())) {
            Broadcast broadcast =
                    Broadcast.prepare(house, BusyCamera.given(browsers().chromium("presenter")));
            broadcast.quality("Standard").goLive();
            link.rate(WIDE);
            Visitor watcher = broadcast.watchedAt(link.url(house, ""), link.chromium(browsers(), "watcher"));
            best(watcher);
            watcher.awaitMedia("the whole picture", PATIENCE, media -> media.frameWidth() == FULL_WIDTH);
            watcher.watchPictures();
            watcher.stay(Duration.ofSeconds(5));

            double down = watcher.clock();
            link.rate(NARROW);
            watcher.stay(Duration.ofSeconds(12));
            double up = watcher.clock();
            link.rate(WIDE);
            watcher.awaitMedia("the whole picture again", PATIENCE, media -> media.frameWidth() == FULL_WIDTH);
            watcher.stay(Duration.ofSeconds(3));
            double end = watcher.clock();

            ShownPictures shown = watcher.pictures();
            System.out.println("widths shown: " + shown + "; down at " + (long) down + ", up at " + (long) up);
            OptionalDouble timeDown = shown.firstAfter(down, width -> width < FULL_WIDTH);
            OptionalDouble timeUp = shown.firstAfter(up, width -> width == FULL_WIDTH);
            double gap = shown.longestGap(down, end);
            print(link, "step from 4 to 0.5 Mbit/s, a layer that fits shown", timeDown);
            print(link, "step from 0.5 to 4 Mbit/s, the best layer shown", timeUp);
            print(link, "longest time without a picture over both steps", OptionalDouble.of(gap));
            assertThat(timeDown).isPresent();
            assertThat(timeDown.orElseThrow()).isLessThan(Figures.required(1_000, 5_000));
            assertThat(timeUp).isPresent();
            assertThat(timeUp.orElseThrow()).isLessThan(Figures.required(8_000, 60_000));
            assertThat(gap).isLessThan(Figures.required(500, 5_000));
        }
    }

    @Test
    void aPictureThatDoesNotFitAtAllIsPausedThePageSaysSoAndItComesBack() {
        try (SlowLink link = SlowLink.open();
                House house = House.start(2, link.settings())) {
            Broadcast broadcast =
                    Broadcast.prepare(house, BusyCamera.given(browsers().chromium("presenter")));
            broadcast.quality("Standard").goLive();
            link.rate(WIDE);
            Visitor watcher = broadcast.watchedAt(link.url(house, ""), link.chromium(browsers(), "watcher"));
            watcher.page().getByLabel("Network details").click();
            Locator network = watcher.page().getByTestId("your-network");
            assertThat(network.isVisible()).isTrue();

            link.rate(TINY);
            Locator said = watcher.page().getByText("The picture is paused: your network");
            said.waitFor(new Locator.WaitForOptions().setTimeout(20_000));
            watcher.screenshot("paused-by-the-network");
            long sound = watcher.media().audioPacketsReceived();
            watcher.awaitMedia("sound goes on", media -> media.audioPacketsReceived() > sound + 20);

            double up = watcher.clock();
            link.rate(WIDE);
            long before = watcher.media().framesDecoded();
            watcher.awaitMedia("the picture is back", media -> media.framesDecoded() > before + 30);
            said.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
            Figures.print(
                    "a picture that was paused is back and said to be (" + link.kind() + ")",
                    String.format(Locale.ROOT, "%.1f s", (watcher.clock() - up) / 1_000));
        }
    }

    private static void best(Visitor watcher) {
        watcher.page()
                .getByLabel("Quality", new Page.GetByLabelOptions().setExact(true))
                .selectOption(new SelectOption().setLabel("Best"));
    }

    private static void print(SlowLink link, String what, OptionalDouble millis) {
        String value = millis.isPresent() ? String.format(Locale.ROOT, "%.0f ms", millis.getAsDouble()) : "never";
        Figures.print(what + " (" + link.kind() + ")", value);
    }
}
