package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.lyceum.turn.Allocation;
import org.lyceum.turn.Relay;
import org.lyceum.turn.RelaySocket;
import org.lyceum.turn.TurnCounter;

/** The socket of one relayed address, on the loop of its client. */
@SuppressWarnings("FutureReturnValueIgnored") // closing cannot fail in a way that matters
final class RelayPort extends SimpleChannelInboundHandler<DatagramPacket> implements RelaySocket {
    private final TurnLoop loop;
    private final Relay relay;
    private final TurnWriter writer;
    private final boolean ipv6;
    private boolean whole;

    RelayPort(TurnLoop loop, Relay relay, DatagramChannel channel) {
        this.loop = loop;
        this.relay = relay;
        this.writer = new TurnWriter(loop, channel);
        this.ipv6 = relay.address().getAddress() instanceof Inet6Address;
    }

    /** A peer's datagram. */
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        ByteBuf content = packet.content();
        int length = content.readableBytes();
        long now = loop.now();
        if (length >= UdpPort.LARGEST_DATAGRAM) {
            loop.counters().add(TurnCounter.DROPPED_MALFORMED); // perhaps cut by the kernel
            return;
        }
        int verdict = relay.allocation().inbound(packet.sender(), true, length, now);
        if (verdict > Allocation.INDICATE) {
            loop.channelDataToClient(relay.allocation(), verdict, content);
        } else if (verdict == Allocation.INDICATE) {
            loop.indicateToClient(relay, packet.sender(), content);
        }
    }

    /** Sends what is a part of a buffer, which it releases. */
    void send(InetSocketAddress peer, ByteBuf data) {
        if (!writer.takes()) {
            data.release();
            loop.counters().add(TurnCounter.DROPPED_FULL);
            return;
        }
        allowFragments(true);
        writer.write(new DatagramPacket(data, peer));
    }

    @Override
    public void send(InetSocketAddress peer, boolean dontFragment, byte[] bytes, int offset, int length) {
        if (!writer.takes()) {
            loop.counters().add(TurnCounter.DROPPED_FULL);
            return;
        }
        allowFragments(!dontFragment);
        ByteBuf data = writer.channel().alloc().directBuffer(length).writeBytes(bytes, offset, length);
        writer.write(new DatagramPacket(data, peer));
    }

    /** The wish is a datagram's and the option the socket's: what waits leaves before it changes. */
    private void allowFragments(boolean allowed) {
        if (whole == allowed) {
            writer.flush();
            whole = !allowed;
            Transports.forbidFragments(writer.channel(), ipv6, whole);
        }
    }

    @Override
    public void close() {
        writer.channel().close();
    }

    /** An unreachable peer is nobody's fault. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        loop.counters().add(TurnCounter.SEND_FAILURES);
    }
}
