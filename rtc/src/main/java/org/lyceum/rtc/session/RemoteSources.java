package org.lyceum.rtc.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lyceum.wire.sdp.Attributes;
import org.lyceum.wire.sdp.SsrcGroup;

/** What an m-line announces by {@code a=ssrc} and {@code a=ssrc-group} (RFC 5576). */
final class RemoteSources {
    /** More are not listed: no publisher has them, and each costs state. */
    private static final int MOST = 16;

    private RemoteSources() {}

    /** Primary sources with their retransmissions, in the order of a SIM group, else of the lines. */
    static List<RemoteSource> read(Attributes media) {
        Map<Integer, Integer> retransmissions = new LinkedHashMap<>();
        Set<Integer> secondary = new HashSet<>();
        Set<Integer> order = new LinkedHashSet<>();
        for (String value : media.all("ssrc-group")) {
            SsrcGroup group = SsrcGroup.parse(value);
            if (group == null) {
                continue;
            }
            if (group.semantics().equals("SIM")) {
                order.addAll(group.ssrcs());
            } else if (group.ssrcs().size() == 2) {
                // FID pairs a source with its retransmissions, FEC-FR with its repair stream.
                secondary.add(group.ssrcs().get(1));
                if (group.semantics().equals("FID")) {
                    retransmissions.putIfAbsent(
                            group.ssrcs().get(0), group.ssrcs().get(1));
                }
            }
        }
        for (String value : media.all("ssrc")) {
            Integer ssrc = SsrcGroup.parseSsrc(value);
            if (ssrc != null) {
                order.add(ssrc);
            }
        }
        order.removeAll(secondary);
        List<RemoteSource> sources = new ArrayList<>();
        for (int ssrc : order) {
            if (sources.size() < MOST) {
                sources.add(new RemoteSource(ssrc, retransmissions.getOrDefault(ssrc, 0)));
            }
        }
        return List.copyOf(sources);
    }
}
