package org.lyceum.server.address;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the addresses under which other machines may reach this one: those of real network cards first, IPv4 before IPv6,
 * those of bridges and tunnels (Docker's for instance) last. Loopback and link-local addresses are left out.
 */
public final class MachineAddresses {
    /** Names of interfaces that lead to containers, virtual machines or tunnels rather than to the network. */
    private static final List<String> VIRTUAL = List.of(
            "docker",
            "br-",
            "veth",
            "virbr",
            "vmnet",
            "vboxnet",
            "lxc",
            "lxd",
            "podman",
            "cni",
            "flannel",
            "cali",
            "tun",
            "tap",
            "utun",
            "wg",
            "zt",
            "tailscale",
            "ham",
            "vethernet");

    private record Found(boolean virtual, int interfaceIndex, InetAddress address) {}

    private MachineAddresses() {}

    /** All of them, best first; empty on a machine without a network. */
    public static List<InetAddress> all() {
        return ordered(found());
    }

    /** Those of real network cards; of bridges and tunnels only where there is nothing else. */
    public static List<InetAddress> reachable() {
        List<Found> found = found();
        List<Found> real = found.stream().filter(f -> !f.virtual()).toList();
        return ordered(real.isEmpty() ? found : real);
    }

    /** What media may be sent to where nothing is configured: {@link #reachable}, or loopback on a machine without a network. */
    public static List<InetAddress> forMedia() {
        List<InetAddress> reachable = reachable();
        return reachable.isEmpty() ? List.of(InetAddress.ofLiteral("127.0.0.1")) : reachable;
    }

    /** The machine's own name, or localhost where it has none. */
    public static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    static boolean isVirtual(String interfaceName) {
        String name = interfaceName.toLowerCase(Locale.ROOT);
        return VIRTUAL.stream().anyMatch(name::startsWith);
    }

    private static List<Found> found() {
        try {
            List<Found> found = new ArrayList<>();
            for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
                if (card.isUp() && !card.isLoopback()) {
                    boolean virtual = isVirtual(card.getName());
                    card.inetAddresses()
                            .filter(MachineAddresses::leadsHere)
                            .map(address -> new Found(virtual, card.getIndex(), withoutScope(address)))
                            .forEach(found::add);
                }
            }
            return found;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean leadsHere(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && !address.isAnyLocalAddress();
    }

    private static List<InetAddress> ordered(List<Found> found) {
        Comparator<Found> order = Comparator.comparing(Found::virtual)
                .thenComparing(f -> f.address() instanceof Inet6Address)
                .thenComparing(
                        f -> f.address() instanceof Inet4Address && !f.address().isSiteLocalAddress())
                .thenComparingInt(Found::interfaceIndex);
        Set<InetAddress> addresses = new LinkedHashSet<>();
        found.stream().sorted(order).forEach(f -> addresses.add(f.address()));
        return List.copyOf(addresses);
    }

    /** An address learnt from an interface remembers it, and prints as fd00::1%eth0 then. */
    private static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has a valid length", e);
        }
    }
}
