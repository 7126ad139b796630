package org.lyceum.rtc.session;

/** The codecs that Lyceum forwards. RTX is no codec here: it is a property of a {@link PayloadFormat}. */
public enum CodecType {
    OPUS(MediaKind.AUDIO, "opus", 48_000),
    RED(MediaKind.AUDIO, "red", 48_000),
    VP8(MediaKind.VIDEO, "VP8", 90_000),
    H264(MediaKind.VIDEO, "H264", 90_000),
    VP9(MediaKind.VIDEO, "VP9", 90_000),
    AV1(MediaKind.VIDEO, "AV1", 90_000);

    private final MediaKind kind;
    private final String encodingName;
    private final int clockRate;

    CodecType(MediaKind kind, String encodingName, int clockRate) {
        this.kind = kind;
        this.encodingName = encodingName;
        this.clockRate = clockRate;
    }

    public MediaKind kind() {
        return kind;
    }

    /** The rtpmap encoding name, as written in offers. */
    public String encodingName() {
        return encodingName;
    }

    /** RTP clock rate in Hz. */
    public int clockRate() {
        return clockRate;
    }
}
