package org.lyceum.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.turn.TurnSettings;

/** Where the socket of a relayed address is bound: there, or everywhere where a router in front has the address. */
final class BindAddresses {
    private static final InetAddress ANY_IPV4 = InetAddress.ofLiteral("0.0.0.0");
    private static final InetAddress ANY_IPV6 = InetAddress.ofLiteral("::");

    private final InetAddress ipv4;
    private final InetAddress ipv6;

    BindAddresses(TurnSettings settings) {
        this.ipv4 = own(settings.relayIpv4(), ANY_IPV4);
        this.ipv6 = own(settings.relayIpv6(), ANY_IPV6);
    }

    /** The addresses that somebody may come to by UDP; those of one link alone are left out, and those of IPv6 if wished. */
    static List<InetAddress> ofThisMachine(boolean ipv6) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                    .filter(address -> ipv6 || address instanceof Inet4Address)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    /** All addresses of this machine, of both families where it has both. */
    static InetAddress everywhere() {
        try {
            boolean both = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(Inet6Address.class::isInstance);
            return both ? ANY_IPV6 : ANY_IPV4;
        } catch (SocketException e) {
            return ANY_IPV4;
        }
    }

    private static InetAddress own(@Nullable InetAddress address, InetAddress any) {
        try {
            return address != null && NetworkInterface.getByInetAddress(address) != null ? address : any;
        } catch (SocketException e) {
            return any;
        }
    }

    InetSocketAddress of(InetSocketAddress relayed) {
        return new InetSocketAddress(relayed.getAddress() instanceof Inet6Address ? ipv6 : ipv4, relayed.getPort());
    }
}
