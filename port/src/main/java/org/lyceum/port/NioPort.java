package org.lyceum.port;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannelConfig;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;

/** A UDP socket on a loop of NIO: a system call for each datagram, wherever Java runs. */
@SuppressWarnings("FutureReturnValueIgnored") // a void promise tells the pipeline of failures
public final class NioPort extends SimpleChannelInboundHandler<DatagramPacket> implements DatagramPort {
    private final Channel channel;
    private final Handler handler;
    private int written;

    private NioPort(Channel channel, Handler handler) {
        this.channel = channel;
        this.handler = new GuardedHandler(handler);
    }

    /** The ports of one loop of NIO; any thread. */
    public static Opener opener(EventLoop loop) {
        return new Opener() {
            @Override
            public DatagramPort open(InetSocketAddress local, Settings settings, Handler handler) throws IOException {
                return NioPort.open(loop, local, settings, handler);
            }

            @Override
            public boolean canForbidFragments() {
                return false;
            }
        };
    }

    private static DatagramPort open(EventLoop loop, InetSocketAddress local, Settings settings, Handler handler)
            throws IOException {
        SocketProtocolFamily family =
                local.getAddress() instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
        NioDatagramChannel channel = channel(family, settings);
        NioPort port = new NioPort(channel, handler);
        channel.pipeline().addLast(port);
        ChannelFuture registered = loop.register(channel);
        ChannelFuture bound = await(loop, registered).isSuccess() ? await(loop, channel.bind(local)) : registered;
        if (!bound.isSuccess()) {
            channel.close();
            throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
        }
        return port;
    }

    private static NioDatagramChannel channel(SocketProtocolFamily family, Settings settings) throws IOException {
        try {
            NioDatagramChannel channel = new NioDatagramChannel(family);
            try {
                configure(channel.config(), settings);
                return channel;
            } catch (ChannelException | UnsupportedOperationException e) {
                channel.unsafe().closeForcibly(); // no loop has it yet that could close it
                throw e;
            }
        } catch (ChannelException
                | UnsupportedOperationException e) { // no descriptor is left, or no such family or option
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void configure(DatagramChannelConfig config, Settings settings) {
        config.setOption(ChannelOption.SO_RCVBUF, settings.kernelBytes());
        config.setOption(ChannelOption.SO_SNDBUF, settings.kernelBytes());
        config.setOption(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), settings.shared());
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(settings.waitingBytes() / 2, settings.waitingBytes()));
        // A byte more than the largest, which tells of one that is larger still.
        config.setRecvByteBufAllocator(
                new FixedRecvByteBufAllocator(LARGEST_DATAGRAM + 1).maxMessagesPerRead(settings.drain()));
    }

    private static ChannelFuture await(EventLoop loop, ChannelFuture future) {
        return loop.inEventLoop() ? future : future.awaitUninterruptibly(); // on the loop it is done at once
    }

    // ---- receiving ----

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        if (packet.content().readableBytes() > LARGEST_DATAGRAM) {
            handler.oversized();
        } else {
            handler.received(packet.content(), packet.sender());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        handler.drained();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        handler.sendFailed(String.valueOf(cause.getMessage()));
    }

    // ---- sending ----

    @Override
    public boolean takes() {
        return channel.isWritable();
    }

    @Override
    public boolean canSegment() {
        return false;
    }

    @Override
    public ByteBuf buffer(int bytes) {
        return channel.alloc().directBuffer(bytes);
    }

    @Override
    public void send(ByteBuf message, InetSocketAddress to) {
        channel.write(new DatagramPacket(message, to), channel.voidPromise());
        written++;
        if (written >= WORTH_A_CALL) {
            flush();
        }
    }

    @Override
    public void sendSegmented(ByteBuf run, int segmentBytes, InetSocketAddress to) {
        run.release();
        throw new IllegalStateException("NIO cuts no message into datagrams");
    }

    @Override
    public void flush() {
        if (written > 0) {
            written = 0;
            channel.flush();
        }
    }

    // ---- the socket ----

    @Override
    public void forbidFragments(boolean forbid) {
        // Java has no such option for a datagram socket.
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        ChannelFuture closed = channel.close();
        if (!channel.eventLoop().inEventLoop()) {
            closed.awaitUninterruptibly();
        }
    }
}
