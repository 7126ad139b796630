package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.lyceum.turn.Transport;
import org.lyceum.turn.TurnCounter;

/** Brings what a loop's UDP socket receives of clients of TURN to the loop. */
final class TurnUdpPort extends TurnDatagrams {
    TurnUdpPort(TurnLoop loop) {
        super(loop);
    }

    @Override
    public void received(ByteBuf datagram, InetSocketAddress sender) {
        if (sender.getPort() == 0) {
            loop().counters().add(TurnCounter.DROPPED_MALFORMED); // forged
        } else {
            loop().fromClient(Transport.UDP, sender, datagram);
        }
    }
}
