package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.rtc.stream.InboundStream.Verdict;
import org.lyceum.wire.rtcp.Nack;
import org.lyceum.wire.rtcp.RtcpReader;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtp.RtpPacket;
import org.lyceum.wire.rtp.RtpWriter;
import org.lyceum.wire.rtp.Rtx;

/**
 * A publisher and an {@link InboundStream} in virtual time, with real RTP, RTX and RTCP bytes between them, over a network
 * that loses packets both ways, delays them, and lets some overtake others.
 */
class RetransmissionTest {
    private static final long MILLI = 1_000_000L;
    private static final int SSRC = 0x1234;
    private static final int MEDIA_TYPE = 96;
    private static final int RTX_TYPE = 97;
    private static final int PACKETS = 20_000;
    private static final int NANOS_APART = 2_000_000;

    @SuppressWarnings("ArrayRecordComponent") // compared by time alone
    private record Datagram(long arrivalNanos, long order, byte[] bytes, boolean toPublisher) {}

    private final PriorityQueue<Datagram> network = new PriorityQueue<>((a, b) -> a.arrivalNanos() != b.arrivalNanos()
            ? Long.compare(a.arrivalNanos(), b.arrivalNanos())
            : Long.compare(a.order(), b.order()));
    private final NackGenerator nacks = new NackGenerator();
    private final InboundStream stream = new InboundStream(SSRC, 90_000, new CaptureClock(), nacks);
    private final RtpPacket packet = new RtpPacket();
    private final boolean[] received = new boolean[PACKETS];
    private final Map<Integer, Long> lastAsked = new HashMap<>();
    private SplittableRandom random = new SplittableRandom();
    private double loss;
    private long delayNanos;
    private long order;
    private int rtxSequence = 60_000;
    private int asked;
    private int firstSequence;
    private int hasty;

    @ParameterizedTest
    @CsvSource({"1, 0.0, 10", "2, 0.01, 40", "3, 0.05, 40", "4, 0.10, 25", "5, 0.20, 60", "6, 0.10, 150"})
    void whatIsLostComesByRtx(long seed, double share, long delayMillis) {
        random = new SplittableRandom(seed);
        loss = share;
        delayNanos = delayMillis * MILLI;
        firstSequence = 65_000;
        run();
        int missing = 0;
        for (boolean came : received) {
            missing += came ? 0 : 1;
        }
        // An answer may still come after the number was given up.
        assertThat(missing).as("seed %d", seed).isLessThanOrEqualTo((int) nacks.abandoned());
        assertThat(missing).as("seed %d", seed).isLessThanOrEqualTo((int) (PACKETS * 0.001 * share * 10));
        assertThat(stream.packetsLost()).as("seed %d", seed).isBetween((long) (PACKETS * share * 0.8), (long)
                (PACKETS * share * 1.2));
        // Each loss, of a packet or its answer or the request, costs one request; reordering costs none.
        assertThat((double) asked)
                .as("seed %d", seed)
                .isLessThanOrEqualTo(PACKETS * share / ((1 - share) * (1 - share)) * 1.3);
        // Only until the round trip is known is anything asked for twice within one.
        assertThat(hasty).as("seed %d", seed).isLessThanOrEqualTo(4 * NackGenerator.VAIN_REQUESTS);
    }

    private void run() {
        long end = (long) PACKETS * NANOS_APART + 5_000 * MILLI;
        int next = 0;
        for (long now = 0; now < end; ) {
            long sendAt = next < PACKETS ? (long) next * NANOS_APART : Long.MAX_VALUE;
            long arriveAt = network.isEmpty() ? Long.MAX_VALUE : network.peek().arrivalNanos();
            now = Math.min(Math.min(sendAt, arriveAt), Math.max(now, nacks.deadlineNanos()));
            if (now == sendAt) {
                send(media(next), now, false, next == 0 || next == PACKETS - 1);
                next++;
            } else if (now == arriveAt) {
                deliver(network.remove());
            } else if (now != Long.MAX_VALUE) {
                askForMissing(now);
            } else {
                break;
            }
        }
    }

    private void askForMissing(long now) {
        int[] sequences = new int[300];
        int count = nacks.collect(sequences, now);
        if (count == 0) {
            return;
        }
        asked += count;
        for (int i = 0; i < count; i++) {
            Long before = lastAsked.put(sequences[i], now);
            hasty += before != null && now - before < 2 * delayNanos ? 1 : 0;
        }
        RtcpWriter writer = new RtcpWriter(new byte[1200], 0);
        writer.nack(1, SSRC, sequences, count);
        send(writer.toByteArray(), now, true, false);
    }

    private void deliver(Datagram datagram) {
        byte[] b = datagram.bytes();
        if (datagram.toPublisher()) {
            Nack nack = (Nack) RtcpReader.parse(b, 0, b.length).getFirst();
            for (int sequence : nack.sequences()) {
                send(retransmission(sequence), datagram.arrivalNanos(), false, false);
            }
            return;
        }
        assertThat(packet.parse(b, 0, b.length)).isTrue();
        Verdict verdict = packet.payloadType() == RTX_TYPE
                ? stream.restore(
                        Rtx.originalSequenceNumber(b, packet.payloadOffset()),
                        packet.timestamp(),
                        packet.payloadLength() - Rtx.OSN_BYTES,
                        datagram.arrivalNanos())
                : stream.receive(
                        packet.sequenceNumber(), packet.timestamp(), packet.payloadLength(), datagram.arrivalNanos());
        if (verdict == Verdict.MEDIA) {
            int index = (int) stream.sequence() - firstSequence;
            assertThat(received[index]).isFalse();
            assertThat(b[b.length - 1]).isEqualTo((byte) index);
            received[index] = true;
        }
    }

    private void send(byte[] bytes, long now, boolean toPublisher, boolean surely) {
        if (!surely && random.nextDouble() < loss) {
            return;
        }
        // A twentieth is late by a millisecond or two: overtaken by one packet, which is no loss.
        long late = random.nextInt(20) == 0 ? random.nextLong(4 * MILLI) : 0;
        network.add(new Datagram(now + delayNanos + late, order++, bytes, toPublisher));
    }

    private byte[] media(int index) {
        byte[] b = new byte[20];
        RtpWriter.header(b, 0, false, MEDIA_TYPE, firstSequence + index, index * 180L, SSRC);
        b[b.length - 1] = (byte) index;
        return b;
    }

    private byte[] retransmission(int sequence) {
        int index = (sequence - firstSequence) & 0xFFFF;
        byte[] original = media(index);
        byte[] b = Arrays.copyOf(original, original.length + Rtx.OSN_BYTES);
        RtpWriter.header(b, 0, false, RTX_TYPE, rtxSequence++, index * 180L, SSRC + 1);
        int at = Rtx.writeOriginalSequenceNumber(b, RtpPacket.FIXED_HEADER_BYTES, sequence);
        System.arraycopy(original, RtpPacket.FIXED_HEADER_BYTES, b, at, original.length - RtpPacket.FIXED_HEADER_BYTES);
        return b;
    }
}
