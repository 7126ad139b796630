package org.lyceum.net;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.lyceum.turn.Relay;
import org.lyceum.turn.TurnHouse;

/** Where media for relayed addresses goes; empty until a TURN server runs beside the media plane. Any thread. */
final class RelayedPaths {
    private volatile @Nullable TurnHouse house;

    void open(TurnHouse turn) {
        house = turn;
    }

    @Nullable
    Relay find(InetSocketAddress relayed) {
        TurnHouse turn = house;
        return turn == null ? null : turn.relay(relayed);
    }
}
