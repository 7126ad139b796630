package org.lyceum.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code a=ssrc-group:FID 1 2} (RFC 5576, 4.2).
 *
 * @param semantics {@code FID}, {@code SIM} and others
 * @param ssrcs unsigned
 */
public record SsrcGroup(String semantics, List<Integer> ssrcs) {
    private static final long HIGHEST_SSRC = 0xffff_ffffL;

    public SsrcGroup {
        ssrcs = List.copyOf(ssrcs);
    }

    /** Null where the value is malformed. */
    public static @Nullable SsrcGroup parse(String value) {
        String[] fields = Fields.split(value);
        List<Integer> ssrcs = new ArrayList<>();
        for (int i = 1; i < fields.length; i++) {
            long ssrc = Numbers.parseLong(fields[i], HIGHEST_SSRC);
            if (ssrc < 0) {
                return null;
            }
            ssrcs.add((int) ssrc);
        }
        return ssrcs.isEmpty() ? null : new SsrcGroup(fields[0], ssrcs);
    }

    /** The SSRC that an {@code a=ssrc} value is about, or null where it is malformed. */
    public static @Nullable Integer parseSsrc(String value) {
        long ssrc = Numbers.parseLong(Fields.split(value)[0], HIGHEST_SSRC);
        return ssrc < 0 ? null : Integer.valueOf((int) ssrc);
    }

    public String format() {
        StringBuilder out = new StringBuilder(semantics);
        for (int ssrc : ssrcs) {
            out.append(' ').append(Integer.toUnsignedString(ssrc));
        }
        return out.toString();
    }
}
