package org.lyceum.wire.rtcp;

import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Bytes;

/**
 * Statuses and deltas of transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01, 3.1).
 *
 * <pre>
 * |      base sequence number     |      packet status count      |
 * |                 reference time                | fb pkt. count |
 * |          packet chunk         |         packet chunk          |
 * |         packet chunk          |  recv delta   |  recv delta ...
 *
 * run length chunk     |0| S |       run length        |
 * status vector chunk  |1|0|  14 symbols of one bit   |
 *                      |1|1|  7 symbols of two bits   |
 * </pre>
 */
final class TransportFeedbackCodec {
    /** Bytes before the first chunk. */
    static final int HEADER_BYTES = 20;

    private static final int NOT_RECEIVED = 0;
    private static final int SMALL_DELTA = 1;
    private static final int LARGE_DELTA = 2;
    private static final int MAX_RUN = 0x1FFF;
    private static final int ONE_BIT_SYMBOLS = 14;
    private static final int TWO_BIT_SYMBOLS = 7;

    private TransportFeedbackCodec() {}

    static @Nullable TransportFeedback read(byte[] b, int begin, int end) {
        if (end - begin < HEADER_BYTES) {
            return null;
        }
        int count = Bytes.u16(b, begin + 14);
        if (count > TransportFeedback.MAX_STATUSES) {
            return null;
        }
        int[] deltas = new int[count];
        int at = begin + HEADER_BYTES;
        for (int read = 0; read < count; at += 2) {
            if (end - at < 2) {
                return null;
            }
            read = readChunk(Bytes.u16(b, at), deltas, read);
        }
        if (!readDeltas(b, at, end, deltas)) {
            return null;
        }
        int referenceTime = (Bytes.u24(b, begin + 16) << 8) >> 8; // signed
        return new TransportFeedback(
                Bytes.i32(b, begin + 4),
                Bytes.i32(b, begin + 8),
                Bytes.u16(b, begin + 12),
                referenceTime,
                Bytes.u8(b, begin + 19),
                deltas);
    }

    /** Puts the symbols of a chunk where their deltas will be; those beyond the count are filling. */
    private static int readChunk(int chunk, int[] symbols, int from) {
        int next = from;
        if ((chunk & 0x8000) == 0) {
            int stop = Math.min(symbols.length, from + (chunk & MAX_RUN));
            while (next < stop) {
                symbols[next++] = (chunk >>> 13) & 3;
            }
            // An empty run would let a hostile sender say nothing at length; the bytes bound that.
            return next;
        }
        boolean twoBits = (chunk & 0x4000) != 0;
        int stop = Math.min(symbols.length, from + (twoBits ? TWO_BIT_SYMBOLS : ONE_BIT_SYMBOLS));
        int shift = twoBits ? 12 : 13;
        while (next < stop) {
            symbols[next++] = (chunk >>> shift) & (twoBits ? 3 : 1);
            shift -= twoBits ? 2 : 1;
        }
        return next;
    }

    private static boolean readDeltas(byte[] b, int begin, int end, int[] deltas) {
        int at = begin;
        for (int i = 0; i < deltas.length; i++) {
            int bytes = deltas[i] == SMALL_DELTA ? 1 : deltas[i] == LARGE_DELTA ? 2 : 0;
            if (end - at < bytes) {
                return false;
            }
            deltas[i] = switch (bytes) {
                case 1 -> Bytes.u8(b, at);
                case 2 -> (short) Bytes.u16(b, at);
                default -> TransportFeedback.NOT_RECEIVED; // symbol 3 is reserved and tells nothing either
            };
            at += bytes;
        }
        return true;
    }

    /** Writes a whole packet without its common header's length; returns where it ends, padded to words. */
    static int write(byte[] b, int begin, TransportFeedback feedback) {
        int[] deltas = feedback.deltas();
        Bytes.put16(b, begin + 12, feedback.baseSequence());
        Bytes.put16(b, begin + 14, deltas.length);
        Bytes.put24(b, begin + 16, feedback.referenceTime());
        Bytes.put8(b, begin + 19, feedback.feedbackCount());
        int at = begin + HEADER_BYTES;
        for (int i = 0; i < deltas.length; at += 2) {
            i += writeChunk(b, at, deltas, i);
        }
        for (int delta : deltas) {
            at = writeDelta(b, at, delta);
        }
        while ((at - begin) % 4 != 0) {
            b[at++] = 0;
        }
        return at;
    }

    /** Chooses the chunk that says most of what follows; returns how many statuses it covers. */
    private static int writeChunk(byte[] b, int at, int[] deltas, int from) {
        int symbol = symbol(deltas[from]);
        int run = run(deltas, from, symbol);
        int remaining = deltas.length - from;
        int narrow = Math.min(ONE_BIT_SYMBOLS, remaining);
        boolean oneBit = fitsOneBit(deltas, from, narrow);
        int vector = oneBit ? narrow : Math.min(TWO_BIT_SYMBOLS, remaining);
        if (run >= vector) {
            Bytes.put16(b, at, (symbol << 13) | run);
            return run;
        }
        Bytes.put16(b, at, oneBit ? oneBitVector(deltas, from, vector) : twoBitVector(deltas, from, vector));
        return vector;
    }

    private static int run(int[] deltas, int from, int symbol) {
        int end = Math.min(deltas.length, from + MAX_RUN);
        int next = from + 1;
        while (next < end && symbol(deltas[next]) == symbol) {
            next++;
        }
        return next - from;
    }

    private static boolean fitsOneBit(int[] deltas, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (symbol(deltas[i]) == LARGE_DELTA) {
                return false;
            }
        }
        return true;
    }

    private static int oneBitVector(int[] deltas, int from, int count) {
        int chunk = 0x8000;
        for (int i = 0; i < count; i++) {
            chunk |= symbol(deltas[from + i]) << (13 - i);
        }
        return chunk;
    }

    private static int twoBitVector(int[] deltas, int from, int count) {
        int chunk = 0xC000;
        for (int i = 0; i < count; i++) {
            chunk |= symbol(deltas[from + i]) << (12 - 2 * i);
        }
        return chunk;
    }

    private static int symbol(int delta) {
        if (delta == TransportFeedback.NOT_RECEIVED) {
            return NOT_RECEIVED;
        }
        return delta >= 0 && delta <= 0xFF ? SMALL_DELTA : LARGE_DELTA;
    }

    private static int writeDelta(byte[] b, int at, int delta) {
        int symbol = symbol(delta);
        if (symbol == SMALL_DELTA) {
            Bytes.put8(b, at, delta);
            return at + 1;
        }
        if (symbol == LARGE_DELTA) {
            Bytes.put16(b, at, delta);
            return at + 2;
        }
        return at;
    }
}
