package org.lyceum.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.lyceum.port.DatagramPort;
import org.lyceum.port.KernelPorts;
import org.lyceum.port.NioPort;

/** The way to the kernel, epoll or NIO, and the threads of the loops: the only place that knows which. */
@SuppressWarnings("FutureReturnValueIgnored") // the termination futures are awaited
final class Transports implements AutoCloseable {
    private final boolean epoll;
    private final List<MultiThreadIoEventLoopGroup> groups = new ArrayList<>();
    private final List<WaitMeter> meters = new ArrayList<>();
    private final List<DatagramPort.Opener> datagrams = new ArrayList<>();
    private final Precedence precedence = new Precedence();

    private Transports(boolean epoll, int loops) {
        this.epoll = epoll;
        for (int i = 0; i < loops; i++) {
            IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
            IoHandlerFactory metered = executor -> {
                WaitMeter meter = new WaitMeter(handler.newHandler(executor));
                meters.add(meter);
                return meter;
            };
            MultiThreadIoEventLoopGroup group =
                    new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("media-" + i), metered);
            group.next().execute(precedence::claim);
            groups.add(group);
            datagrams.add(epoll ? new KernelPorts(group.next()) : NioPort.opener(group.next()));
        }
    }

    static Transports open(MediaConfig.Transport wanted, int loops) {
        if (wanted == MediaConfig.Transport.NIO) {
            return new Transports(false, loops);
        }
        String missing = KernelPorts.missing();
        if (wanted == MediaConfig.Transport.EPOLL && missing != null) {
            throw new IllegalArgumentException(
                    "transport epoll is not available here (" + missing + "); use auto or nio");
        }
        return new Transports(missing == null, loops);
    }

    /** Of the loops' threads over all others. */
    Precedence precedence() {
        return precedence;
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

    /** Opens the UDP sockets of the loop. */
    DatagramPort.Opener datagrams(int index) {
        return datagrams.get(index);
    }

    ServerChannel serverChannel() {
        return epoll ? new EpollServerSocketChannel() : new NioServerSocketChannel();
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
