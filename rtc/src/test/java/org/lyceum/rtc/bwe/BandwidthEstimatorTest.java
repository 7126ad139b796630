package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.wire.rtcp.TransportFeedback;

class BandwidthEstimatorTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;

    private final BandwidthEstimator estimator = new BandwidthEstimator(0);
    private long now;
    private int sequence;

    private void send(int packets) {
        for (int i = 0; i < packets; i++) {
            estimator.sent(sequence++ & 0xFFFF, 1000, BandwidthEstimator.NO_PROBE, 0, now + i * MILLI);
        }
    }

    /** The last packets came as they left. */
    private TransportFeedback received(int packets) {
        int[] deltas = new int[packets];
        Arrays.fill(deltas, 4);
        long reference = now / TransportFeedback.REFERENCE_NANOS;
        deltas[0] = (int) (now % TransportFeedback.REFERENCE_NANOS / TransportFeedback.DELTA_NANOS);
        return new TransportFeedback(1, 2, sequence - packets & 0xFFFF, ((int) reference << 8) >> 8, 0, deltas);
    }

    private void exchange(int times) {
        for (int i = 0; i < times; i++) {
            send(10);
            TransportFeedback feedback = received(10);
            now += 50 * MILLI;
            estimator.feedback(feedback, now);
            while (estimator.nextProbe(now) != null) {}
        }
    }

    @Test
    void growsWhileEverythingComes() {
        exchange(200);
        assertThat(estimator.bitrate()).isBetween(900_000L, 2_500_000L);
        assertThat(estimator.acknowledgedBitrate()).isBetween(1_500_000L, 1_700_000L);
        assertThat(estimator.roundTripNanos()).isBetween(30 * MILLI, 50 * MILLI);
        assertThat(estimator.queueingDelayNanos()).isLessThan(5 * MILLI);
        assertThat(estimator.state()).isEqualTo(BandwidthState.NORMAL);
        assertThat(estimator.nonsense()).isZero();
    }

    @Test
    void backsOffWhileNoAnswerComesAndGoesOnWhenItDoes() {
        exchange(100);
        long before = estimator.bitrate();
        for (int i = 0; i < 120; i++) {
            send(1);
            now += 50 * MILLI;
            while (estimator.deadlineNanos() <= now) {
                estimator.onDeadline(now);
            }
        }
        assertThat(estimator.bitrate()).isBetween(before / 4, before / 2);
        exchange(200);
        assertThat(estimator.bitrate()).isGreaterThan(before / 2);
    }

    @Test
    void aPeerThatIsSentNothingIsNotSilent() {
        exchange(100);
        long before = estimator.bitrate();
        now += 60 * SECOND;
        estimator.onDeadline(now);
        assertThat(estimator.bitrate()).isEqualTo(before);
    }

    @Test
    void whatGotLostBeforeAPauseIsNoSilenceAfterIt() {
        exchange(100);
        long before = estimator.bitrate();
        send(10);
        now += 60 * SECOND;
        assertThat(estimator.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        for (int i = 0; i < 20; i++) {
            send(1);
            now += 50 * MILLI;
            assertThat(estimator.deadlineNanos()).isGreaterThan(now);
        }
        assertThat(estimator.bitrate()).isEqualTo(before);
    }

    @Test
    void silenceEndsWithWhatIsSentAndProbesGoOn() {
        estimator.wanted(20_000_000);
        exchange(100);
        for (int i = 0; i < 140; i++) { // until feedback is not expected any more
            send(1);
            now += 50 * MILLI;
            passDeadlines();
        }
        assertThat(estimator.state()).isEqualTo(BandwidthState.DELAY_LIMITED);
        long before = estimator.bitrate();
        int wakeUps = 0;
        int probes = 0;
        for (int i = 0; i < 600; i++) {
            now += 100 * MILLI;
            wakeUps += passDeadlines();
            probes += estimator.nextProbe(now) != null ? 1 : 0;
        }
        assertThat(estimator.bitrate()).isGreaterThan(before * 3 / 4);
        assertThat(estimator.state()).isEqualTo(BandwidthState.NORMAL);
        assertThat(probes).isGreaterThan(10);
        assertThat(wakeUps).as("in a minute").isLessThan(45);
        estimator.wanted(0);
        assertThat(estimator.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    private int passDeadlines() {
        int passed = 0;
        for (; estimator.deadlineNanos() <= now; passed++) {
            estimator.onDeadline(now);
        }
        return passed;
    }

    @Test
    void followsThePeersOwnEstimateOnlyWithoutFeedback() {
        estimator.remb(2_000_000, now);
        assertThat(estimator.bitrate()).isEqualTo(2_000_000);
        exchange(100);
        long estimate = estimator.bitrate();
        estimator.remb(100_000, now);
        estimator.receiverReport(0.9, 0, 0, now);
        assertThat(estimator.bitrate()).isEqualTo(estimate);
    }

    @Test
    void followsReceiverReportsWhereThereIsNothingElse() {
        for (int i = 0; i < 10; i++) {
            now += SECOND;
            estimator.receiverReport(0.3, 40 * MILLI, 0, now);
        }
        assertThat(estimator.bitrate()).isLessThan(BandwidthEstimator.START_BITRATE / 3);
        assertThat(estimator.state()).isEqualTo(BandwidthState.LOSS_LIMITED);
        assertThat(estimator.lossRatio()).isEqualTo(0.3);
        assertThat(estimator.roundTripNanos()).isEqualTo(40 * MILLI);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1})
    void anyEstimateOfThePeerStaysInBounds(long remb) {
        estimator.remb(remb, now);
        assertThat(estimator.bitrate()).isBetween(BandwidthEstimator.MIN_BITRATE, BandwidthEstimator.MAX_BITRATE);
    }

    @Test
    void nonsenseInReportsIsCountedAndChangesNothing() {
        exchange(100);
        long before = estimator.bitrate();
        estimator.receiverReport(Double.NaN, 0, 0, now);
        estimator.receiverReport(2, 0, 0, now);
        estimator.receiverReport(0, -1, 0, now);
        estimator.remb(0, now);
        estimator.feedback(new TransportFeedback(1, 2, sequence + 1000 & 0xFFFF, 0, 0, new int[] {0, 1, 2}), now);
        assertThat(estimator.nonsense()).isEqualTo(7);
        assertThat(estimator.bitrate()).isEqualTo(before);
    }

    @Test
    void whateverIsClaimedTheEstimateStaysInBoundsAndHonestReportsBringItBack() {
        long seed = 0xBAD;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3000; i++) {
            send(random.nextInt(20));
            now += random.nextInt(100) * MILLI;
            estimator.feedback(lie(random), now);
            estimator.remb(random.nextLong(), now);
            estimator.onDeadline(now);
            while (estimator.nextProbe(now) != null) {}
            assertThat(estimator.bitrate())
                    .as("seed %d", seed)
                    .isBetween(BandwidthEstimator.MIN_BITRATE, BandwidthEstimator.MAX_BITRATE);
            assertThat(estimator.pacingBitrate()).isPositive();
        }
        assertThat(estimator.nonsense()).isPositive();
        exchange(1200);
        assertThat(estimator.bitrate()).isGreaterThan(500_000);
    }

    private TransportFeedback lie(SplittableRandom random) {
        int[] deltas = new int[1 + random.nextInt(60)];
        for (int i = 0; i < deltas.length; i++) {
            deltas[i] = switch (random.nextInt(4)) {
                case 0 -> TransportFeedback.NOT_RECEIVED;
                case 1 -> random.nextInt(-32_768, 32_768);
                default -> random.nextInt(-10, 200);
            };
        }
        int base = random.nextInt(3) == 0 ? random.nextInt() : sequence - random.nextInt(40);
        int reference = random.nextInt(3) == 0 ? random.nextInt() : (int) (now / TransportFeedback.REFERENCE_NANOS);
        return new TransportFeedback(1, 2, base & 0xFFFF, (reference << 8) >> 8, 0, deltas);
    }

    @Test
    void inTheSteadyStateSendingAndReportsAllocateNothing() {
        estimator.wanted(500_000);
        exchange(2000);
        TransportFeedback[] reports = new TransportFeedback[1000];
        for (int i = 0; i < reports.length; i++) {
            reports[i] = upcoming(i);
        }
        long before = allocated();
        for (TransportFeedback report : reports) {
            send(10);
            now += 50 * MILLI;
            estimator.feedback(report, now);
        }
        assertThat(allocated() - before).isLessThan(20L * reports.length);
    }

    /** The report on the ten packets after the next so many times ten. */
    private TransportFeedback upcoming(int times) {
        long later = now;
        int number = sequence;
        now += times * 50L * MILLI;
        sequence += 10 * (times + 1);
        TransportFeedback feedback = received(10);
        now = later;
        sequence = number;
        return feedback;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
