package org.lyceum.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.net.BindException;
import java.util.function.Supplier;

/** How the ports that loops share are opened, and what is said of one that cannot be. */
final class Ports {
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;
    private static final int DRAIN_DATAGRAMS = 64;

    private final Transports transports;
    private final String purpose;

    /** @param purpose what the ports are for, as the one who reads a refusal knows it */
    Ports(Transports transports, String purpose) {
        this.transports = transports;
        this.purpose = purpose;
    }

    /** A UDP socket of one loop, drained in large batches. */
    Bootstrap datagrams(EventLoop executor, ChannelHandler handler) {
        Bootstrap bootstrap = new Bootstrap()
                .group(executor)
                .channelFactory(transports::datagramChannel)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(4 << 20, 8 << 20))
                .option(ChannelOption.RECVBUF_ALLOCATOR, transports.drain(DRAIN_DATAGRAMS))
                .handler(handler);
        transports.configureDatagram(bootstrap, UdpPort.LARGEST_DATAGRAM);
        return bootstrap;
    }

    /** What accepts the TCP connections of one loop. */
    ServerBootstrap connections(EventLoop executor, ChannelHandler ofEach) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(executor, executor)
                .channelFactory(transports::serverChannel)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(256 << 10, 1 << 20))
                .childHandler(ofEach);
        transports.configureServer(bootstrap);
        return bootstrap;
    }

    /**
     * Waits until it is bound.
     *
     * @throws BindException saying which port of what cannot be opened, and why
     */
    Channel open(Supplier<ChannelFuture> binding, String protocol, int wanted) throws BindException {
        ChannelFuture bound = binding.get().awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            BindException refusal = new BindException(
                    purpose + " port " + wanted + " (" + protocol + ") cannot be opened: " + cause.getMessage());
            refusal.initCause(cause);
            throw refusal;
        }
        return bound.channel();
    }
}
