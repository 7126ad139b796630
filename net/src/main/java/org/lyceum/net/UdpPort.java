package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.lyceum.port.DatagramPort;
import org.lyceum.rtc.ice.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what a loop's UDP socket receives to the loop, and marks where a drain begins and ends. */
final class UdpPort implements DatagramPort.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);

    private final MediaLoop loop;
    private final Egress egress;
    private final byte[] datagram = new byte[DatagramPort.LARGEST_DATAGRAM];
    private boolean draining;

    UdpPort(MediaLoop loop, Egress egress) {
        this.loop = loop;
        this.egress = egress;
    }

    @Override
    public void received(ByteBuf received, InetSocketAddress sender) {
        if (!draining) {
            draining = true;
            loop.beginCycle();
        }
        int length = received.readableBytes();
        loop.counters().add(LoopCounter.DATAGRAMS_RECEIVED);
        loop.counters().add(LoopCounter.BYTES_RECEIVED, length);
        received.readBytes(datagram, 0, length);
        loop.receive(datagram, length, Path.Protocol.UDP, sender);
    }

    @Override
    public void oversized() {
        loop.counters().add(LoopCounter.OVERSIZED);
    }

    @Override
    public void drained() {
        if (draining) {
            draining = false;
            loop.endCycle();
        }
    }

    @Override
    public void broken() {
        loop.counters().add(LoopCounter.BROKEN_DATAGRAMS);
    }

    @Override
    public void sendFailed(String reason) {
        loop.counters().add(LoopCounter.SEND_FAILURES);
        LOG.debug("a datagram could not be sent: {}", reason);
    }

    @Override
    public void segmentsRefused(String reason, @Nullable InetSocketAddress to) {
        loop.counters().add(LoopCounter.SEND_FAILURES);
        egress.segmentsRefused(reason, to);
    }
}
