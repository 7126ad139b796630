package org.lyceum.rtc.session;

import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.sdp.FormatParameters;
import org.lyceum.wire.sdp.RtpMap;

/** From rtpmap and fmtp to a {@link Codec}, for those that Lyceum forwards. */
final class CodecReader {
    // What goes into Codec.fmtp and from there into answers. The rest speaks of the other side's encoder alone
    // (sprop-parameter-sets, max-fr) or is private (x-google-start-bitrate).
    private static final Set<String> OPUS_KEYS = Set.of(
            "minptime",
            "useinbandfec",
            "stereo",
            "sprop-stereo",
            "usedtx",
            "cbr",
            "maxplaybackrate",
            "maxaveragebitrate");
    private static final Set<String> H264_KEYS =
            Set.of("level-asymmetry-allowed", "packetization-mode", "profile-level-id");
    private static final Set<String> VP9_KEYS = Set.of("profile-id");
    private static final Set<String> AV1_KEYS = Set.of("profile", "level-idx", "tier");

    private CodecReader() {}

    /** Null where the codec, its clock rate or its profile is none that Lyceum forwards. */
    static @Nullable Codec read(RtpMap map, String fmtp) {
        CodecType type = type(map);
        if (type == null) {
            return null;
        }
        Map<String, String> values = FormatParameters.values(fmtp);
        return switch (type) {
            case OPUS -> new Codec(type, opus(values));
            // Its parameters are payload types, which mean nothing outside the m-line.
            case RED, VP8 -> new Codec(type, "");
            case H264 ->
                CodecMatching.profile(values) == null || CodecMatching.packetizationMode(values) < 0
                        ? null
                        : new Codec(type, normalized(values, H264_KEYS));
            case VP9 -> profileZero(type, values, "profile-id", VP9_KEYS);
            case AV1 -> profileZero(type, values, "profile", AV1_KEYS);
        };
    }

    private static @Nullable CodecType type(RtpMap map) {
        for (CodecType type : CodecType.values()) {
            if (type.encodingName().equalsIgnoreCase(map.encodingName()) && type.clockRate() == map.clockRate()) {
                return type;
            }
        }
        return null;
    }

    /** Profile 0 is what every browser decodes; others are 10 bit or 4:4:4, which most watchers could not see. */
    private static @Nullable Codec profileZero(
            CodecType type, Map<String, String> values, String key, Set<String> keys) {
        return CodecMatching.zeroUnlessStated(values, key).equals("0")
                ? new Codec(type, normalized(values, keys))
                : null;
    }

    /** Who says that it sends stereo is told that stereo is welcome (RFC 7587, 6.1: each parameter is for one direction). */
    private static String opus(Map<String, String> values) {
        if ("1".equals(values.get("sprop-stereo"))) {
            values.put("stereo", "1");
        }
        values.remove("sprop-stereo");
        return normalized(values, OPUS_KEYS);
    }

    private static String normalized(Map<String, String> values, Set<String> keys) {
        StringJoiner line = new StringJoiner(";");
        new TreeMap<>(values).forEach((key, value) -> {
            if (keys.contains(key) && !value.isEmpty()) {
                line.add(key + "=" + value);
            }
        });
        return line.toString();
    }
}
