package org.lyceum.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Network;

/**
 * What can be set of STUN and TURN.
 *
 * @param roles what this process does
 * @param port UDP and TCP, 0 for any free one
 * @param tlsPort 0 for any free one
 * @param minRelayPort first port of relays
 * @param maxRelayPort last port of relays
 * @param kilobitsPerSecond most that one relay carries, 0 for no limit
 * @param allowPeers private networks that relays may lead to
 * @param external URLs of another TURN server that is used instead; empty: none
 * @param secret shared with others, or null for one of this process alone
 */
public record TurnOptions(
        Roles roles,
        int port,
        int tlsPort,
        int minRelayPort,
        int maxRelayPort,
        int kilobitsPerSecond,
        List<Network> allowPeers,
        List<String> external,
        @Nullable String secret) {
    /** What a process does. */
    public enum Roles {
        ALL,
        ROOMS,
        TURN
    }

    /** Whether a TURN server runs in this process. */
    public boolean inside() {
        return roles == Roles.TURN || (roles == Roles.ALL && external.isEmpty());
    }

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "TurnOptions[roles=" + roles + ", port=" + port + ", tlsPort=" + tlsPort + ", external=" + external
                + "]";
    }
}
