package org.lyceum.wire.sdp;

import org.jspecify.annotations.Nullable;

/**
 * {@code a=rtpmap:96 VP8/90000} (RFC 8866, 6.6).
 *
 * @param payloadType 0 to 127
 * @param encodingName as written; compared without regard to case
 * @param clockRate in Hz
 * @param channels 1 where not stated
 */
public record RtpMap(int payloadType, String encodingName, int clockRate, int channels) {
    private static final int HIGHEST_PAYLOAD_TYPE = 127;

    /** Null where the value is malformed. */
    public static @Nullable RtpMap parse(String value) {
        int blank = Fields.blank(value);
        if (blank < 0) {
            return null;
        }
        int payloadType = Numbers.parse(value.substring(0, blank), HIGHEST_PAYLOAD_TYPE);
        String[] encoding = value.substring(blank).strip().split("/", -1);
        if (payloadType < 0 || encoding.length < 2 || encoding.length > 3 || encoding[0].isEmpty()) {
            return null;
        }
        int clockRate = Numbers.parse(encoding[1], Integer.MAX_VALUE);
        int channels = encoding.length == 3 ? Numbers.parse(encoding[2], 255) : 1;
        return clockRate <= 0 || channels <= 0 ? null : new RtpMap(payloadType, encoding[0], clockRate, channels);
    }

    public String format() {
        String text = payloadType + " " + encodingName + "/" + clockRate;
        return channels == 1 ? text : text + "/" + channels;
    }
}
