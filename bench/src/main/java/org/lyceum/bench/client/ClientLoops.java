package org.lyceum.bench.client;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.lyceum.port.DatagramPort;
import org.lyceum.port.KernelPorts;
import org.lyceum.port.NioPort;

/**
 * The threads of the generator: a few event loops, each with many peers. A peer has a UDP socket of its own, since servers tell peers
 * apart by their addresses. By epoll, for which the kernel may merge what comes, or by NIO where that is all there is. Safe to call from
 * any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the termination future is awaited
final class ClientLoops implements AutoCloseable {
    /**
     * A loop and how its peers get their sockets.
     *
     * @param thread that does everything
     */
    record Loop(EventLoop thread, DatagramPort.Opener sockets) {}

    private final MultiThreadIoEventLoopGroup group;
    private final List<Loop> loops = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    private ClientLoops(int count, String name) {
        boolean epoll = KernelPorts.missing() == null;
        IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name, true), handler);
        for (int i = 0; i < count; i++) {
            IoEventLoop thread = group.next();
            loops.add(new Loop(thread, epoll ? KernelPorts.merging(thread) : NioPort.opener(thread)));
        }
    }

    /** Starts so many loops, whose threads' names begin so. */
    static ClientLoops start(int count, String name) {
        return new ClientLoops(count, name);
    }

    /** The loop for the next peer, each in its turn. */
    Loop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        group.terminationFuture().awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
