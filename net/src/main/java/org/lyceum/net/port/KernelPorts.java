package org.lyceum.net.port;

import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The ports of one loop of epoll, and the memory that they share. */
public final class KernelPorts implements DatagramPort.Opener {
    private final IoEventLoop loop;
    private final Libc libc;
    private final Outgoing outgoing = new Outgoing();
    private final Incoming incoming = new Incoming();
    private final boolean canSegment = EpollDatagramChannel.isSegmentedDatagramPacketSupported();

    /**
     * Any thread.
     *
     * @throws UnsupportedOperationException as {@link #check}
     */
    public KernelPorts(IoEventLoop loop) {
        this(loop, new Libc());
    }

    KernelPorts(IoEventLoop loop, Libc libc) {
        this.loop = loop;
        this.libc = libc;
    }

    /**
     * Any thread.
     *
     * @throws UnsupportedOperationException where the C library's calls cannot be used; the message says so
     */
    public static void check() {
        Libc _ = new Libc();
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
