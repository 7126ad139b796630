package org.lyceum.wire.rtp;

import java.util.Arrays;
import org.lyceum.wire.Bytes;

/**
 * Cuts a TCP stream into datagrams (RFC 4571, as ICE-TCP uses it): each is preceded by its length in 16 bits. One object a
 * connection, confined to one thread. Whole frames are handed on where they lie; only a frame that is cut by the end of a read
 * is copied, into a buffer that grows with need and never above the largest frame.
 */
public final class Rfc4571Framer {
    /** Bytes that framing puts before a datagram. */
    public static final int HEADER_BYTES = 2;

    /** Takes one frame; the array is valid only during the call. */
    public interface Sink {
        void frame(byte[] b, int offset, int length);
    }

    private final int maxFrameBytes;
    private byte[] pending = new byte[0];
    private int pendingLength;

    /** @param maxFrameBytes longer frames end the connection */
    public Rfc4571Framer(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * Takes what was read and hands whole frames to the sink. Empty frames are skipped.
     *
     * @return false where a frame is longer than allowed: the stream cannot be understood from here on and must be closed
     */
    public boolean receive(byte[] b, int offset, int length, Sink sink) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (pendingLength > 0 || end - at < HEADER_BYTES) {
                at += complete(b, at, end);
                if (!deliverPending(sink)) {
                    return false;
                }
                continue;
            }
            int frame = Bytes.u16(b, at);
            if (frame > maxFrameBytes) {
                return false;
            }
            if (end - at - HEADER_BYTES < frame) {
                at += complete(b, at, end);
                continue;
            }
            if (frame > 0) {
                sink.frame(b, at + HEADER_BYTES, frame);
            }
            at += HEADER_BYTES + frame;
        }
        return true;
    }

    /** Writes the length before a datagram that is, or will be, at {@code offset + HEADER_BYTES}. */
    public static void writeHeader(byte[] b, int offset, int datagramLength) {
        if (datagramLength > 0xFFFF) {
            throw new IllegalArgumentException("a frame holds 65,535 bytes");
        }
        Bytes.put16(b, offset, datagramLength);
    }

    /** Moves as many bytes as the pending frame still lacks, its length first; returns how many. */
    private int complete(byte[] b, int at, int end) {
        int lacking = wanted() - pendingLength;
        int taken = Math.min(lacking, end - at);
        if (pending.length < pendingLength + taken) {
            pending = Arrays.copyOf(pending, Math.max(wanted(), pendingLength + taken));
        }
        System.arraycopy(b, at, pending, pendingLength, taken);
        pendingLength += taken;
        return taken;
    }

    private int wanted() {
        return pendingLength < HEADER_BYTES ? HEADER_BYTES : HEADER_BYTES + Bytes.u16(pending, 0);
    }

    private boolean deliverPending(Sink sink) {
        if (pendingLength < HEADER_BYTES) {
            return true;
        }
        int frame = Bytes.u16(pending, 0);
        if (frame > maxFrameBytes) {
            return false;
        }
        if (pendingLength == HEADER_BYTES + frame) {
            pendingLength = 0;
            if (frame > 0) {
                sink.frame(pending, HEADER_BYTES, frame);
            }
        }
        return true;
    }
}
