package org.lyceum.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.lyceum.wire.sdp.Candidate;

/** The addresses of this machine that others may reach it by, and the host candidates made of them. */
final class LocalAddresses {
    private static final int HOST_TYPE_PREFERENCE = 126; // RFC 8445, 5.1.2.2
    private static final int TCP_PREFERENCE_STEP = 64;
    private static final int RTP_COMPONENT = 1;

    private LocalAddresses() {}

    /** Addresses of the interfaces that are up, IPv4 first; loopback only where there is nothing else. */
    static List<InetSocketAddress> detect() {
        List<InetAddress> found = new ArrayList<>();
        List<InetAddress> loopback = new ArrayList<>();
        try {
            for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
                if (each.isUp()) {
                    each.inetAddresses()
                            .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                            .forEach(address -> (address.isLoopbackAddress() ? loopback : found).add(address));
                }
            }
        } catch (SocketException e) {
            throw new IllegalStateException(
                    "the network interfaces cannot be listed; name addresses with --advertise", e);
        }
        List<InetAddress> chosen = found.isEmpty() ? loopback : found;
        chosen.sort((a, b) -> Boolean.compare(b instanceof Inet4Address, a instanceof Inet4Address));
        return chosen.stream().map(address -> new InetSocketAddress(address, 0)).toList();
    }

    /** UDP and passive TCP candidates for each address, UDP preferred, in the order given. */
    static List<Candidate> candidates(List<InetSocketAddress> addresses, int mediaPort) {
        List<Candidate> candidates = new ArrayList<>();
        int preference = 65_535;
        for (InetSocketAddress address : addresses) {
            candidates.add(candidate("udp", address, mediaPort, preference));
            preference--;
        }
        preference -= TCP_PREFERENCE_STEP;
        for (InetSocketAddress address : addresses) {
            candidates.add(candidate("tcp", address, mediaPort, preference));
            preference--;
        }
        return List.copyOf(candidates);
    }

    private static Candidate candidate(String protocol, InetSocketAddress address, int mediaPort, int preference) {
        int port = address.getPort() == 0 ? mediaPort : address.getPort();
        return new Candidate(protocol, text(address.getAddress()), port, priority(preference));
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    private static long priority(int localPreference) {
        return ((long) HOST_TYPE_PREFERENCE << 24) + ((long) localPreference << 8) + 256 - RTP_COMPONENT;
    }
}
