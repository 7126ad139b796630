package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.stream.InboundStream.Verdict;
import org.lyceum.wire.rtcp.ReportBlock;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtcp.SenderReport;
import org.lyceum.wire.rtcp.TransportFeedback;

/** An authenticated publisher that sends whatever it likes: nothing throws, nothing is numbered twice, reports stay lawful. */
class InboundHostileTest {
    private static final int PACKETS = 300_000;
    private static final long MILLI = 1_000_000L;

    private final NackGenerator nacks = new NackGenerator();
    private final InboundStream stream = new InboundStream(7, 90_000, new CaptureClock(), nacks);
    private final TwccRecorder recorder = new TwccRecorder(1);
    private final Set<Long> numbered = new HashSet<>();
    private final int[] asked = new int[300];
    private long now = -5_000 * MILLI;
    private int sequence;
    private long timestamp;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nothingThrowsAndNothingIsNumberedTwice(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try {
            for (int i = 0; i < PACKETS; i++) {
                step(random);
            }
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
        assertThat(numbered).as("seed %d", seed).hasSizeGreaterThan(PACKETS / 4);
    }

    private void step(SplittableRandom random) {
        now += random.nextLong(random.nextInt(1000) == 0 ? 100_000 * MILLI : 3 * MILLI);
        sequence = switch (random.nextInt(60)) {
                    case 0 -> random.nextInt(65_536);
                    case 1, 2 -> sequence + random.nextInt(-4200, 4200);
                    case 3 -> sequence + random.nextInt(-100, 100);
                    default -> sequence + 1;
                }
                & 0xFFFF;
        timestamp = (random.nextInt(50) == 0 ? random.nextLong() : timestamp + 3000) & 0xFFFF_FFFFL;
        int length = random.nextInt(8) == 0 ? 0 : 100;
        Verdict verdict = random.nextInt(5) == 0
                ? stream.restore(sequence, timestamp, length, now)
                : stream.receive(sequence, timestamp, length, now);
        if (verdict == Verdict.MEDIA) {
            assertThat(numbered.add(stream.sequence())).isTrue();
            assertThat(stream.captureNanos()).isBetween(now - 3_000 * MILLI, now + 500 * MILLI);
        }
        recorder.received(random.nextInt(3) == 0 ? random.nextInt(65_536) : sequence, 7, now);
        if (random.nextInt(100) == 0) {
            report(random);
        }
        nacks.collect(asked, now);
    }

    private void report(SplittableRandom random) {
        long rtp = random.nextBoolean() ? timestamp : random.nextLong() & 0xFFFF_FFFFL;
        stream.senderReport(new SenderReport(7, random.nextLong(), rtp, 0, 0, List.of()), now);
        if (stream.hasReceived()) {
            ReportBlock block = stream.report(now);
            assertThat(block.fractionLost()).isBetween(0, 255);
            assertThat(block.cumulativeLost()).isBetween(-0x80_0000, 0x7F_FFFF);
            assertThat(block.jitter()).isBetween(0L, 0xFFFF_FFFFL);
            assertThat(block.delaySinceLastSenderReport()).isBetween(0L, 0xFFFF_FFFFL);
        }
        RtcpWriter writer = new RtcpWriter(new byte[1200], 0);
        for (TransportFeedback f = recorder.poll(now); f != null; f = recorder.poll(now)) {
            writer.reset().transportFeedback(f);
        }
    }
}
