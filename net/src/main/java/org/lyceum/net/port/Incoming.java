package org.lyceum.net.port;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/** Where a system call puts datagrams, for the ports of a loop in turns. Confined to the loop. */
final class Incoming {
    static final int DATAGRAMS = 32;

    private final MessageVector messages = new MessageVector(DATAGRAMS);
    private final MemorySegment memory =
            Arena.ofAuto().allocate((long) DATAGRAMS * DatagramPort.LARGEST_DATAGRAM, DatagramPort.LARGEST_DATAGRAM);
    private final ByteBuf buffer = Unpooled.wrappedBuffer(memory.asByteBuffer());
    private final SocketAddresses addresses = new SocketAddresses();
    private int filled;

    Incoming() {
        for (int i = 0; i < DATAGRAMS; i++) {
            messages.body(
                    i, memory.address() + (long) i * DatagramPort.LARGEST_DATAGRAM, DatagramPort.LARGEST_DATAGRAM);
        }
    }

    /** Takes what waits; how many datagrams came, or an error below zero. */
    int receive(Libc libc, int socket) {
        for (int i = 0; i < filled; i++) {
            messages.nameLength(i, SocketAddresses.BYTES);
        }
        int count = libc.receive(socket, messages);
        filled = Math.max(0, count);
        return count;
    }

    boolean isCut(int datagram) {
        return messages.isCut(datagram);
    }

    InetSocketAddress sender(int datagram) {
        return addresses.read(messages.names(), MessageVector.nameOffset(datagram));
    }

    /** The bytes of a datagram, until the next is asked for. */
    ByteBuf bytes(int datagram) {
        int from = datagram * DatagramPort.LARGEST_DATAGRAM;
        return buffer.setIndex(from, from + messages.length(datagram));
    }
}
