package org.lyceum.rtc.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One negotiated m-line, as a peer needs it. Rejected m-lines are not listed.
 *
 * @param mid its MID (RFC 9143)
 * @param kind sound or picture
 * @param receives this side receives on it
 * @param local what this side sends on it, null where it only receives
 * @param formats payload types understood by both sides, preferred first; the same number means the same both ways
 * @param extensions header extension ids
 * @param rids restriction ids of simulcast (RFC 8851), in the offer's order, empty without simulcast
 * @param remoteSources sources announced by SSRC, empty where there is none
 */
public record MediaSection(
        String mid,
        MediaKind kind,
        boolean receives,
        @Nullable LocalSource local,
        List<PayloadFormat> formats,
        ExtensionMap extensions,
        List<String> rids,
        List<RemoteSource> remoteSources) {}
