package org.lyceum.rtc.session;

import java.util.List;

/**
 * What this side offers to a watcher: every codec in every form that a publisher may send, so that the publisher's choice
 * never needs another negotiation. Numbers are unique in the whole description (RFC 9143, 9.1).
 */
final class ServerFormats {
    private static final int NONE = -1;

    static final List<PayloadFormat> AUDIO = List.of(
            new PayloadFormat(
                    111,
                    new Codec(CodecType.OPUS, "minptime=10;stereo=1;useinbandfec=1"),
                    NONE,
                    true,
                    false,
                    false,
                    true,
                    false),
            new PayloadFormat(63, new Codec(CodecType.RED, ""), NONE, false, false, false, true, false));

    static final List<PayloadFormat> VIDEO = List.of(
            video(96, CodecType.VP8, ""),
            h264(102, "42e01f", 1),
            h264(104, "42e01f", 0),
            h264(106, "42001f", 1),
            h264(108, "42001f", 0),
            h264(112, "4d001f", 1),
            h264(114, "4d001f", 0),
            h264(116, "640c1f", 1),
            h264(118, "640c1f", 0),
            h264(120, "64001f", 1),
            h264(122, "64001f", 0),
            video(98, CodecType.VP9, "profile-id=0"),
            video(100, CodecType.AV1, "level-idx=5;profile=0;tier=0"));

    static final ExtensionMap AUDIO_EXTENSIONS = new ExtensionMap(4, 0, 0, 1, 2, 3, 0, 0, 0);
    static final ExtensionMap VIDEO_EXTENSIONS = new ExtensionMap(4, 0, 0, 0, 2, 3, 13, 5, 12);

    private ServerFormats() {}

    static List<PayloadFormat> of(MediaKind kind) {
        return kind == MediaKind.AUDIO ? AUDIO : VIDEO;
    }

    static ExtensionMap extensions(MediaKind kind) {
        return kind == MediaKind.AUDIO ? AUDIO_EXTENSIONS : VIDEO_EXTENSIONS;
    }

    /** The level is what this side could receive, which is nothing: asymmetry leaves the watcher's own to the watcher. */
    private static PayloadFormat h264(int payloadType, String profileLevelId, int packetizationMode) {
        String fmtp = "level-asymmetry-allowed=1;packetization-mode=" + packetizationMode + ";profile-level-id="
                + profileLevelId;
        return video(payloadType, CodecType.H264, fmtp);
    }

    private static PayloadFormat video(int payloadType, CodecType type, String fmtp) {
        return new PayloadFormat(payloadType, new Codec(type, fmtp), payloadType + 1, true, true, true, true, true);
    }
}
