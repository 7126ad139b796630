package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lyceum.wire.rtcp.TransportFeedback;

class QueueingDelayTest {
    private static final long MILLI = 1_000_000L;
    private static final int PACKETS = 5;

    private final SentHistory history = new SentHistory();
    private final FeedbackReader reader = new FeedbackReader(history);
    private final QueueingDelay queue = new QueueingDelay();
    private long now;
    private int sequence;

    /** A report of 50 ms: five packets of 1000 bytes, each of which waited a bit longer than the one before it. */
    private void report(double queueMillis, double growthMillis) {
        int[] deltas = new int[PACKETS];
        long reference = now / TransportFeedback.REFERENCE_NANOS;
        long previous = reference * TransportFeedback.REFERENCE_NANOS;
        for (int i = 0; i < PACKETS; i++) {
            long departure = now + i * 10L * MILLI;
            long arrival = departure + (long) ((20 + queueMillis + i * growthMillis) * MILLI);
            history.add(sequence + i & 0xFFFF, 1000, BandwidthEstimator.NO_PROBE, 0, departure);
            deltas[i] = (int) ((arrival - previous) / TransportFeedback.DELTA_NANOS);
            previous += deltas[i] * TransportFeedback.DELTA_NANOS;
        }
        now += 50 * MILLI;
        reader.read(new TransportFeedback(1, 2, sequence & 0xFFFF, (int) reference, 0, deltas), now);
        queue.add(reader, now);
        sequence += PACKETS;
    }

    @Test
    void isWhatTheFastestPacketOfAReportWaitsMoreThanTheFastestOfAll() {
        report(0, 0);
        assertThat(queue.nanos()).isZero();
        report(30, 2);
        assertThat(queue.nanos()).isBetween(29 * MILLI, 31 * MILLI);
        report(0, 10);
        assertThat(queue.nanos()).isLessThan(MILLI);
    }

    @Test
    void anOlderMinimumIsForgottenForClocksDrift() {
        report(0, 0);
        for (int i = 0; i < 1400; i++) {
            report(20, 0);
        }
        assertThat(queue.nanos()).isLessThan(MILLI);
    }

    @Test
    void hasSprungUpWhereItGrewWithinAQuarterOfASecondAndIsOurs() {
        for (int i = 0; i < 50; i++) {
            report(0, 0);
        }
        report(40, 0);
        assertThat(queue.hasSprungUp()).isFalse();
        report(80, 0);
        assertThat(queue.hasSprungUp()).isTrue();
    }

    @Test
    void hasNotSprungUpWhereItGrowsSlowly() {
        for (int i = 0; i < 100; i++) {
            report(3 * i, 0);
            assertThat(queue.hasSprungUp()).isFalse();
        }
    }

    @Test
    void isNotOursWhereItNeverEmpties() {
        report(0, 0);
        assertThat(queue.isOurs()).isTrue();
        for (int i = 0; i < 220; i++) {
            report(100 + i % 50, 0);
        }
        assertThat(queue.isOurs()).isFalse();
        assertThat(queue.hasSprungUp()).isFalse();
    }

    @Test
    void servesAtTheRateAtWhichPacketsArriveWhileTheyWait() {
        report(0, 0);
        assertThat(queue.servedBitrate()).isZero();
        for (int i = 0; i < 5; i++) {
            report(50 + 50 * i, 10); // 20 ms apart: 1000 bytes each
        }
        assertThat(queue.servedBitrate()).isBetween(390_000L, 410_000L);
        report(0, 0);
        assertThat(queue.servedBitrate()).isZero();
    }

    @Test
    void whatComesAsItLeftIsNotHeldUpHoweverLongTheWay() {
        report(0, 0);
        for (int i = 0; i < 10; i++) {
            report(80, 0);
        }
        assertThat(queue.nanos()).isGreaterThan(70 * MILLI);
        assertThat(queue.isHeldUp()).isFalse();
    }

    @Test
    void whatComesMoreSlowlyThanItLeftIsHeldUp() {
        report(0, 0);
        for (int i = 0; i < 4; i++) {
            report(40 + 10 * i, 2);
        }
        assertThat(queue.isHeldUp()).isTrue();
        for (int i = 0; i < 4; i++) {
            report(0, 0);
        }
        assertThat(queue.isHeldUp()).as("the queue is empty").isFalse();
    }
}
