package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.bwe.BandwidthEstimator;
import org.lyceum.rtc.sim.Bottleneck;
import org.lyceum.rtc.sim.HostileBrowser;
import org.lyceum.rtc.sim.PeerLink;
import org.lyceum.rtc.sim.VideoSender;
import org.lyceum.rtc.sim.VirtualTime;

/** A watcher that sends nonsense hurts only itself. */
class HostileFeedbackTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SECONDS = 20;

    /** What became of the neighbour: when each packet of its came, and its estimate every 100 ms. */
    private record Neighbour(List<Long> arrivals, List<Long> estimates, Peer victim, int nonsense) {}

    private static Neighbour run(long seed, boolean hostile) {
        VirtualTime time = new VirtualTime(-3 * SECOND);
        SplittableRandom random = new SplittableRandom(seed);
        DatagramPool pool = new DatagramPool();
        PeerLink good = link(time, random, pool);
        PeerLink bad = link(time, random, pool);
        List<Long> arrivals = new ArrayList<>();
        good.onArrival((mid, packet, now) -> arrivals.add(now));
        time.runFor(SECOND);
        assertThat(good.connected() && bad.connected()).isTrue();
        for (PeerLink link : List.of(good, bad)) {
            link.server().wanted(2_000_000);
            new VideoSender(
                            time,
                            random.split(),
                            link,
                            () -> Math.min(2_000_000, link.server().availableBitrate() * 4 / 5))
                    .start();
        }
        SplittableRandom ofHostile = random.split();
        HostileBrowser browser = hostile ? new HostileBrowser(time, ofHostile, bad) : null;
        if (browser != null) {
            browser.start();
        }
        List<Long> estimates = new ArrayList<>();
        for (int i = 0; i < SECONDS * 10; i++) {
            time.runFor(SECOND / 10);
            estimates.add(good.server().availableBitrate());
            SendQuality quality = bad.server().sendQuality();
            assertThat(quality.estimate()).isBetween(BandwidthEstimator.MIN_BITRATE, BandwidthEstimator.MAX_BITRATE);
            assertThat(quality.lossRatio()).isBetween(0.0, 1.0);
            assertThat(quality.pacerQueueBytes()).isLessThan(8 << 20);
        }
        return new Neighbour(arrivals, estimates, bad.server(), browser == null ? 0 : browser.sent());
    }

    private static PeerLink link(VirtualTime time, SplittableRandom random, DatagramPool pool) {
        return new PeerLink(time, random.split(), new Bottleneck(time, random.split(), 3_000_000), 20, true, pool);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nonsenseHurtsOnlyWhoSendsIt(long seed) {
        System.out.println("HostileFeedbackTest seed " + seed);
        Neighbour quiet = run(seed, false);
        Neighbour beside = run(seed, true);

        assertThat(beside.arrivals()).isEqualTo(quiet.arrivals());
        assertThat(beside.estimates()).isEqualTo(quiet.estimates());
        assertThat(beside.victim().connected()).isTrue();
        assertThat(beside.nonsense()).isGreaterThan(SECONDS * 40);
        assertThat(beside.victim().counters().get(PeerCounter.IMPOSSIBLE_CLAIMS))
                .isPositive();
        System.out.printf(
                "FIGURE nonsense feedback: %d reports; the neighbour's %d packets came at the same times, its estimate"
                        + " ended at %d kbit/s with and without; the sender's own at %d kbit/s%n",
                beside.nonsense(),
                beside.arrivals().size(),
                beside.estimates().getLast() / 1000,
                beside.victim().availableBitrate() / 1000);
    }
}
