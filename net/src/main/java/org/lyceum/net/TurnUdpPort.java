package org.lyceum.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import org.lyceum.turn.Transport;
import org.lyceum.turn.TurnCounter;

/** Drains a loop's UDP socket of clients of TURN. */
final class TurnUdpPort extends SimpleChannelInboundHandler<DatagramPacket> {
    private final TurnLoop loop;

    TurnUdpPort(TurnLoop loop) {
        this.loop = loop;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        if (packet.sender().getPort() == 0 || packet.content().readableBytes() >= UdpPort.LARGEST_DATAGRAM) {
            loop.counters().add(TurnCounter.DROPPED_MALFORMED); // forged, or perhaps cut by the kernel
            return;
        }
        loop.fromClient(Transport.UDP, packet.sender(), packet.content());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        loop.counters().add(TurnCounter.SEND_FAILURES);
    }
}
