package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.BusyCamera;
import org.lyceum.e2e.harness.BusyScreen;
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
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long TINY = 60_000;
    private static final int FULL_WIDTH = 960;
    private static final long SCREEN_FITS = 6_000_000;
    /** Less than a smooth screen takes, more than a sharp one at five pictures a second. */
    private static final long SCREEN_FLOOR_FITS = 800_000;

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
            assertThat(timeUp.orElseThrow()).isLessThan(Figures.required(8_000, 20_000));
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

    /** Not H.264: of so much text Chromium's encoder for it makes two or three pictures a second of these bits. */
    static List<String> codecsOfTheScreen() {
        return Figures.measuring() ? List.of("VP8", "VP9", "AV1") : List.of("VP9");
    }

    @ParameterizedTest
    @MethodSource("codecsOfTheScreen")
    void aSharedScreenStaysSharpAndLosesPicturesInstead(String codec) {
        try (SlowLink link = SlowLink.open();
                House house = House.start(1, link.settings())) {
            Broadcast broadcast =
                    Broadcast.prepare(house, BusyScreen.given(browsers().chromium("presenter")));
            broadcast.quality("Data saver").codec(codec).goLive();
            button(broadcast.presenter().page(), "Share screen").click();
            link.rate(SCREEN_FITS);
            Visitor watcher = broadcast.watchedAt(link.url(house, ""), link.chromium(browsers(), "watcher"));
            watcher.page().waitForFunction(SCREEN_IS_SHOWN);
            watcher.watchPictures("screen-picture");
            link.rate(SCREEN_FLOOR_FITS);
            // What was sent before has to go through first, and a whole picture of text takes a second.
            watcher.page().waitForFunction(SCREEN_FLOWS, null, new Page.WaitForFunctionOptions().setTimeout((double)
                            PATIENCE.toMillis()));
            watcher.page().evaluate(WATCH_FOR_PAUSES);
            double from = watcher.clock();
            long before = picturesOfTheScreen(watcher);
            watcher.stay(Duration.ofSeconds(10));
            double to = watcher.clock();
            double rate = (picturesOfTheScreen(watcher) - before) * 1_000 / (to - from);

            ShownPictures shown = watcher.pictures();
            System.out.println("widths shown: " + shown + "; from " + (long) from + " to " + (long) to);
            Figures.print(
                    "a screen shared in " + codec + " over 800 kbit/s (" + link.kind() + ")",
                    String.format(
                            Locale.ROOT, "%.1f pictures/s, longest gap %.0f ms", rate, shown.longestGap(from, to)));
            assertThat(shown.share(0, to, width -> width == BusyScreen.WIDTH))
                    .as("pictures of full size")
                    .isEqualTo(1);
            assertThat(rate).as("pictures a second").isGreaterThanOrEqualTo(Figures.required(4, 2));
            assertThat(watcher.page().evaluate("window.testPauses"))
                    .as("times it said that the network paused it")
                    .isEqualTo(0);
        }
    }

    private static final String SCREEN_IS_SHOWN =
            "() => document.querySelector('[data-testid=screen-picture]')?.videoWidth > 0";
    /** Eight pictures in three seconds. */
    private static final String SCREEN_FLOWS =
            "() => window.testPictures.filter(([at]) => at > performance.now() - 3000).length >= 8";

    private static final String WATCH_FOR_PAUSES = """
            () => {
              window.testPauses = 0;
              const look = () => {
                if (document.body.innerText.includes("paused: your network")) window.testPauses++;
                requestAnimationFrame(look);
              };
              look();
            }
            """;

    /** As the page's player counts them: not every one that it shows gets a callback. */
    private static long picturesOfTheScreen(Visitor watcher) {
        String count =
                "document.querySelector('[data-testid=screen-picture]').getVideoPlaybackQuality().totalVideoFrames";
        return ((Number) watcher.page().evaluate(count)).longValue();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
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
