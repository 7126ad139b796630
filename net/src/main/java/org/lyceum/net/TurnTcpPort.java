package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.lyceum.turn.Transport;
import org.lyceum.turn.TurnCounter;

/**
 * One client's connection, plain or below TLS, on the loop that accepted it. One over which nothing has come for 30 s and that has no
 * allocation is closed.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail in a way that matters
final class TurnTcpPort extends SimpleChannelInboundHandler<ByteBuf> {
    private static final long SILENCE_SECONDS = 30;

    private final TurnLoop loop;
    private final Transport transport;
    private final TcpConnections connections;
    private InetSocketAddress remote = InetSocketAddress.createUnresolved("unknown", 0);
    private boolean heard;
    private boolean admitted;

    TurnTcpPort(TurnLoop loop, Transport transport, TcpConnections connections) {
        this.loop = loop;
        this.transport = transport;
        this.connections = connections;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        remote = (InetSocketAddress) context.channel().remoteAddress();
        admitted = connections.add(remote, context.channel());
        if (!admitted) {
            loop.counters().add(TurnCounter.TCP_REFUSED);
            context.close();
            return;
        }
        loop.connected(transport, remote, context.channel());
        watchSilence(context);
    }

    private void watchSilence(ChannelHandlerContext context) {
        context.executor().schedule(() -> closeIfSilent(context), SILENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void closeIfSilent(ChannelHandlerContext context) {
        if (!context.channel().isActive()) {
            return;
        }
        if (!heard && !loop.hasAllocation(transport, remote)) {
            loop.counters().add(TurnCounter.TCP_REFUSED);
            context.close();
            return;
        }
        heard = false;
        watchSilence(context);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
        heard = true;
        loop.fromClient(transport, remote, message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (admitted) {
            connections.remove(remote, context.channel());
            loop.disconnected(transport, remote);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // reset, or no TLS
    }
}
