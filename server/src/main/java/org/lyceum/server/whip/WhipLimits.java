package org.lyceum.server.whip;

import org.lyceum.server.api.ApiLimits;

/**
 * How many sessions a client address (an IPv6 /64) may have, WHIP and WHEP each.
 *
 * @param unconnected whose ICE or DTLS is not done; what never comes is gone after 15 s, so this bounds what an address can
 *     make the server keep for nothing
 * @param open altogether; a school or an office may stand behind one address
 * @param wrongKeys stream keys that open nothing
 */
public record WhipLimits(int unconnected, int open, ApiLimits.Limit wrongKeys) {
    public static final WhipLimits DEFAULT = new WhipLimits(100, 2000, ApiLimits.WRONG_KEYS);
}
