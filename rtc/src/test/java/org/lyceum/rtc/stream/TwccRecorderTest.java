package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.wire.rtcp.RtcpReader;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtcp.TransportFeedback;

class TwccRecorderTest {
    private static final long MILLI = 1_000_000L;
    private static final int LOST = TransportFeedback.NOT_RECEIVED;
    private static final int OWN_SSRC = 1;
    private static final int SSRC = 9;

    private final TwccRecorder recorder = new TwccRecorder(OWN_SSRC);

    @Test
    void withoutPacketsThereIsNothingToReport() {
        assertThat(recorder.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(recorder.poll(0)).isNull();
    }

    @Test
    void tellsWhatCameAndWhatDidNot() {
        recorder.received(65_534, SSRC, 64 * MILLI);
        recorder.received(65_535, SSRC, 65 * MILLI);
        recorder.received(1, SSRC, 70 * MILLI);
        assertThat(recorder.deadlineNanos()).isEqualTo(164 * MILLI);
        assertThat(recorder.poll(163 * MILLI)).isNull();
        assertThat(recorder.poll(164 * MILLI))
                .isEqualTo(new TransportFeedback(OWN_SSRC, SSRC, 65_534, 1, 0, new int[] {0, 4, LOST, 20}));
        assertThat(recorder.poll(1000 * MILLI)).isNull();
        assertThat(recorder.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void reportsFollowOnEachOther() {
        recorder.received(10, SSRC, 0);
        poll(100 * MILLI);
        recorder.received(13, SSRC, 130 * MILLI);
        TransportFeedback second = poll(230 * MILLI);
        assertThat(second.baseSequence()).isEqualTo(11);
        assertThat(second.feedbackCount()).isEqualTo(1);
        assertThat(second.referenceTime()).isEqualTo(2);
        assertThat(second.deltas()).containsExactly(LOST, LOST, 8);
    }

    @Test
    void aLatePacketCorrectsWhatWasReportedLost() {
        recorder.received(10, SSRC, 0);
        recorder.received(12, SSRC, 0);
        assertThat(poll(100 * MILLI).deltas()).containsExactly(0, LOST, 0);
        recorder.received(11, SSRC, 110 * MILLI);
        recorder.received(13, SSRC, 111 * MILLI);
        TransportFeedback second = poll(210 * MILLI);
        assertThat(second.baseSequence()).isEqualTo(11);
        // Sequence 12 came 110 ms before 11.
        assertThat(second.deltas()).containsExactly((110 - 64) * 4, -110 * 4, 111 * 4);
    }

    @Test
    void aRepeatedPacketKeepsItsFirstArrival() {
        recorder.received(10, SSRC, 0);
        recorder.received(10, SSRC, 20 * MILLI);
        assertThat(poll(100 * MILLI).deltas()).containsExactly(0);
    }

    @Test
    void manyPacketsMakeFeedbackFaster() {
        for (int i = 0; i < TwccRecorder.MANY; i++) {
            recorder.received(i, SSRC, i * MILLI);
        }
        assertThat(recorder.deadlineNanos()).isEqualTo(TwccRecorder.FAST_NANOS);
    }

    @Test
    void arrivalsTooFarApartForADeltaAreToldInTwoReports() {
        recorder.received(1, SSRC, 0);
        recorder.received(2, SSRC, 9_000 * MILLI);
        assertThat(poll(9_000 * MILLI).deltas()).containsExactly(0);
        TransportFeedback second = poll(9_000 * MILLI);
        assertThat(second.baseSequence()).isEqualTo(2);
        assertThat(second.referenceTime()).isEqualTo(140);
        assertThat(second.deltas()).containsExactly(160);
    }

    @Test
    void aJumpInTheNumbersBeginsAnew() {
        recorder.received(1, SSRC, 0);
        recorder.received(1 + TwccRecorder.SIZE + 1, SSRC, MILLI);
        TransportFeedback feedback = poll(200 * MILLI);
        assertThat(feedback.baseSequence()).isEqualTo(1 + TwccRecorder.SIZE + 1);
        assertThat(feedback.deltas()).hasSize(1);
        assertThat(recorder.poll(200 * MILLI)).isNull();
    }

    @Test
    void packetsTooLateToTellAreForgotten() {
        recorder.received(5000, SSRC, 0);
        recorder.received(5000 - TwccRecorder.SIZE, SSRC, 0);
        assertThat(poll(100 * MILLI).deltas()).containsExactly(0);
    }

    @Test
    void aLongRecordTakesSeveralReports() {
        for (int i = 0; i < 1000; i++) {
            recorder.received(i, SSRC, 0);
        }
        assertThat(poll(100 * MILLI).deltas()).hasSize(TwccRecorder.MAX_RECEIVED);
        assertThat(poll(100 * MILLI).deltas()).hasSize(TwccRecorder.MAX_RECEIVED);
        assertThat(poll(100 * MILLI).deltas()).hasSize(200);
        assertThat(recorder.poll(1000 * MILLI)).isNull();
    }

    @Test
    void aClockBelowZeroIsAClockToo() {
        recorder.received(1, SSRC, -1);
        recorder.received(2, SSRC, MILLI);
        TransportFeedback feedback = poll(200 * MILLI);
        assertThat(feedback.referenceTime()).isEqualTo(-1);
        assertThat(feedback.deltas()).containsExactly(255, 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void thePublisherLearnsEveryArrivalToAQuarterOfAMillisecond(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, Long> arrivals = new HashMap<>();
        Map<Integer, Long> learned = new HashMap<>();
        boolean[] told = new boolean[65_536];
        long now = 0x40_0000L * 64 * MILLI; // in this run the reference time wraps its sign
        int sequence = random.nextInt(65_536);
        int first = sequence;
        for (int i = 0; i < 40_000; i++) {
            now += random.nextLong(random.nextInt(100) == 0 ? 300 * MILLI : 2 * MILLI);
            sequence = (sequence + 1) & 0xFFFF;
            int late = random.nextInt(10) == 0 ? random.nextInt(8) : 0;
            int number = (sequence - Math.min(late, i)) & 0xFFFF;
            if (random.nextInt(10) != 0 && !arrivals.containsKey(number)) {
                recorder.received(number, SSRC, now);
                arrivals.put(number, now);
            }
            for (TransportFeedback f = recorder.poll(now); f != null; f = recorder.poll(now)) {
                learn(f, learned, told);
            }
        }
        for (TransportFeedback f = recorder.poll(now + 1000 * MILLI);
                f != null;
                f = recorder.poll(now + 1000 * MILLI)) {
            learn(f, learned, told);
        }
        assertThat(learned.keySet()).as("seed %d", seed).isEqualTo(arrivals.keySet());
        arrivals.forEach((number, arrival) -> assertThat(learned.get(number))
                .as("seed %d, number %d", seed, number)
                .isEqualTo(Math.floorDiv(arrival, 250_000L) & ((1L << 32) - 1)));
        for (int number = first + 2; number < sequence; number++) {
            assertThat(told[number & 0xFFFF])
                    .as("seed %d, number %d", seed, number)
                    .isTrue();
        }
    }

    /** Sends the report over the wire and notes the arrivals in units of 250 us, modulo the range of the reference time. */
    private static void learn(TransportFeedback feedback, Map<Integer, Long> learned, boolean[] told) {
        RtcpWriter writer = new RtcpWriter(new byte[1200], 0);
        writer.transportFeedback(feedback);
        TransportFeedback read = (TransportFeedback)
                RtcpReader.parse(writer.buffer(), 0, writer.length()).getFirst();
        assertThat(read).isEqualTo(feedback);
        long units = (read.referenceTime() & 0xFF_FFFFL) * 256;
        int number = read.baseSequence();
        for (int delta : read.deltas()) {
            told[number] = true;
            if (delta != LOST) {
                units += delta;
                learned.merge(number, units & ((1L << 32) - 1), (before, after) -> {
                    assertThat(after).isEqualTo(before);
                    return after;
                });
            }
            number = (number + 1) & 0xFFFF;
        }
    }

    @Test
    void noReportIsLongerThanADatagram() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 200; round++) {
            int sparse = 1 + random.nextInt(5);
            long start = round * 100_000L * MILLI;
            for (int i : random.ints(900, 0, 900).distinct().toArray()) {
                if (random.nextInt(sparse) == 0) {
                    recorder.received((round * 1000 + i) & 0xFFFF, SSRC, start + random.nextLong(2000 * MILLI));
                }
            }
            @Nullable TransportFeedback feedback;
            while ((feedback = recorder.poll(start + 10_000 * MILLI)) != null) {
                learn(feedback, new HashMap<>(), new boolean[65_536]);
            }
        }
    }

    private TransportFeedback poll(long nowNanos) {
        return Objects.requireNonNull(recorder.poll(nowNanos));
    }
}
