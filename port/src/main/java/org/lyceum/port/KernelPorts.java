package org.lyceum.port;

import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The ports of one loop of epoll, and the memory that they share. */
public final class KernelPorts implements DatagramPort.Opener {
    private final IoEventLoop loop;
    private final Libc libc;
    private final Outgoing outgoing = new Outgoing();
    private final Incoming incoming;
    private final boolean merges;
    private final boolean canSegment = EpollDatagramChannel.isSegmentedDatagramPacketSupported();

    /**
     * Any thread.
     *
     * @throws UnsupportedOperationException where {@link #missing} says what is missing
     */
    public KernelPorts(IoEventLoop loop) {
        this(loop, new Libc(), false);
    }

    KernelPorts(IoEventLoop loop, Libc libc, boolean merges) {
        this.loop = loop;
        this.libc = libc;
        this.merges = merges;
        this.incoming = new Incoming(merges);
    }

    /**
     * Ports for which the kernel may merge what comes from one sender, where it can (UDP_GRO, since Linux 5.0): many datagrams pass for the
     * price of one, and half a megabyte is needed for the loop. Who uses a port does not know. Any thread.
     *
     * @throws UnsupportedOperationException as the constructor
     */
    public static KernelPorts merging(IoEventLoop loop) {
        return new KernelPorts(loop, new Libc(), true);
    }

    /** What such ports lack here, null for nothing. Any thread. */
    public static @Nullable String missing() {
        if (!Epoll.isAvailable()) {
            return String.valueOf(Epoll.unavailabilityCause());
        }
        try {
            Libc _ = new Libc();
            return null;
        } catch (UnsupportedOperationException | LinkageError e) { // the latter where C may not be called at all
            return String.valueOf(e.getCause() == null ? e : e.getCause());
        }
    }

    IoEventLoop loop() {
        return loop;
    }

    Libc libc() {
        return libc;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    Incoming incoming() {
        return incoming;
    }

    boolean merges() {
        return merges;
    }

    boolean canSegment() {
        return canSegment;
    }

    @Override
    public DatagramPort open(InetSocketAddress local, DatagramPort.Settings settings, DatagramPort.Handler handler)
            throws IOException {
        return KernelPort.open(this, local, settings, handler);
    }

    @Override
    public boolean canForbidFragments() {
        return true;
    }
}
