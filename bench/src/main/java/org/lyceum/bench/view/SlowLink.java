package org.lyceum.bench.view;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The narrow end of a viewer's way: what comes waits in a queue and leaves it at the link's rate, and what would have to wait for
 * too long is dropped. Nothing of the system is needed for it, and any server can be put behind it. Confined to its viewer's loop.
 */
final class SlowLink {
    /** Of IPv4 and UDP, which a link carries too. */
    private static final int HEADER_BYTES = 28;

    private static final long LONGEST_QUEUE_NANOS = 300_000_000L;
    private static final double NANOS_PER_BYTE_AT_ONE_BIT = 8e9;

    /** A datagram that is on its way. */
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    record Packet(byte[] bytes, long dueNanos) {}

    private final Deque<Packet> queue = new ArrayDeque<>();
    private final double nanosPerByte;
    private long busyUntilNanos;

    SlowLink(int bitsPerSecond) {
        nanosPerByte = NANOS_PER_BYTE_AT_ONE_BIT / bitsPerSecond;
    }

    /** Takes a datagram; false where the queue is full, and then it is lost. */
    boolean take(byte[] bytes, int length, long nowNanos) {
        long from = queue.isEmpty() ? Math.max(busyUntilNanos, nowNanos) : busyUntilNanos;
        long due = from + (long) ((length + HEADER_BYTES) * nanosPerByte);
        if (due - nowNanos > LONGEST_QUEUE_NANOS) {
            return false;
        }
        byte[] copy = new byte[length];
        System.arraycopy(bytes, 0, copy, 0, length);
        queue.add(new Packet(copy, due));
        busyUntilNanos = due;
        return true;
    }

    /** When the next one comes through, {@link Long#MAX_VALUE} for none. */
    long deadlineNanos() {
        Packet first = queue.peek();
        return first == null ? Long.MAX_VALUE : first.dueNanos();
    }

    /** What has come through, one after the other; null for no more. */
    @Nullable
    Packet poll(long nowNanos) {
        return deadlineNanos() <= nowNanos ? queue.poll() : null;
    }
}
