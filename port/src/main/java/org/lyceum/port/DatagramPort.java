package org.lyceum.port;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A UDP socket of one loop. Confined to the loop but for {@link #close}, {@link #isOpen} and {@link #localAddress}. */
public interface DatagramPort extends MessagePort {
    /** No datagram of ours is larger; an Ethernet frame is not either. */
    int LARGEST_DATAGRAM = 2048;

    /** The kernel's limit for one segmented message (UDP_MAX_SEGMENTS). */
    int MOST_SEGMENTS = 64;

    /**
     * Messages that are worth a system call of their own: more in one make none of them cheaper, the first of a thousand need not wait for
     * the last, and what was just written is read by the kernel while the caches have it.
     */
    int WORTH_A_CALL = 32;

    /**
     * What a socket is given.
     *
     * @param kernelBytes buffers that the kernel is asked for, each way
     * @param waitingBytes beyond so many that the kernel does not take at the moment, the port takes no more
     * @param drain datagrams that are taken before other sockets have their turn, about
     * @param shared other sockets may have the same address and port (SO_REUSEPORT)
     */
    record Settings(int kernelBytes, int waitingBytes, int drain, boolean shared) {}

    /** Who hears of what comes, on the loop. */
    interface Handler {
        /** A datagram has come; the buffer and what is in it are the port's again afterwards. */
        void received(ByteBuf datagram, InetSocketAddress sender);

        /** One larger than {@link #LARGEST_DATAGRAM} has come. */
        void oversized();

        /** Others have their turn after what was received. */
        default void drained() {}

        /** What was received broke whoever it was for, or the end of a drain did; it has been logged once. */
        default void broken() {}

        /** A message could not be sent: an unreachable address is nobody's fault. */
        void sendFailed(String reason);

        /**
         * The kernel would not cut a message into datagrams.
         *
         * @param to whom alone it concerns, the route there having a smaller MTU; null where a card cannot, whoever it is for
         */
        default void segmentsRefused(String reason, @Nullable InetSocketAddress to) {
            sendFailed(reason);
        }
    }

    /**
     * Sends a run of datagrams as one message (UDP_SEGMENT), where {@link #canSegment}.
     *
     * @param segmentBytes of each datagram but the last, which may be shorter; there are {@link #MOST_SEGMENTS} at most
     */
    void sendSegmented(ByteBuf run, int segmentBytes, InetSocketAddress to);

    /** Whether the kernel cuts runs. */
    boolean canSegment();

    /**
     * Routers may not cut up what is sent from now on (IP_PMTUDISC_DO), or may again (IP_PMTUDISC_WANT, the kernel's default); what was
     * sent before is handed to the kernel before, but for what it does not take at the moment.
     */
    void forbidFragments(boolean forbid);

    /** Where it is bound; any thread. */
    InetSocketAddress localAddress();

    /** Any thread. */
    boolean isOpen();

    /** Any thread; returns when it is closed. */
    void close();

    /** How ports come about on one loop. */
    interface Opener {
        /**
         * Any thread.
         *
         * @throws IOException where it cannot be bound; the message says why
         */
        DatagramPort open(InetSocketAddress local, Settings settings, Handler handler) throws IOException;

        /** Whether {@link DatagramPort#forbidFragments} does anything. */
        boolean canForbidFragments();
    }
}
