package org.lyceum.rtc.stream;

import org.jspecify.annotations.Nullable;

/**
 * The newest packets of one encoding, shared by everyone who may have to send one of them again. Bounded by number and by age;
 * it holds references, packets are never copied. Confined to its owner's thread; allocates nothing.
 */
public final class PacketHistory {
    private final @Nullable MediaPacket[] ring;
    private final long maxAgeNanos;
    private long oldest;
    /** One above the newest sequence number; equal to oldest when empty. */
    private long end;

    /**
     * @param capacity how many consecutive sequence numbers it spans; a power of two
     * @param maxAgeNanos packets that arrived longer ago are let go
     */
    public PacketHistory(int capacity, long maxAgeNanos) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("not a power of two: " + capacity);
        }
        ring = new MediaPacket[capacity];
        this.maxAgeNanos = maxAgeNanos;
    }

    /** Keeps a packet and lets go of what is too old by now. A packet too late for the span is not kept. */
    public void add(MediaPacket packet) {
        long sequence = packet.sequence();
        if (oldest == end) {
            oldest = sequence;
            end = sequence;
        }
        if (sequence >= end) {
            advance(sequence + 1);
        } else if (sequence < oldest) {
            if (sequence < end - ring.length) {
                return;
            }
            oldest = sequence;
        }
        ring[slot(sequence)] = packet;
        expire(packet.arrivalNanos());
    }

    /** Lets go of what is too old by now. */
    public void expire(long nowNanos) {
        while (oldest < end) {
            MediaPacket packet = ring[slot(oldest)];
            if (packet != null && nowNanos - packet.arrivalNanos() <= maxAgeNanos) {
                return;
            }
            ring[slot(oldest++)] = null;
        }
    }

    /** The packet of this sequence number, or null if it has not come or is too old. */
    public @Nullable MediaPacket get(long sequence, long nowNanos) {
        if (sequence < oldest || sequence >= end) {
            return null;
        }
        MediaPacket packet = ring[slot(sequence)];
        return packet != null && nowNanos - packet.arrivalNanos() <= maxAgeNanos ? packet : null;
    }

    /** Forgets everything: another source begins. */
    public void clear() {
        for (; oldest < end; oldest++) {
            ring[slot(oldest)] = null;
        }
    }

    private void advance(long newEnd) {
        if (newEnd - oldest > ring.length) {
            long keepFrom = newEnd - ring.length;
            for (; oldest < Math.min(keepFrom, end); oldest++) {
                ring[slot(oldest)] = null;
            }
            oldest = keepFrom;
        }
        end = newEnd;
    }

    private int slot(long sequence) {
        return (int) sequence & (ring.length - 1);
    }
}
