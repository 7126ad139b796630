package org.lyceum.sfu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * Everything of one layer since its newest key frame, so that newcomers see a picture although the source sends no key frame
 * when asked. Bounded in packets and bytes: when either is exceeded it holds nothing until the next key frame. Holds
 * references. Confined to its shard's loop; allocates only while it grows.
 */
final class KeyFrameCache {
    static final int MAX_PACKETS = 8192;
    static final long MAX_BYTES = 8L << 20;
    private static final int FIRST_CAPACITY = 64;

    private @Nullable MediaPacket[] packets = new MediaPacket[0];
    private boolean holding;
    private long first;
    private long end;
    private long bytes;

    /** A key frame begins with this packet. */
    void begin(MediaPacket packet) {
        clear();
        holding = true;
        first = packet.sequence();
        end = first;
        add(packet);
    }

    void add(MediaPacket packet) {
        if (!holding || packet.sequence() < first) {
            return;
        }
        long index = packet.sequence() - first;
        bytes += packet.payload().length;
        if (index >= MAX_PACKETS || bytes > MAX_BYTES) {
            clear();
            return;
        }
        if (index >= packets.length) {
            int capacity = Math.max(FIRST_CAPACITY, Integer.highestOneBit((int) index) * 2);
            packets = Arrays.copyOf(packets, capacity);
        }
        packets[(int) index] = packet;
        end = Math.max(end, packet.sequence() + 1);
    }

    @Nullable
    MediaPacket get(long sequence) {
        return holding && sequence >= first && sequence < end ? packets[(int) (sequence - first)] : null;
    }

    /** There is a key frame, and nothing since it has been let go. */
    boolean holding() {
        return holding;
    }

    /** Sequence number of the key frame's first packet. */
    long first() {
        return first;
    }

    void clear() {
        if (holding) {
            Arrays.fill(packets, 0, (int) (end - first), null);
            holding = false;
            bytes = 0;
        }
    }
}
