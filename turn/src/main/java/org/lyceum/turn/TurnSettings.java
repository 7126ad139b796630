package org.lyceum.turn;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Network;

/**
 * What an administrator decides.
 *
 * @param relayIpv4 address that peers see relays at, null for no relays of IPv4
 * @param relayIpv6 likewise of IPv6
 * @param minPort first port of relays
 * @param maxPort last port of relays
 * @param allowedPeers ranges that are reached although they are private
 * @param allocationsByUser most allocations of one user name
 * @param allocationsByNetwork most allocations of one IPv4 address, or one /64 of IPv6
 * @param allocations most allocations at all
 * @param bytesPerSecond most bytes a second that one allocation relays, in both directions together; 0 for no limit
 */
public record TurnSettings(
        @Nullable InetAddress relayIpv4,
        @Nullable InetAddress relayIpv6,
        int minPort,
        int maxPort,
        List<Network> allowedPeers,
        int allocationsByUser,
        int allocationsByNetwork,
        int allocations,
        long bytesPerSecond) {
    public TurnSettings {
        if (minPort < 1 || maxPort > 65_535 || minPort > maxPort) {
            throw new IllegalArgumentException("relay ports " + minPort + "-" + maxPort + " are no range");
        }
        allowedPeers = List.copyOf(allowedPeers);
    }
}
