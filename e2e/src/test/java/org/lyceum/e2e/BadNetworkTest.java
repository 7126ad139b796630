package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.Figures;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.MediaStats;
import org.lyceum.e2e.harness.UdpRelay;
import org.lyceum.e2e.harness.Visitor;
import org.lyceum.server.config.Setting;

/** Loss, delay and a NAT that forgets, between browsers and the media port. */
class BadNetworkTest extends BrowserTest {
    private static final long SEED = 20_261_121;
    private static final Duration WATCHED = Duration.ofSeconds(15);

    private interface Scene {
        void play(Broadcast broadcast, Visitor watcher, UdpRelay relay);
    }

    /** A house whose media is reached through the relay only: that is the address it advertises. */
    private void behindRelay(int loops, Scene scene) throws IOException {
        int mediaPort = freeUdpPort();
        try (UdpRelay relay = new UdpRelay(mediaPort, SEED);
                House house = House.start(
                        loops,
                        Map.of(
                                Setting.MEDIA_PORT,
                                Integer.toString(mediaPort),
                                Setting.ADVERTISE,
                                "127.0.0.1:" + relay.port()))) {
            Broadcast broadcast = Broadcast.prepare(house, browsers().chromium("presenter"));
            broadcast.quality("Standard").goLive();
            Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
            scene.play(broadcast, watcher, relay);
        }
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void thePictureGoesOnWithFivePercentLossAndFortyMillisecondsEachWay(int loops) throws IOException {
        behindRelay(loops, (broadcast, watcher, relay) -> {
            relay.degrade(0.05, 40);
            watcher.stay(Duration.ofSeconds(4)); // until the encoder has found what this network carries
            MediaStats sentBefore = broadcast.presenter().media();
            MediaStats seenBefore = watcher.media();
            watcher.stay(WATCHED);
            MediaStats seen = watcher.media();
            long encoded = broadcast.presenter().media().framesEncoded() - sentBefore.framesEncoded();
            long decoded = seen.framesDecoded() - seenBefore.framesDecoded();
            Figures.print(
                    "5 % loss and 40 ms each way, " + loops + " loops",
                    String.format(
                            Locale.ROOT,
                            "%d of %d frames shown (%.1f %%), %d datagrams lost of %d, freezes %d",
                            decoded,
                            encoded,
                            100.0 * decoded / encoded,
                            relay.lost(),
                            relay.relayed(),
                            seen.freezes() - seenBefore.freezes()));
            assertThat(decoded).as("shown of %d encoded", encoded).isGreaterThan(encoded * 95 / 100);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void mediaGoesOnWhenTheAddressesOfPresenterAndWatcherChange(int loops) throws IOException {
        behindRelay(loops, (broadcast, watcher, relay) -> {
            for (int change = 1; change <= 3; change++) {
                long before = watcher.media().framesDecoded();
                long began = System.nanoTime();
                relay.rebind();
                watcher.awaitMedia(
                        "a second of pictures after the change", media -> media.framesDecoded() > before + 30);
                Figures.print(
                        "address change " + change + ", " + loops + " loops, a second of pictures later",
                        String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - began) / 1e9));
            }
            assertThat(watcher.page().locator("main").getAttribute("data-state"))
                    .isEqualTo("live");
        });
    }
}
