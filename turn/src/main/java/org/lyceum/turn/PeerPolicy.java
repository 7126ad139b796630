package org.lyceum.turn;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Network;

/**
 * Which addresses peers may have. A relay stands inside, so that it must not lead strangers to what only insiders reach: this machine,
 * its neighbours, and every disguise of their addresses in IPv6. What the administrator allows is allowed. Any thread.
 */
final class PeerPolicy {
    /** Special by RFC 6890 and its successors, and nobody's across the Internet. */
    private static final List<Network> FORBIDDEN = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8",
                    "100.64.0.0/10", // shared behind a carrier's NAT (RFC 6598)
                    "127.0.0.0/8",
                    "169.254.0.0/16", // link-local, the clouds' metadata among it
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15", // benchmarks
                    "224.0.0.0/3", // multicast, reserved, broadcast
                    "::1/128",
                    "64:ff9b:1::/48", // NAT64 of a network's own (RFC 8215)
                    "2001::/32", // Teredo: leads to an IPv4 address that only its relay knows
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10", // site-local, as it was
                    "ff00::/8")
            .map(Network::parse)
            .toList();

    private static final Network COMPATIBLE = Network.parse("::/96");
    private static final Network NAT64 = Network.parse("64:ff9b::/96");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

    private final List<Network> allowed;
    private volatile Set<InetAddress> own = Set.of();

    PeerPolicy(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** This machine's own addresses, whose other services are nobody's business. */
    void own(Collection<InetAddress> addresses) {
        own = Set.copyOf(addresses);
    }

    boolean allows(InetAddress peer) {
        if (contains(allowed, peer)) {
            return true;
        }
        InetAddress hidden = hidden(peer);
        return !own.contains(peer) && !contains(FORBIDDEN, peer) && (hidden == null || allows(hidden));
    }

    private static boolean contains(List<Network> ranges, InetAddress address) {
        for (Network range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The IPv4 address that an IPv6 address leads to, or null. Mapped ones have become IPv4 when they were read. */
    private static @Nullable InetAddress hidden(InetAddress peer) {
        if (!(peer instanceof Inet6Address)) {
            return null;
        }
        int at = COMPATIBLE.contains(peer) || NAT64.contains(peer) ? 12 : SIX_TO_FOUR.contains(peer) ? 2 : -1;
        try {
            return at < 0 ? null : InetAddress.getByAddress(Arrays.copyOfRange(peer.getAddress(), at, at + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 bytes are an address", e);
        }
    }
}
