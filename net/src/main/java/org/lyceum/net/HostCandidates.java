package org.lyceum.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.lyceum.wire.sdp.Candidate;

/** The candidates of addresses that others may reach this machine by (RFC 8839, 5.1). */
final class HostCandidates {
    private static final int HOST_TYPE_PREFERENCE = 126; // RFC 8445, 5.1.2.2
    private static final int TCP_PREFERENCE_STEP = 64;
    private static final int RTP_COMPONENT = 1;

    private HostCandidates() {}

    /** UDP and passive TCP candidates for each address, UDP preferred, in the order given. */
    static List<Candidate> of(List<InetSocketAddress> addresses, int mediaPort) {
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
