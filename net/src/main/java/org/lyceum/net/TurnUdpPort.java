package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.lyceum.net.port.DatagramPort;
import org.lyceum.turn.Transport;
import org.lyceum.turn.TurnCounter;

/** Brings what a loop's UDP socket receives of clients of TURN to the loop. */
final class TurnUdpPort implements DatagramPort.Handler {
    private final TurnLoop loop;

    TurnUdpPort(TurnLoop loop) {
        this.loop = loop;
    }

    @Override
    public void received(ByteBuf datagram, InetSocketAddress sender) {
        if (sender.getPort() == 0) {
            loop.counters().add(TurnCounter.DROPPED_MALFORMED); // forged
        } else {
            loop.fromClient(Transport.UDP, sender, datagram);
        }
    }

    @Override
    public void broken() {
        loop.counters().add(TurnCounter.BROKEN_DATAGRAMS);
    }

    @Override
    public void oversized() {
        loop.counters().add(TurnCounter.DROPPED_MALFORMED);
    }

    @Override
    public void sendFailed(String reason) {
        loop.counters().add(TurnCounter.SEND_FAILURES);
    }
}
