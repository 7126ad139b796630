package org.lyceum.wire.rtp;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Bytes;

/**
 * The RTP header extensions that Lyceum knows: their URIs for {@code a=extmap}, and their values. Readers take the slice that
 * {@link RtpPacket#findExtension} found.
 */
public final class HeaderExtensions {
    /** RFC 9143. */
    public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
    /** RFC 8852. */
    public static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    /** RFC 8852, on retransmissions. */
    public static final String REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
    /** RFC 6464. */
    public static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    public static final String ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
    public static final String TRANSPORT_CC =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    /** 3GPP TS 26.114, 7.4.5. */
    public static final String VIDEO_ORIENTATION = "urn:3gpp:video-orientation";

    public static final String PLAYOUT_DELAY = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";
    public static final String DEPENDENCY_DESCRIPTOR =
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private HeaderExtensions() {}

    /** MID or RID text, null where it is not printable ASCII or empty. Allocates: for SSRCs that are not bound yet. */
    public static @Nullable String text(byte[] b, int offset, int length) {
        if (length == 0) {
            return null;
        }
        for (int i = offset; i < offset + length; i++) {
            if (b[i] < 0x21 || b[i] > 0x7E) {
                return null;
            }
        }
        return new String(b, offset, length, StandardCharsets.US_ASCII);
    }

    /** Whether a MID or RID is this text, without allocating. */
    public static boolean isText(byte[] b, int offset, int length, String text) {
        if (length != text.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (b[offset + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** RFC 6464 level in -dBov, 0 loud to 127 silent. */
    public static int audioLevel(byte[] b, int offset) {
        return b[offset] & 0x7F;
    }

    /** RFC 6464 voice activity. */
    public static boolean voice(byte[] b, int offset) {
        return (b[offset] & 0x80) != 0;
    }

    /** The byte of RFC 6464. */
    public static int audioLevelByte(int level, boolean voice) {
        return (level & 0x7F) | (voice ? 0x80 : 0);
    }

    /** abs-send-time: seconds modulo 64 as a fixed-point number of 6.18 bits. */
    public static int absSendTime(long nanos) {
        long inSixtyFourSeconds = Math.floorMod(nanos, 64 * NANOS_PER_SECOND);
        return (int) ((inSixtyFourSeconds << 18) / NANOS_PER_SECOND) & 0xFF_FFFF;
    }

    /** Transport-wide sequence number. */
    public static int transportSequence(byte[] b, int offset) {
        return Bytes.u16(b, offset);
    }

    /** Playout delay as 24 bits: minimum in the upper twelve, maximum in the lower twelve, both in units of 10 ms. */
    public static int playoutDelay(int minimumMillis, int maximumMillis) {
        int minimum = Math.clamp(minimumMillis / 10, 0, 0xFFF);
        int maximum = Math.clamp(maximumMillis / 10, 0, 0xFFF);
        return (minimum << 12) | maximum;
    }
}
