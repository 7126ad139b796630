package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.lyceum.port.DatagramPort;
import org.lyceum.rtc.ice.Path;
import org.lyceum.wire.rtp.Rfc4571Framer;

/**
 * One ICE-TCP connection (RFC 6544 passive, RFC 4571 framing). It lives on the loop that accepted it; its peer may live on
 * another. A connection over which no datagram has come for 30 s is closed, so that silent ones cost nothing for long.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail in a way that matters
final class TcpPort extends SimpleChannelInboundHandler<ByteBuf> {
    private static final long SILENCE_SECONDS = 30;

    private final MediaLoop loop;
    private final TcpConnections connections;
    private final Rfc4571Framer framer = new Rfc4571Framer(DatagramPort.LARGEST_DATAGRAM);
    private byte[] read = new byte[16 * 1024];
    private final byte[] datagram = new byte[DatagramPort.LARGEST_DATAGRAM];
    private InetSocketAddress remote = InetSocketAddress.createUnresolved("unknown", 0);
    private boolean heard;

    TcpPort(MediaLoop loop, TcpConnections connections) {
        this.loop = loop;
        this.connections = connections;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        remote = (InetSocketAddress) context.channel().remoteAddress();
        if (!connections.add(remote, context.channel())) {
            loop.counters().add(LoopCounter.TCP_REFUSED);
            context.close();
            return;
        }
        watchSilence(context);
    }

    private void watchSilence(ChannelHandlerContext context) {
        context.executor().schedule(() -> closeIfSilent(context), SILENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void closeIfSilent(ChannelHandlerContext context) {
        if (!context.channel().isActive()) {
            return;
        }
        if (!heard) {
            context.close();
            return;
        }
        heard = false;
        watchSilence(context);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        heard = true;
        int length = bytes.readableBytes();
        if (read.length < length) {
            read = new byte[length];
        }
        bytes.readBytes(read, 0, length);
        loop.beginCycle();
        if (!framer.receive(read, 0, length, this::frame)) {
            loop.counters().add(LoopCounter.TCP_REFUSED);
            context.close();
        }
        loop.endCycle();
    }

    /** The loop decrypts in place, so the frame goes into an array of its own. */
    private void frame(byte[] bytes, int offset, int length) {
        loop.counters().add(LoopCounter.DATAGRAMS_RECEIVED);
        loop.counters().add(LoopCounter.BYTES_RECEIVED, length);
        System.arraycopy(bytes, offset, datagram, 0, length);
        loop.receive(datagram, length, Path.Protocol.TCP, remote);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connections.remove(remote, context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // reset by the other side; ICE finds another way or the peer expires
    }
}
