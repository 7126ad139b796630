package org.lyceum.wire.sdp;

import org.jspecify.annotations.Nullable;

/**
 * {@code a=rtcp-fb:96 nack pli} (RFC 4585, 4.2).
 *
 * @param payloadType 0 to 127, or {@link #ALL}
 * @param feedback type and parameter, joined by one blank
 */
public record RtcpFeedback(int payloadType, String feedback) {
    /** Written as an asterisk: every payload type of the m-line. */
    public static final int ALL = -1;

    /** Null where the value is malformed. */
    public static @Nullable RtcpFeedback parse(String value) {
        int blank = Fields.blank(value);
        if (blank < 0) {
            return null;
        }
        String which = value.substring(0, blank);
        int payloadType = Numbers.parse(which, 127);
        if (payloadType < 0 && !which.equals("*")) {
            return null;
        }
        return new RtcpFeedback(
                payloadType,
                String.join(" ", Fields.split(value.substring(blank).strip())));
    }

    public String format() {
        return (payloadType == ALL ? "*" : Integer.toString(payloadType)) + " " + feedback;
    }
}
