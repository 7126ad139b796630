package org.lyceum.port;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one port at a time that wait for a system call, in memory that all ports of a loop take turns with. Confined to the loop.
 */
final class Outgoing {
    /** As many as are worth a call, of the size of a large picture. */
    private static final int BYTES = 512 << 10;

    private static final int ALIGNMENT = 64;

    private final MessageVector messages = new MessageVector(DatagramPort.WORTH_A_CALL);
    private final MemorySegment memory = Arena.ofAuto().allocate(BYTES, ALIGNMENT);
    private final ByteBuf buffer = Unpooled.wrappedBuffer(memory.asByteBuffer());
    private final InetSocketAddress[] addresses = new InetSocketAddress[DatagramPort.WORTH_A_CALL];
    private @Nullable KernelPort owner;
    private int count;
    private int used;

    /** Whether it has messages of this port. */
    boolean isOf(KernelPort port) {
        return owner == port && count > 0;
    }

    MessageVector messages() {
        return messages;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
        used = 0;
    }

    /** Room for the next message of this port; others' messages, and its own where there is no room, leave before. */
    ByteBuf room(KernelPort port, int bytes) {
        KernelPort before = owner;
        if (before != null && count > 0 && (before != port || used + bytes > BYTES)) {
            before.flush();
        }
        owner = port;
        return buffer.setIndex(used, used);
    }

    /**
     * Takes the message that was written into {@link #room}.
     *
     * @param segmentBytes as {@link MessageVector#segments}
     * @return false where the socket cannot reach the address
     */
    boolean add(ByteBuf message, int segmentBytes, InetSocketAddress to, boolean ipv6) {
        int nameLength = SocketAddresses.write(to, ipv6, messages.names(), MessageVector.nameOffset(count));
        if (nameLength == 0) {
            return false;
        }
        int length = message.readableBytes();
        addresses[count] = to;
        messages.nameLength(count, nameLength);
        messages.body(count, memory.address() + message.readerIndex(), length);
        messages.segments(count, segmentBytes);
        used = (message.readerIndex() + length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        count++;
        return true;
    }

    /** What was added, once more: the bytes of a message. */
    byte[] bytes(int message) {
        return memory.asSlice(messages.bodyAddress(message) - memory.address(), messages.bodyLength(message))
                .toArray(ValueLayout.JAVA_BYTE);
    }

    int segmentBytes(int message) {
        return messages.segmentBytes(message);
    }

    InetSocketAddress to(int message) {
        return addresses[message];
    }

    boolean isFull() {
        return count == messages.capacity();
    }
}
