package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.DirectPair;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.MediaStats;
import org.lyceum.e2e.harness.Visitor;

/** Firefox and Chromium see each other on the house's own pages. */
class FirefoxTest extends HouseTest {
    private static final int FRAMES = 60;
    private static final int AUDIO_PACKETS = 50;

    private static MediaStats seesAndHears(Visitor watcher) {
        return watcher.awaitMedia(
                "picture and sound go on",
                media -> media.framesDecoded() >= FRAMES && media.audioPacketsReceived() >= AUDIO_PACKETS);
    }

    @Test
    void firefoxPresentsAndChromiumWatches() {
        Broadcast broadcast =
                Broadcast.prepare(house(), browsers().firefox("presenter")).goLive();

        Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));

        System.out.println("Firefox to Chromium: " + seesAndHears(watcher));
        assertThat(broadcast.presenter().complaints()).as("presenter's console").isEmpty();
        assertThat(watcher.complaints()).as("watcher's console").isEmpty();
    }

    @Test
    void chromiumPresentsAndFirefoxWatches() {
        Broadcast broadcast =
                Broadcast.prepare(house(), browsers().chromium("presenter")).goLive();

        Visitor watcher = broadcast.watchedBy(browsers().firefox("watcher"));

        System.out.println("Chromium to Firefox: " + seesAndHears(watcher));
        assertThat(broadcast.presenter().complaints()).as("presenter's console").isEmpty();
        assertThat(watcher.complaints()).as("watcher's console").isEmpty();
    }

    @Test
    void eitherBrowserIsTheOthersCameraInADirectRoom() {
        meet(browsers().chromium("laptop"), browsers().firefox("phone"));
        meet(browsers().firefox("laptop"), browsers().chromium("phone"));
    }

    private void meet(Visitor laptop, Visitor phone) {
        DirectPair pair = DirectPair.meet(house(), laptop, phone);
        pair.laptop().awaitMedia("it moves", media -> media.framesDecoded() >= FRAMES);
        assertThat(pair.laptop().page().getByTestId("way").getAttribute("data-way"))
                .isEqualTo("direct");
        // What the phone says of itself has come over the channel between the two.
        pair.laptop().page().getByText("Ask the phone").waitFor();
        assertThat(laptop.complaints()).as("laptop's console").isEmpty();
        assertThat(phone.complaints()).as("phone's console").isEmpty();
    }
}
