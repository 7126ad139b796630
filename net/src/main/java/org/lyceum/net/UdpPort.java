package org.lyceum.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import org.lyceum.rtc.ice.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drains a loop's UDP socket into the loop, and marks where a drain begins and ends. */
final class UdpPort extends SimpleChannelInboundHandler<DatagramPacket> {
    /** No datagram of ours is larger; an Ethernet frame is not either. */
    static final int LARGEST_DATAGRAM = 2048;

    private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);

    private final MediaLoop loop;
    private final byte[] datagram = new byte[LARGEST_DATAGRAM];
    private boolean draining;

    UdpPort(MediaLoop loop) {
        this.loop = loop;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        if (!draining) {
            draining = true;
            loop.beginCycle();
        }
        int length = packet.content().readableBytes();
        if (length > LARGEST_DATAGRAM) {
            loop.counters().add(LoopCounter.OVERSIZED);
            return;
        }
        loop.counters().add(LoopCounter.DATAGRAMS_RECEIVED);
        loop.counters().add(LoopCounter.BYTES_RECEIVED, length);
        packet.content().readBytes(datagram, 0, length);
        loop.receive(datagram, length, Path.Protocol.UDP, packet.sender());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (draining) {
            draining = false;
            loop.endCycle();
        }
    }

    /** A send failed: an unreachable address is nobody's fault. Failures of segments come to {@link Egress}. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        loop.counters().add(LoopCounter.SEND_FAILURES);
        LOG.debug("a datagram could not be sent", cause);
    }
}
