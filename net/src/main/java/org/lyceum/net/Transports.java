package org.lyceum.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The way to the kernel, epoll or NIO, and the threads of the loops: the only place that knows which. */
@SuppressWarnings("FutureReturnValueIgnored") // the termination futures are awaited
final class Transports implements AutoCloseable {
    // Linux: <bits/in.h>
    private static final IntegerUnixChannelOption IP_MTU_DISCOVER =
            new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);
    private static final IntegerUnixChannelOption IPV6_MTU_DISCOVER =
            new IntegerUnixChannelOption("IPV6_MTU_DISCOVER", 41, 23);
    private static final int PMTUDISC_WANT = 1;
    private static final int PMTUDISC_DO = 2;

    private final boolean epoll;
    private final List<MultiThreadIoEventLoopGroup> groups = new ArrayList<>();
    private final List<WaitMeter> meters = new ArrayList<>();

    private Transports(boolean epoll, int loops) {
        this.epoll = epoll;
        for (int i = 0; i < loops; i++) {
            IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
            IoHandlerFactory metered = executor -> {
                WaitMeter meter = new WaitMeter(handler.newHandler(executor));
                meters.add(meter);
                return meter;
            };
            groups.add(new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("media-" + i), metered));
        }
    }

    static Transports open(MediaConfig.Transport wanted, int loops) {
        if (wanted == MediaConfig.Transport.EPOLL && !Epoll.isAvailable()) {
            throw new IllegalArgumentException(
                    "transport epoll is not available here (" + Epoll.unavailabilityCause() + "); use auto or nio");
        }
        return new Transports(wanted != MediaConfig.Transport.NIO && Epoll.isAvailable(), loops);
    }

    int size() {
        return groups.size();
    }

    String name() {
        return epoll ? "epoll" : "nio";
    }

    EventLoop loop(int index) {
        return groups.get(index).next();
    }

    /** Knows how long the loop waits. */
    WaitMeter meter(int index) {
        return meters.get(index);
    }

    /** Whether one message may carry a run of datagrams (UDP_SEGMENT). */
    boolean canSegment() {
        return epoll && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
    }

    DatagramChannel datagramChannel() {
        return epoll ? new EpollDatagramChannel() : new NioDatagramChannel();
    }

    /** A socket of one address family and a port of its own, that no other loop shares. */
    DatagramChannel relayChannel(boolean ipv6) {
        SocketProtocolFamily family = ipv6 ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
        if (!epoll) {
            return new NioDatagramChannel(family);
        }
        EpollDatagramChannel channel = new EpollDatagramChannel(family);
        channel.config().setMaxDatagramPayloadSize(UdpPort.LARGEST_DATAGRAM);
        return channel;
    }

    /** How a datagram socket is read: so many at most before others have their turn. */
    RecvByteBufAllocator drain(int most) {
        return epoll
                ? new DatagramDrain(most)
                : new FixedRecvByteBufAllocator(UdpPort.LARGEST_DATAGRAM * most).maxMessagesPerRead(most);
    }

    /** Whether {@link #forbidFragments} works here. */
    boolean canForbidFragments() {
        return epoll;
    }

    /** Routers may not cut up what a socket sends (IP_PMTUDISC_DO), or may again (IP_PMTUDISC_WANT, the kernel's default). */
    static void forbidFragments(Channel channel, boolean ipv6, boolean forbid) {
        channel.config().setOption(ipv6 ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER, forbid ? PMTUDISC_DO : PMTUDISC_WANT);
    }

    ServerChannel serverChannel() {
        return epoll ? new EpollServerSocketChannel() : new NioServerSocketChannel();
    }

    void configureDatagram(Bootstrap bootstrap, int largestDatagram) {
        if (epoll) {
            bootstrap
                    .option(UnixChannelOption.SO_REUSEPORT, groups.size() > 1)
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, largestDatagram);
        } else {
            bootstrap.option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), groups.size() > 1);
        }
    }

    /** Sockets for all addresses and for single ones may have the same port. */
    void shareAmongAddresses(Bootstrap bootstrap) {
        bootstrap.option(
                epoll ? UnixChannelOption.SO_REUSEPORT : NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
    }

    void configureServer(ServerBootstrap bootstrap) {
        ChannelOption<Boolean> reusePort =
                epoll ? UnixChannelOption.SO_REUSEPORT : NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT);
        bootstrap.option(reusePort, groups.size() > 1);
    }

    @Override
    public void close() {
        groups.forEach(group -> group.shutdownGracefully(0, 2, TimeUnit.SECONDS));
        groups.forEach(group -> group.terminationFuture().awaitUninterruptibly(5, TimeUnit.SECONDS));
    }
}
