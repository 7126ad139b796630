package org.lyceum.rtc.session;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.sdp.FormatParameters;

/**
 * Which negotiated format carries a stream of a codec. Of Opus, RED and VP8 the type decides; of H.264 packetization mode
 * and profile (RFC 6184, 8.2.2; the level is each side's own); of VP9 and AV1 the profile.
 */
public final class CodecMatching {
    private CodecMatching() {}

    /**
     * The format in which a watcher takes a stream, or null where it cannot decode it. The very same parameters come before
     * ones that include them (a High decoder for a Baseline stream), and among equals the preferred format.
     */
    public static @Nullable PayloadFormat find(List<PayloadFormat> negotiated, Codec sent) {
        PayloadFormat fallback = null;
        for (PayloadFormat format : negotiated) {
            if (same(format.codec(), sent)) {
                return format;
            }
            if (fallback == null && decodes(format.codec(), sent)) {
                fallback = format;
            }
        }
        return fallback;
    }

    /** Both name the same kind of stream: formats of an offer and its answer must. */
    static boolean same(Codec one, Codec other) {
        if (one.type() != other.type()) {
            return false;
        }
        Map<String, String> a = FormatParameters.values(one.fmtp());
        Map<String, String> b = FormatParameters.values(other.fmtp());
        return switch (one.type()) {
            case OPUS, RED, VP8 -> true;
            case H264 -> packetizationMode(a) == packetizationMode(b) && profile(a) == profile(b);
            case VP9 -> zeroUnlessStated(a, "profile-id").equals(zeroUnlessStated(b, "profile-id"));
            case AV1 -> zeroUnlessStated(a, "profile").equals(zeroUnlessStated(b, "profile"));
        };
    }

    /** Mode 1 includes what mode 0 sends (RFC 6184, 5.4), not the other way round. */
    private static boolean decodes(Codec receiver, Codec sent) {
        if (receiver.type() != CodecType.H264 || sent.type() != CodecType.H264) {
            return false;
        }
        Map<String, String> r = FormatParameters.values(receiver.fmtp());
        Map<String, String> s = FormatParameters.values(sent.fmtp());
        H264Profile decoder = profile(r);
        H264Profile stream = profile(s);
        return decoder != null
                && stream != null
                && decoder.decodes(stream)
                && packetizationMode(r) >= packetizationMode(s);
    }

    static @Nullable H264Profile profile(Map<String, String> fmtp) {
        return H264Profile.of(fmtp.getOrDefault("profile-level-id", H264Profile.DEFAULT_PROFILE_LEVEL_ID));
    }

    /** 0 or 1; -1 for the interleaved mode, which nobody in WebRTC speaks, and for nonsense. */
    static int packetizationMode(Map<String, String> fmtp) {
        return switch (zeroUnlessStated(fmtp, "packetization-mode")) {
            case "0" -> 0;
            case "1" -> 1;
            default -> -1;
        };
    }

    static String zeroUnlessStated(Map<String, String> fmtp, String key) {
        return fmtp.getOrDefault(key, "0");
    }
}
