package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.ClockCamera;
import org.lyceum.e2e.harness.Figures;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.MediaStats;
import org.lyceum.e2e.harness.Visitor;

/** One presenter and their watchers, in Chromium, on the pages that people use. */
@Tag("alone")
class MediaQualityTest extends BrowserTest {
    private static final Duration WATCHED = Duration.ofSeconds(Figures.measuring() ? 10 : 5);
    private static final int JOINS = Figures.measuring() ? 10 : 3;

    @ParameterizedTest(name = "{0} over {2} loops")
    @MethodSource("codecs")
    void threeWatchersSeeAndHearWhatThePresenterSends(String codec, String quality, int loops) {
        try (House house = House.start(loops)) {
            Broadcast broadcast = Broadcast.prepare(house, browsers().chromium("presenter"));
            broadcast.quality(quality).codec(codec).goLive();
            List<Visitor> watchers = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher" + i));
                unmute(watcher);
                watchers.add(watcher);
            }
            List<MediaStats> before = watchers.stream().map(Visitor::media).toList();
            MediaStats sentBefore = broadcast.presenter().media();
            long began = System.nanoTime();
            broadcast.presenter().stay(WATCHED);
            double seconds = (System.nanoTime() - began) / 1e9;
            long encoded = broadcast.presenter().media().framesEncoded() - sentBefore.framesEncoded();
            Figures.print(codec + ", " + loops + " loops, encoded", perSecond(encoded, seconds));
            for (int i = 0; i < watchers.size(); i++) {
                MediaStats after = watchers.get(i).media();
                long decoded = after.framesDecoded() - before.get(i).framesDecoded();
                Figures.print(
                        codec + ", " + loops + " loops, " + watchers.get(i).name() + " decoded",
                        perSecond(decoded, seconds) + ", freezes "
                                + (after.freezes() - before.get(i).freezes()));
                assertThat(after.inboundVideoCodec())
                        .isEqualTo("video/" + codec.replace(".", "").toUpperCase(Locale.ROOT));
                assertThat(after.audioEnergy())
                        .as("sound")
                        .isGreaterThan(before.get(i).audioEnergy());
                assertThat(after.audioPacketsReceived())
                        .isGreaterThan(before.get(i).audioPacketsReceived());
                // As many as were encoded while the counters were read one after the other, give or take.
                assertThat(1.0 * decoded / encoded)
                        .as("share decoded of %d frames", encoded)
                        .isGreaterThan(Figures.required(0.9, 0.25));
                assertThat(watchers.get(i).complaints()).isEmpty();
            }
        }
    }

    /** VP8 is in every other test, too, and AV1 is the slowest to encode: these two are measured alone. */
    static Stream<Arguments> codecs() {
        Stream<Arguments> always = Stream.of(Arguments.of("H.264", "High", 1), Arguments.of("VP9", "High", 2));
        return Figures.measuring()
                ? Stream.concat(always, Stream.of(Arguments.of("VP8", "High", 2), Arguments.of("AV1", "Data saver", 1)))
                : always;
    }

    /** Some browsers want a tap before a page may be heard; the page asks for it then. */
    private static void unmute(Visitor watcher) {
        Object muted = watcher.page().evaluate("document.querySelector('[data-testid=picture]').muted");
        if (Boolean.TRUE.equals(muted)) {
            watcher.page().getByText("Tap to hear the sound").click();
        }
    }

    private static String perSecond(long frames, double seconds) {
        return String.format(Locale.ROOT, "%.1f frames/s", frames / seconds);
    }

    @ParameterizedTest
    @MethodSource("loopCounts")
    void whoPressesPlaySeesThePictureAtOnce(int loops) {
        try (House house = House.start(loops)) {
            Broadcast broadcast = Broadcast.prepare(house, browsers().chromium("presenter"));
            broadcast.quality("High").goLive();
            Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
            double[] joins = new double[JOINS];
            for (int i = 0; i < JOINS; i++) {
                joins[i] = ((Number) watcher.page().evaluate(JOIN)).doubleValue();
            }
            double median = Figures.median(joins);
            Figures.print(
                    "join, " + loops + " loops, median of " + JOINS, String.format(Locale.ROOT, "%.0f ms", median));
            assertThat(median).isLessThan(5_000);
        }
    }

    /** Pauses, which lets go of all media, then plays and waits for a picture that is presented. */
    private static final String JOIN = """
            async () => {
              const press = name => document.querySelector(`button[aria-label="${name}"]`).click();
              const wait = condition => new Promise(done => {
                const look = () => condition() ? done() : setTimeout(look, 5);
                look();
              });
              press("Pause");
              await wait(() => !window.testPeers.some(peer => peer.connectionState !== "closed"));
              await new Promise(done => setTimeout(done, 300));
              const began = performance.now();
              press("Play");
              const video = document.querySelector("[data-testid=picture]");
              await wait(() => video.srcObject?.getVideoTracks().some(track => track.readyState === "live" && !track.muted));
              return await new Promise(done => video.requestVideoFrameCallback(now => done(performance.now() - began)));
            }
            """;

    @ParameterizedTest
    @MethodSource("loopCounts")
    void aClockHeldIntoTheCameraIsReadOnTheScreenALittleLater(int loops) {
        try (House house = House.start(loops)) {
            Visitor presenter = ClockCamera.given(browsers().chromium("presenter"));
            Broadcast broadcast = Broadcast.prepare(house, presenter);
            broadcast.quality("High").goLive();
            Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
            watcher.stay(Duration.ofSeconds(3));
            double delay = ClockCamera.age(watcher);
            Figures.print(
                    "camera to screen, " + loops + " loops, median", String.format(Locale.ROOT, "%.0f ms", delay));
            assertThat(delay).isBetween(0.0, 5_000.0);
        }
    }
}
