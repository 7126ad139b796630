package org.lyceum.bench.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads and sockets of the generator: a few event loops, each with many peers, and a UDP socket for each peer, since
 * servers tell peers apart by their addresses. Epoll where there is one, NIO elsewhere. Safe to call from any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the termination future is awaited
public final class ClientLoops implements AutoCloseable {
    static final int LARGEST_DATAGRAM = 2048;
    /** Datagrams that one system call may bring. */
    private static final int MOST_AT_ONCE = 16;

    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

    private final MultiThreadIoEventLoopGroup group;

    private ClientLoops(int count, String name) {
        IoHandlerFactory handler = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name, true), handler);
    }

    /** Starts so many loops, whose threads' names begin so. */
    public static ClientLoops start(int count, String name) {
        return new ClientLoops(count, name);
    }

    /** The loop for the next peer, each in its turn. */
    public EventLoop next() {
        return group.next();
    }

    /** An unbound socket for one peer. */
    static Bootstrap socket(EventLoop loop, ChannelHandler handler) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
                .handler(handler);
        if (Epoll.isAvailable()) {
            return bootstrap
                    .channel(EpollDatagramChannel.class)
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST_DATAGRAM)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            // What is left is told of again, which is cheaper than asking each time whether there is
                            // more.
                            new FixedRecvByteBufAllocator(MOST_AT_ONCE * LARGEST_DATAGRAM).maxMessagesPerRead(1));
        }
        return bootstrap
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM));
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        group.terminationFuture().awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
