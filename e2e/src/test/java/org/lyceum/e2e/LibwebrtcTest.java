package org.lyceum.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.Api;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.LibwebrtcPeer;
import org.lyceum.e2e.harness.MediaStats;
import org.lyceum.e2e.harness.Visitor;

/** An app with libwebrtc in it, and no browser, presents and watches. */
class LibwebrtcTest extends HouseTest {
    @Test
    void libwebrtcPresentsByWhipAndChromiumWatches() {
        Api.NewStream stream = house().api().createStream(house().api().register(), "From an app");
        try (LibwebrtcPeer presenter = new LibwebrtcPeer()) {
            presenter.publish(stream);
            Visitor watcher = browsers().chromium("watcher");

            watcher.open(house().url("/watch/" + stream.id()));

            MediaStats media = watcher.awaitMedia(
                    "picture and sound go on", each -> each.framesDecoded() >= 60 && each.audioPacketsReceived() >= 50);
            System.out.println("libwebrtc to Chromium: " + media);
            assertThat(watcher.complaints()).as("watcher's console").isEmpty();
            assertThat(presenter.end()).isEqualTo(200);
        }
    }

    @Test
    void chromiumPresentsAndLibwebrtcWatchesByWhep() {
        Broadcast broadcast =
                Broadcast.prepare(house(), browsers().chromium("presenter")).goLive();
        try (LibwebrtcPeer watcher = new LibwebrtcPeer()) {
            watcher.play(broadcast.stream());

            await().atMost(20, SECONDS).until(() -> watcher.framesReceived() >= 60 && watcher.soundsReceived() >= 20);

            System.out.println("Chromium to libwebrtc: pictures " + watcher.framesReceived() + ", sounds "
                    + watcher.soundsReceived());
            assertThat(watcher.end()).isEqualTo(200);
        }
    }
}
