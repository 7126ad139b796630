package org.lyceum.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.lyceum.port.DatagramPort;

/** How the ports that loops share are opened, and what is said of one that cannot be. */
final class Ports {
    private static final int KERNEL_BYTES = 4 << 20;
    private static final int WAITING_BYTES = 4 << 20;
    private static final int DRAIN_DATAGRAMS = 64;

    private final Transports transports;
    private final String purpose;

    /** @param purpose what the ports are for, as the one who reads a refusal knows it */
    Ports(Transports transports, String purpose) {
        this.transports = transports;
        this.purpose = purpose;
    }

    /**
     * Opens a UDP socket of one loop, drained in large batches.
     *
     * @param shared other sockets may have the same address and port
     * @throws BindException saying which port of what cannot be opened, and why
     */
    DatagramPort datagrams(int index, InetSocketAddress local, boolean shared, DatagramPort.Handler handler)
            throws BindException {
        try {
            return transports
                    .datagrams(index)
                    .open(
                            local,
                            new DatagramPort.Settings(KERNEL_BYTES, WAITING_BYTES, DRAIN_DATAGRAMS, shared),
                            handler);
        } catch (IOException e) {
            throw refusal("UDP", local.getPort(), e);
        }
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
            throw refusal(protocol, wanted, cause);
        }
        return bound.channel();
    }

    private BindException refusal(String protocol, int wanted, Throwable cause) {
        BindException refusal = new BindException(
                purpose + " port " + wanted + " (" + protocol + ") cannot be opened: " + cause.getMessage());
        refusal.initCause(cause);
        return refusal;
    }
}
