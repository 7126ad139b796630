package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.sim.Bottleneck;
import org.lyceum.rtc.sim.ForgedReports;
import org.lyceum.rtc.sim.PeerLink;
import org.lyceum.rtc.sim.VideoSender;
import org.lyceum.rtc.sim.VirtualTime;

/** Whole peers over a bottleneck in virtual time: what is sent follows what the network carries. */
class AdaptiveSendingTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final long SEED = 20_261_121;
    private static final long SOUND_BITRATE = 70_000;

    private final VirtualTime time = new VirtualTime(-7 * SECOND);
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Long> soundDelays = new ArrayList<>();
    private final List<Long> pictureDelays = new ArrayList<>();
    private Bottleneck down = new Bottleneck(time, random.split(), 5_000_000);
    private PeerLink link = new PeerLink(time, random.split(), down, 20, true);

    private void connect(long bitrate, boolean transportCc) {
        System.out.println("AdaptiveSendingTest seed " + SEED);
        down = new Bottleneck(time, random.split(), bitrate);
        link = new PeerLink(time, random.split(), down, 20, transportCc).onArrival((mid, packet, now) -> {
            long capturedMillis = (packet.timestamp() & 0xFFFF_FFFFL) / (mid.equals(PeerLink.SOUND) ? 48 : 90);
            (mid.equals(PeerLink.SOUND) ? soundDelays : pictureDelays).add(delayMillis(mid, capturedMillis, now));
        });
        time.runFor(SECOND);
        assertThat(link.connected()).isTrue();
    }

    /** Timestamps wrap, delays do not. */
    private static long delayMillis(String mid, long capturedMillis, long now) {
        long wrap = (1L << 32) / (mid.equals(PeerLink.SOUND) ? 48 : 90);
        return Math.floorMod(now / MS - capturedMillis, wrap);
    }

    private static long quantile(List<Long> values, double share) {
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size())));
    }

    private long estimate() {
        return link.server().availableBitrate();
    }

    private long counter(PeerCounter counter) {
        return link.server().counters().get(counter);
    }

    private VideoSender following(long most) {
        VideoSender sender = new VideoSender(
                time, random.split(), link, () -> Math.min(most, (estimate() - SOUND_BITRATE) * 85 / 100));
        link.server().wanted(most);
        return sender;
    }

    @Test
    void aSenderFollowsItsBottleneckDownAndUp() {
        connect(4_000_000, true);
        following(3_000_000).start();
        time.runFor(8 * SECOND);
        long before = estimate();
        assertThat(before).isGreaterThan(2_600_000);

        down.bitrate(500_000);
        long fellAt = time.now();
        long down500 = untilEstimate(false, 500_000, 5 * SECOND) - fellAt;
        time.runFor(6 * SECOND);
        pictureDelays.clear();
        time.runFor(6 * SECOND);
        long slow = estimate();
        long delay = quantile(pictureDelays, 0.95);

        down.bitrate(4_000_000);
        long roseAt = time.now();
        long up = untilEstimate(true, 2_500_000, 20 * SECOND) - roseAt;

        System.out.printf(
                "FIGURE a step of 4 to 0.5 Mbit/s and back: estimate %d kbit/s before, down in %d ms, %d kbit/s then with"
                        + " 95 %% of picture packets within %d ms, up in %d ms%n",
                before / 1000, down500 / MS, slow / 1000, delay, up / MS);
        assertThat(down500).isLessThan(1_500 * MS);
        assertThat(slow).isBetween(300_000L, 600_000L);
        assertThat(up).isLessThan(8 * SECOND);
    }

    /** When the estimate passed that mark. */
    private long untilEstimate(boolean above, long mark, long longest) {
        long end = time.now() + longest;
        while (time.now() < end && (above ? estimate() < mark : estimate() > mark)) {
            time.runFor(10 * MS);
        }
        return time.now();
    }

    @Test
    void whatFeedbackTellsLostIsRepaired() {
        connect(5_000_000, true);
        down.losing(0.1);
        Set<Long> came = new HashSet<>();
        Set<Long> heard = new HashSet<>();
        link.onArrival(
                (mid, packet, now) -> (mid.equals(PeerLink.PICTURE) ? came : heard).add(packet.sequence() & 0xFFFF));
        VideoSender sender = new VideoSender(time, random.split(), link, () -> 300_000).withoutNacks();
        sender.start();
        time.runFor(20 * SECOND);
        long sent = sender.packets();
        assertThat(came.size()).isBetween((int) (sent * 99 / 100), (int) sent);
        long spoken = sender.soundPackets();
        assertThat(heard.size()).as("without RTX").isBetween((int) (spoken * 98 / 100), (int) spoken);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void probingGrowsTheEstimateThoughLittleIsSent(boolean history) {
        connect(5_000_000, true);
        VideoSender sender = new VideoSender(time, random.split(), link, () -> 150_000);
        link.server().wanted(2_500_000);
        if (!history) {
            sender.withoutHistory();
        }
        long begin = time.now();
        sender.start();
        long reached = untilEstimate(true, 2_500_000, 10 * SECOND) - begin;
        time.runFor(20 * SECOND - reached);

        long seconds = 20;
        System.out.printf(
                "FIGURE probing %s: 2.5 Mbit/s reached after %d ms with 150 kbit/s of picture; %d probe packets, %d kbit/s of"
                        + " all that was sent in 20 s%n",
                history ? "with old media" : "with padding",
                reached / MS,
                counter(PeerCounter.RTP_PROBES),
                link.bytesDown() * 8 / seconds / 1000);
        assertThat(reached).isLessThan(8 * SECOND);
        assertThat(counter(PeerCounter.RTP_PROBES)).isPositive();
        assertThat(sender.probedBytes() > 0).isEqualTo(history);
        assertThat(link.bytesDown() * 8 / seconds).isLessThan(500_000);
        assertThat(counter(PeerCounter.DROPPED_PACER_FULL)).isZero();
    }

    @Test
    void aLinkWithoutAnythingToWantIsNotProbed() {
        connect(5_000_000, true);
        new VideoSender(time, random.split(), link, () -> 150_000).start();
        time.runFor(10 * SECOND);

        assertThat(counter(PeerCounter.RTP_PROBES)).isZero();
        assertThat(quantile(pictureDelays, 1)).isLessThan(60);
    }

    @Test
    void soundDoesNotWaitForPictureInThePacer() {
        connect(800_000, true);
        VideoSender sender = following(2_000_000);
        sender.start();
        for (int i = 0; i < 10; i++) {
            time.runFor(2 * SECOND);
            sender.keyFrame();
        }

        System.out.printf(
                "FIGURE 0.8 Mbit/s with a key frame every 2 s: sound within %d ms (median %d), picture within %d ms (95 %%);"
                        + " %d packets paced, %d dropped%n",
                quantile(soundDelays, 0.95),
                quantile(soundDelays, 0.5),
                quantile(pictureDelays, 0.95),
                counter(PeerCounter.PACED),
                counter(PeerCounter.DROPPED_PACER_FULL));
        assertThat(counter(PeerCounter.PACED)).isPositive();
        assertThat(counter(PeerCounter.DROPPED_PACER_FULL)).isZero();
        assertThat(quantile(soundDelays, 0.5)).isLessThan(60);
    }

    /** What was lost comes by RTX after a round trip or two, and nothing waits for it. */
    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.05})
    void lossWithoutAQueueHoldsNothingUp(double loss) {
        connect(20_000_000, true);
        down.losing(loss);
        SplittableRandom lossy = random.split();
        link.passingBack(datagram -> lossy.nextDouble() >= loss);
        new VideoSender(time, random.split(), link, () -> 1_200_000).start();
        link.server().wanted(2_000_000);
        time.runFor(20 * SECOND);

        System.out.printf(
                "FIGURE %.0f %% loss each way: estimate %d kbit/s for 1.2 Mbit/s of picture, half of its packets within %d ms, 99 %%"
                        + " within %d ms, %d resent%n",
                100 * loss,
                estimate() / 1000,
                quantile(pictureDelays, 0.5),
                quantile(pictureDelays, 0.99),
                counter(PeerCounter.RTP_RESENT));
        assertThat(estimate()).isGreaterThan(1_500_000);
        assertThat(quantile(pictureDelays, 0.5)).isLessThan(30);
        assertThat(quantile(pictureDelays, 0.99)).isLessThan(150);
    }

    /** As when a watcher is switched down: the old picture's packets are not worth the wait. */
    @Test
    void aKeyFrameDoesNotWaitForWhatItMakesObsolete() {
        connect(4_000_000, true);
        long[] rate = {2_500_000};
        VideoSender sender = new VideoSender(time, random.split(), link, () -> rate[0]);
        link.server().wanted(3_000_000);
        sender.start();
        time.runFor(5 * SECOND);
        down.bitrate(500_000);
        time.runFor(700 * MS); // the source is slow to answer
        long waiting = link.server().sendQuality().pacerQueueBytes();
        rate[0] = 100_000;
        sender.keyFrame();
        long before = counter(PeerCounter.DISCARDED_OBSOLETE);
        time.runFor(60 * MS);
        assertThat(link.server().sendQuality().pacerQueueBytes()).isLessThan((int) waiting / 2);
        time.runFor(5 * SECOND);

        System.out.printf(
                "FIGURE a key frame after the link fell from 4 to 0.5 Mbit/s: %d kB waited in the pacer, %d packets of it never"
                        + " left%n",
                waiting / 1000, counter(PeerCounter.DISCARDED_OBSOLETE) - before);
        assertThat(waiting).isGreaterThan(20_000);
        assertThat(counter(PeerCounter.DISCARDED_OBSOLETE) - before).isPositive();
        assertThat(link.server().sendQuality().pacerQueueBytes()).isLessThan(3_000);
    }

    /** A key frame that takes seconds is worth them: it arrives to its last byte, though others are asked for meanwhile. */
    @ParameterizedTest
    @CsvSource({"60000, 30000", "60000, 60000", "100000, 60000", "100000, 30000"})
    void aKeyFrameComesThroughHoweverSlowTheNetworkIs(long bitrate, int bytes) {
        connect(bitrate, true);
        Map<Long, Integer> pictures = new HashMap<>();
        long[] wholeAt = {0};
        link.onArrival((mid, packet, now) -> {
            if (mid.equals(PeerLink.PICTURE)) {
                int so = pictures.merge(packet.timestamp(), packet.payload().length, Integer::sum);
                wholeAt[0] = so >= bytes && wholeAt[0] == 0 ? now : wholeAt[0];
            } else {
                soundDelays.add(delayMillis(mid, (packet.timestamp() & 0xFFFF_FFFFL) / 48, now));
            }
        });
        VideoSender sender = new VideoSender(time, random.split(), link, () -> 20_000).keyFrameBytes(bytes);
        if (bitrate < 100_000) {
            sender.withoutSound(); // there is no room for it
        }
        sender.start();
        long begin = time.now();
        for (int i = 0; i < 400 && wholeAt[0] == 0; i++) {
            time.runFor(100 * MS);
            if (i % 10 == 9) {
                link.server().wanted(500_000);
                sender.keyFrame();
            }
        }
        System.out.printf(
                "FIGURE a key frame of %d kB over %d kbit/s: whole after %d ms, %d pictures left out, %d packets dropped, sound %s%n",
                bytes / 1000,
                bitrate / 1000,
                (wholeAt[0] - begin) / MS,
                sender.leftOut(),
                counter(PeerCounter.DROPPED_PACER_FULL),
                soundDelays.isEmpty() ? "none" : "within " + quantile(soundDelays, 0.95) + " ms");
        assertThat(wholeAt[0]).as("the key frame is whole").isPositive();
    }

    /** A source that does not heed the estimate: pictures are left out whole, and each time one key frame mends it. */
    @Test
    void whatIsTooMuchIsLeftOutByPictures() {
        connect(5_000_000, true);
        Map<Long, Integer> pictures = new HashMap<>();
        Set<Long> whole = new HashSet<>();
        link.onArrival((mid, packet, now) -> {
            if (mid.equals(PeerLink.PICTURE)) {
                pictures.merge(packet.timestamp(), 1, Integer::sum);
                if (packet.marker()) {
                    whole.add(packet.timestamp());
                }
            }
        });
        VideoSender sender = new VideoSender(time, random.split(), link, () -> 1_500_000);
        sender.start();
        time.runFor(5 * SECOND);
        assertThat(sender.leftOut()).isZero();
        down.bitrate(700_000);
        time.runFor(4 * SECOND);
        int asked = sender.keyFramesAsked();
        assertThat(sender.leftOut()).isPositive();
        assertThat(asked).isBetween(1, 4);
        down.bitrate(5_000_000);
        time.runFor(6 * SECOND);
        int askedInAll = sender.keyFramesAsked();
        pictures.clear();
        whole.clear();
        time.runFor(2 * SECOND);

        System.out.printf(
                "FIGURE 1.5 Mbit/s over 0.7 for 4 s: %d pictures left out whole, %d key frames asked for meanwhile and %d after, %d packets"
                        + " refused%n",
                sender.leftOut(), asked, askedInAll - asked, counter(PeerCounter.DROPPED_PACER_FULL));
        assertThat(askedInAll - asked).isLessThanOrEqualTo(1);
        assertThat(whole).hasSizeGreaterThan(55).hasSize(pictures.size());
    }

    @Test
    void withoutTransportWideFeedbackReceiverReportsTellWhatIsCarried() {
        connect(5_000_000, false);
        new VideoSender(time, random.split(), link, () -> Math.min(2_000_000, estimate())).start();
        long start = estimate();
        time.runFor(15 * SECOND);
        long grown = estimate();
        down.losing(0.2);
        time.runFor(5 * SECOND);

        System.out.printf(
                "FIGURE receiver reports alone: %d kbit/s at first, %d after 15 s without loss, %d after 5 s of 20 %% loss%n",
                start / 1000, grown / 1000, estimate() / 1000);
        assertThat(grown).isGreaterThan(2 * start);
        assertThat(estimate()).isLessThan(grown * 3 / 4);
        assertThat(link.server().sendQuality().limitedBy()).isEqualTo(SendQuality.LimitedBy.LOSS);
    }

    @Test
    void withoutTransportWideFeedbackTheBrowsersOwnEstimateCounts() {
        connect(5_000_000, false);
        new VideoSender(time, random.split(), link, () -> 500_000).start();
        ForgedReports reports = new ForgedReports(link);
        reports.send(ForgedReports.writer().remb(7, 1_700_000, List.of(2000)));
        time.runFor(SECOND);
        assertThat(estimate()).isBetween(600_000L, 1_700_000L);
        reports.send(ForgedReports.writer().remb(7, 250_000, List.of(2000)));
        time.runFor(SECOND);
        assertThat(estimate()).isLessThanOrEqualTo(250_000);
    }

    @Test
    void whatFitsIsNeverPaced() {
        connect(20_000_000, true);
        new VideoSender(time, random.split(), link, () -> 1_000_000).start();
        link.server().wanted(4_000_000);
        time.runFor(3 * SECOND);
        long before = counter(PeerCounter.PACED);
        time.runFor(10 * SECOND);

        assertThat(estimate()).isGreaterThan(3_000_000);
        assertThat(counter(PeerCounter.PACED) - before).isZero();
    }
}
