package org.lyceum.sfu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * A track's packets of one duty cycle on their way to its subscribers, who get them one subscriber after the other, and each as if
 * they came one by one: what is behind the packet in hand has not come yet for whoever is being served, though the layers know it. Confined
 * to the shard's loop; allocates nothing.
 *
 * <p>It is handed out in stretches, and each key frame begins one: the newest key frame is then never hidden from a subscriber.
 */
final class PacketRun {
    /** A frame of an ordinary stream, and what a loop reads from its socket at once. */
    private static final int CAPACITY = 32;

    private final @Nullable MediaPacket[] packets = new MediaPacket[CAPACITY];
    private int length;
    /** The stretch being handed out. */
    private int first;

    private int end;
    /** The packet in hand. */
    private int at;

    boolean isEmpty() {
        return length == 0;
    }

    boolean isFull() {
        return length == CAPACITY;
    }

    void add(MediaPacket packet) {
        packets[length++] = packet;
    }

    /** Goes on to the next stretch; without one, everything has been handed out and is let go. */
    boolean nextStretch() {
        first = end;
        if (first == length) {
            clear();
            return false;
        }
        end = first + 1;
        while (end < length && !Layer.beginsKeyFrame(packet(end).frame())) {
            end++;
        }
        at = end;
        return true;
    }

    /** Lets everything go, also what has not been handed out. */
    void clear() {
        Arrays.fill(packets, 0, length, null);
        length = 0;
        first = 0;
        end = 0;
        at = 0;
    }

    int first() {
        return first;
    }

    int end() {
        return end;
    }

    MediaPacket packet(int index) {
        MediaPacket packet = packets[index];
        if (packet == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return packet;
    }

    /** The next subscriber: the stretch begins again. */
    void rewind() {
        at = first - 1;
    }

    /** The stretch's next packet for this subscriber, null at its end. */
    @Nullable
    MediaPacket hand() {
        at++;
        return at < end ? packet(at) : null;
    }

    /** The packet has not come yet for the subscriber that is being served. */
    boolean hides(int layer, long sequence) {
        for (int i = at + 1; i < end; i++) {
            MediaPacket packet = packet(i);
            if (packet.layer() == layer && packet.sequence() == sequence) {
                return true;
            }
        }
        return false;
    }

    /** Some of the stretch has not come yet for the subscriber that is being served. */
    boolean hides() {
        return at + 1 < end;
    }

    /** The highest sequence number of a layer that has come for the subscriber that is being served. */
    long newest(int layer, long before) {
        long newest = before;
        for (int i = first; i <= at; i++) {
            MediaPacket packet = packet(i);
            if (packet.layer() == layer) {
                newest = Math.max(newest, packet.sequence());
            }
        }
        return newest;
    }
}
