package org.lyceum.port;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * Where a system call puts messages, for the ports of a loop in turns. A message is a datagram, or several of one sender that the kernel
 * merged. Confined to the loop.
 */
final class Incoming {
    /** A merged message is an IP packet: of so many bytes at most. */
    private static final int LARGEST_MERGED = 1 << 16;

    private static final int DATAGRAMS = 32;
    /** Each is worth many datagrams. */
    private static final int MERGED = 8;

    private final int capacity;
    private final int room;
    private final boolean merged;
    private final MessageVector messages;
    private final ByteBuf buffer;
    private final SocketAddresses addresses = new SocketAddresses();
    private int filled;

    /** @param merged whether the ports' sockets allow the kernel to merge */
    Incoming(boolean merged) {
        this.merged = merged;
        capacity = merged ? MERGED : DATAGRAMS;
        room = merged ? LARGEST_MERGED : DatagramPort.LARGEST_DATAGRAM;
        messages = new MessageVector(capacity);
        MemorySegment memory = Arena.ofAuto().allocate((long) capacity * room, DatagramPort.LARGEST_DATAGRAM);
        buffer = Unpooled.wrappedBuffer(memory.asByteBuffer());
        for (int i = 0; i < capacity; i++) {
            messages.body(i, memory.address() + (long) i * room, room);
        }
        filled = capacity;
    }

    /** Messages that a call brings at most. */
    int capacity() {
        return capacity;
    }

    /** Takes what waits; how many messages came, or an error below zero. */
    int receive(Libc libc, int socket) {
        for (int i = 0; i < filled; i++) {
            messages.nameLength(i, SocketAddresses.BYTES);
            if (merged) {
                messages.askForSegments(i);
            }
        }
        int count = libc.receive(socket, messages);
        filled = Math.max(0, count);
        return count;
    }

    boolean isCut(int message) {
        return messages.isCut(message);
    }

    InetSocketAddress sender(int message) {
        return addresses.read(messages.names(), MessageVector.nameOffset(message));
    }

    int length(int message) {
        return messages.length(message);
    }

    /** Bytes of each datagram of the message but the last, which may be shorter. */
    int segmentBytes(int message) {
        int segment = merged ? messages.mergedSegmentBytes(message) : 0;
        return segment == 0 ? messages.length(message) : segment;
    }

    /** Bytes of a message, until the next are asked for. */
    ByteBuf bytes(int message, int offset, int length) {
        int from = message * room + offset;
        return buffer.setIndex(from, from + length);
    }
}
