package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.Visitor;

/**
 * A watcher's page gets what it can make use of, and the presenter sends what somebody watches. Alone on the machine: beside other
 * browsers the presenter's encoder may leave the largest picture out, or the watcher's estimate stay below it.
 */
@Tag("alone")
class PageWishesTest extends HouseTest {
    private static final String HIDE = """
            hidden => {
              Object.defineProperty(document, "visibilityState", { configurable: true, get: () => hidden ? "hidden" : "visible" });
              document.dispatchEvent(new Event("visibilitychange"));
            }
            """;

    private static Locator sent(Visitor presenter, String size) {
        return presenter
                .page()
                .getByTestId("sent-layers")
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions().setHasText(size));
    }

    private static void assertOff(Visitor presenter, String size) {
        PlaywrightAssertions.assertThat(sent(presenter, size))
                .containsText("off", new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
    }

    private static void assertOn(Visitor presenter, String size) {
        PlaywrightAssertions.assertThat(sent(presenter, size))
                .not()
                .containsText("off", new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
    }

    @Test
    void whatIsPickedIsShownAndWhatNobodyWatchesIsNotSent() {
        Broadcast broadcast = Broadcast.prepare(house(), browsers().chromium("presenter"));
        Visitor presenter = broadcast.quality("High").goLive().presenter();
        Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
        watcher.awaitMedia("the whole picture", media -> media.frameWidth() == 1280);
        assertOff(presenter, "half size");

        watcher.page().getByLabel("Quality").selectOption("low");
        watcher.awaitMedia("the smallest picture", media -> media.frameWidth() == 320);
        assertOff(presenter, "full size");

        watcher.page().getByLabel("Quality").selectOption("auto");
        watcher.awaitMedia("the whole picture again", media -> media.frameWidth() == 1280);

        watcher.page().setViewportSize(360, 640);
        watcher.awaitMedia("a picture for a small player", media -> media.frameWidth() == 640);
        assertThat(watcher.complaints()).isEmpty();
        assertThat(presenter.complaints()).isEmpty();
    }

    @Test
    void aPageThatNobodySeesGetsSoundAlone() {
        Broadcast broadcast = Broadcast.prepare(house(), browsers().chromium("presenter"));
        Visitor presenter = broadcast.quality("High").goLive().presenter();
        Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
        watcher.awaitMedia("the whole picture", media -> media.frameWidth() == 1280);
        assertOn(presenter, "full size"); // nobody watched at first, and the studio looks now and then

        watcher.page().evaluate(HIDE, true);
        assertOff(presenter, "full size");
        long framesBefore = watcher.media().framesDecoded();
        long soundBefore = watcher.media().audioPacketsReceived();
        watcher.stay(Duration.ofSeconds(2));
        assertThat(watcher.media().framesDecoded())
                .as("frames of a hidden page")
                .isEqualTo(framesBefore);
        assertThat(watcher.media().audioPacketsReceived()).isGreaterThan(soundBefore);

        watcher.page().evaluate(HIDE, false);
        watcher.awaitMedia("the picture is back", media -> media.framesDecoded() > framesBefore + 30);
        PlaywrightAssertions.assertThat(watcher.page().getByText("The presenter’s picture has stopped"))
                .isHidden();
    }

    @Test
    void theDetailsTellWhoseTroubleItWouldBe() {
        Broadcast broadcast =
                Broadcast.prepare(house(), browsers().chromium("presenter")).goLive();
        Page page = broadcast.watchedBy(browsers().chromium("watcher")).page();

        page.getByLabel("Network details").click();

        for (String party : new String[] {"your-network", "their-upload", "the-server"}) {
            PlaywrightAssertions.assertThat(page.getByTestId(party))
                    .hasAttribute(
                            "data-level",
                            Pattern.compile("good|fair|poor"),
                            new LocatorAssertions.HasAttributeOptions().setTimeout(15_000));
        }
    }
}
