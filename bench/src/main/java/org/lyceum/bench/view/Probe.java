package org.lyceum.bench.view;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.ValueRecorder;
import org.lyceum.bench.probe.ProbeStamp;
import org.lyceum.wire.codec.Vp8Descriptor;
import org.lyceum.wire.rtp.RtpPacket;

/**
 * Looks into what probe viewers get of a made up trace: whether each payload is as it was sent, and how long it took. One for
 * each viewer, on its loop; the histogram may be shared by many.
 */
public final class Probe {
    /** Of a made up frame before its first stamp (see {@code Vp8Packetizer}). */
    private static final int FRAME_HEADER_BYTES = 10;

    /** What is longer counts as this long. */
    public static final long LONGEST_NANOS = 60_000_000_000L;

    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private final ProbeStamp stamp = new ProbeStamp();
    private final ValueRecorder latencies;

    /** @param latencies takes nanoseconds, a {@link #histogram} for instance */
    public Probe(ValueRecorder latencies) {
        this.latencies = latencies;
    }

    /** For latencies in nanoseconds, to be shared by probes on any loops. */
    public static Histogram histogram() {
        return new ConcurrentHistogram(LONGEST_NANOS, 3);
    }

    /** Looks at a decrypted packet of video; false where it is not what was sent. */
    boolean look(RtpPacket packet, long nowNanos) {
        byte[] bytes = packet.buffer();
        if (!descriptor.parse(bytes, packet.payloadOffset(), packet.payloadLength())) {
            return false;
        }
        int header = descriptor.length() + (descriptor.startOfFrame() ? FRAME_HEADER_BYTES : 0);
        return read(packet, header, nowNanos);
    }

    /** Looks at a decrypted packet of sound likewise. */
    boolean listen(RtpPacket packet, long nowNanos) {
        return read(packet, ProbeStamp.IN_SOUND, nowNanos);
    }

    private boolean read(RtpPacket packet, int at, long nowNanos) {
        long sent = stamp.read(packet.buffer(), packet.payloadOffset() + at, packet.payloadLength() - at);
        if (sent == ProbeStamp.BROKEN) {
            return false;
        }
        latencies.recordValue(Math.clamp(nowNanos - sent, 0, LONGEST_NANOS));
        return true;
    }
}
