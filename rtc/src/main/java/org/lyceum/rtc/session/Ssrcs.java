package org.lyceum.rtc.session;

import java.util.Collection;
import java.util.random.RandomGenerator;

/** Chooses SSRCs: random (RFC 3550, 8.1), never 0, each once in a connection. */
final class Ssrcs {
    private Ssrcs() {}

    /** A new source with retransmissions, apart from those in use. */
    static LocalSource source(RandomGenerator random, String cname, Collection<LocalSource> used) {
        int ssrc = choose(random, used, 0);
        return new LocalSource(ssrc, choose(random, used, ssrc), cname);
    }

    private static int choose(RandomGenerator random, Collection<LocalSource> used, int other) {
        int candidate = random.nextInt();
        while (candidate == 0 || candidate == other || isUsed(candidate, used)) {
            candidate = random.nextInt();
        }
        return candidate;
    }

    private static boolean isUsed(int ssrc, Collection<LocalSource> used) {
        return used.stream().anyMatch(source -> source.ssrc() == ssrc || source.rtxSsrc() == ssrc);
    }
}
