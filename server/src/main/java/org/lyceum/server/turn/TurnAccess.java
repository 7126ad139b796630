package org.lyceum.server.turn;

import java.util.List;
import org.lyceum.server.protocol.ServerMessage.IceServer;

/** What someone who has been admitted may relay by (RTCConfiguration's iceServers). Any thread; nothing blocks. */
public sealed interface TurnAccess permits HouseTurn, ExternalTurn, TurnAccess.None {
    /**
     * Admits someone of a broadcast, again where they come back: to the media port.
     *
     * @param id of the participant, without a colon; others may see it
     * @param host under which the client reached this server, empty where that is not known
     */
    List<IceServer> admit(String id, String host);

    /** Admits someone of a direct room, likewise: to other clients. */
    List<IceServer> admitToPeers(String id, String host);

    /** They have left: what they were given is good no longer, as far as that is in this server's hand. */
    void withdraw(String id);

    /** There is no TURN. */
    record None() implements TurnAccess {
        @Override
        public List<IceServer> admit(String id, String host) {
            return List.of();
        }

        @Override
        public List<IceServer> admitToPeers(String id, String host) {
            return List.of();
        }

        @Override
        public void withdraw(String id) {}
    }
}
