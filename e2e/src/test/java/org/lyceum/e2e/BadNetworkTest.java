package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.Figures;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.MediaStats;
import org.lyceum.e2e.harness.UdpRelay;
import org.lyceum.e2e.harness.Visitor;
import org.lyceum.server.config.Setting;

/** Loss, delay and a NAT that forgets, between browsers and the media port. */
@Tag("alone")
class BadNetworkTest extends BrowserTest {
    private static final long SEED = 20_261_121;
    private static final Duration WATCHED = Duration.ofSeconds(Figures.measuring() ? 15 : 8);

    private interface Scene {
        void play(Broadcast broadcast, Visitor watcher, UdpRelay relay);
    }

    /** A house whose media is reached through the relay only: that is the address it advertises. */
    private void behindRelay(int loops, Scene scene) throws IOException {
        int mediaPort = freeUdpPort();
        try (UdpRelay relay = new UdpRelay(mediaPort, SEED);
                House house = House.start(loops, relayed(mediaPort, relay))) {
            Broadcast broadcast = Broadcast.prepare(house, browsers().chromium("presenter"));
            broadcast.quality("Standard").goLive();
            Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
            scene.play(broadcast, watcher, relay);
        }
    }

    private static Map<Setting, String> relayed(int mediaPort, UdpRelay relay) {
        return Map.of(Setting.MEDIA_PORT, Integer.toString(mediaPort), Setting.ADVERTISE, "127.0.0.1:" + relay.port());
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** In between of the two of {@link #nearlyAllPicturesAreShownInSpiteOfLossAndFiftyMillisecondsThereAndBack}. */
    @EnabledIfSystemProperty(named = "lyceum.measure", matches = "true")
    @ParameterizedTest
    @MethodSource("loopCounts")
    void thePictureGoesOnWithFivePercentLossAndFortyMillisecondsEachWay(int loops) throws IOException {
        behindRelay(loops, (broadcast, watcher, relay) -> {
            relay.degrade(0.05, 40);
            watcher.stay(Duration.ofSeconds(
                    Figures.measuring() ? 10 : 5)); // until encoder and server have found what this network carries
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
            assertThat(100.0 * decoded / encoded)
                    .as("shown of %d encoded", encoded)
                    .isGreaterThan(Figures.required(95, 75));
        });
    }

    /**
     * Of the pictures that a watcher with a good network sees beside: what this machine does not manage to decode in time says
     * nothing of the network. On a machine with something else to do a picture comes too late now and then all the same.
     */
    @ParameterizedTest
    @MethodSource("losses")
    void nearlyAllPicturesAreShownInSpiteOfLossAndFiftyMillisecondsThereAndBack(double loss, int goal)
            throws IOException {
        int mediaPort = freeUdpPort();
        try (UdpRelay relay = new UdpRelay(mediaPort, SEED);
                House house = House.start(2, relayed(mediaPort, relay))) {
            Broadcast broadcast = Broadcast.prepare(house, browsers().chromium("presenter"));
            broadcast.quality("Standard").goLive();
            Visitor lucky = broadcast.watchedBy(browsers().chromium("lucky"));
            relay.degradeNewcomers(loss, 25);
            Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
            watcher.stay(Duration.ofSeconds(6)); // until the estimate has found what this network carries
            long luckyBefore = lucky.media().framesDecoded();
            MediaStats before = watcher.media();
            watcher.stay(WATCHED);
            long possible = lucky.media().framesDecoded() - luckyBefore; // in the order of before: equally long times
            MediaStats after = watcher.media();
            long shown = after.framesDecoded() - before.framesDecoded();
            double concealed = (after.concealedSamples() - before.concealedSamples())
                    / (after.soundSamples() - before.soundSamples());
            Figures.print(
                    String.format(Locale.ROOT, "%.0f %% loss and 50 ms there and back", 100 * loss),
                    String.format(
                            Locale.ROOT,
                            "%d of %d frames shown (%.1f %%), %d received whole, %d key frames asked for, width %d, freezes %d; "
                                    + "%.2f %% of sound concealed",
                            shown,
                            possible,
                            100.0 * shown / possible,
                            after.framesReceived() - before.framesReceived(),
                            after.keyFrameRequests() - before.keyFrameRequests(),
                            after.frameWidth(),
                            after.freezes() - before.freezes(),
                            100 * concealed));
            assertThat(concealed).as("sound made up").isLessThan(Figures.required(0.03, 0.1));
            assertThat(100.0 * shown / possible)
                    .as("shown of %d", possible)
                    .isGreaterThanOrEqualTo(Figures.required(goal, 75));
        }
    }

    /** The lesser loss is measured alone. */
    static Stream<Arguments> losses() {
        Stream<Arguments> always = Stream.of(Arguments.of(0.10, 97));
        return Figures.measuring() ? Stream.concat(always, Stream.of(Arguments.of(0.02, 99))) : always;
    }

    @ParameterizedTest
    @MethodSource("loopCounts")
    void mediaGoesOnWhenTheAddressesOfPresenterAndWatcherChange(int loops) throws IOException {
        behindRelay(loops, (broadcast, watcher, relay) -> {
            for (int change = 1; change <= 3; change++) {
                watcher.watchPictures();
                watcher.stay(Duration.ofSeconds(1));
                long before = watcher.media().framesDecoded();
                double changed = watcher.clock();
                long began = System.nanoTime();
                relay.rebind();
                watcher.awaitMedia(
                        "a second of pictures after the change", media -> media.framesDecoded() > before + 30);
                double seconds = (System.nanoTime() - began) / 1e9;
                double gap = watcher.pictures().longestGap(changed - 100, watcher.clock());
                Figures.print(
                        "address change " + change + ", " + loops + " loops",
                        String.format(Locale.ROOT, "%.0f ms without a picture, 30 more after %.1f s", gap, seconds));
                assertThat(gap).as("less than the time to the next check").isLessThan(2_000);
            }
            assertThat(watcher.page().locator("main").getAttribute("data-state"))
                    .isEqualTo("live");
        });
    }
}
