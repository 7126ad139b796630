package org.lyceum.net;

import org.lyceum.port.DatagramPort;
import org.lyceum.turn.TurnCounter;

/** Hears of a UDP socket of TURN, to clients or to peers: what the loop counts of either alike. */
abstract class TurnDatagrams implements DatagramPort.Handler {
    private final TurnLoop loop;

    TurnDatagrams(TurnLoop loop) {
        this.loop = loop;
    }

    final TurnLoop loop() {
        return loop;
    }

    @Override
    public final void oversized() {
        loop.counters().add(TurnCounter.DROPPED_MALFORMED);
    }

    @Override
    public final void broken() {
        loop.counters().add(TurnCounter.BROKEN_DATAGRAMS);
    }

    /** An unreachable client or peer is nobody's fault. */
    @Override
    public final void sendFailed(String reason) {
        loop.counters().add(TurnCounter.SEND_FAILURES);
    }
}
