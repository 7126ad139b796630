package org.lyceum.bench.client;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.wire.rtp.HeaderExtensions;
import org.lyceum.wire.sdp.Direction;
import org.lyceum.wire.sdp.ExtMap;
import org.lyceum.wire.sdp.MediaDescription;
import org.lyceum.wire.sdp.SdpException;
import org.lyceum.wire.sdp.SessionDescription;

/**
 * One side of a connection of the generator, which offers or answers: VP8 with retransmissions and Opus, in one BUNDLE group.
 * Of an offer the numbers are its own; in an answer they are the server's.
 */
public final class LocalDescription {
    public static final String AUDIO_MID = "0";
    public static final String VIDEO_MID = "1";

    private static final int OPUS = 111;
    private static final int VP8 = 96;
    private static final int VP8_RTX = 97;
    private static final int MID_ID = 1;
    private static final int RID_ID = 2;
    private static final int REPAIRED_RID_ID = 3;
    private static final int TRANSPORT_CC_ID = 4;
    private static final List<String> VIDEO_FEEDBACK = List.of("transport-cc", "ccm fir", "nack", "nack pli");
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final Wish wish;
    private final String ufrag;
    private final String pwd;
    private final String origin;
    private final Fingerprint fingerprint;

    /** @param random for ICE's credentials and the session's number */
    public LocalDescription(Wish wish, Fingerprint fingerprint, RandomGenerator random) {
        this.wish = wish;
        this.ufrag = text(random, 8);
        this.pwd = text(random, 24);
        this.origin = "v=0\r\no=- " + random.nextLong(1, Long.MAX_VALUE) + " 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
        this.fingerprint = fingerprint;
    }

    /** ICE user fragment of this side. */
    String ufrag() {
        return ufrag;
    }

    /** ICE password of this side. */
    String pwd() {
        return pwd;
    }

    /** What is offered, as SDP. */
    public String offer() {
        StringBuilder sdp = new StringBuilder(origin)
                .append("a=group:BUNDLE " + AUDIO_MID)
                .append(wish.picture() ? " " + VIDEO_MID : "")
                .append("\r\n");
        MediaLines sound = new MediaLines(AUDIO_MID, OPUS, -1, MID_ID, TRANSPORT_CC_ID);
        sound.append(sdp, "audio", "actpass");
        if (wish.picture()) {
            new MediaLines(VIDEO_MID, VP8, VP8_RTX, MID_ID, TRANSPORT_CC_ID).append(sdp, "video", "actpass");
        }
        if (!wish.rids().isEmpty()) {
            extension(sdp, RID_ID, HeaderExtensions.RID);
            extension(sdp, REPAIRED_RID_ID, HeaderExtensions.REPAIRED_RID);
            wish.rids().forEach(rid -> sdp.append("a=rid:").append(rid).append(" send\r\n"));
            sdp.append("a=simulcast:send ").append(String.join(";", wish.rids()));
            sdp.append("\r\n");
        }
        return sdp.toString();
    }

    /**
     * Answers a server's offer, as SDP: takes Opus and VP8 in one m-line each, refuses the others. This side is the DTLS server, so
     * that the SRTP profile is its choice.
     */
    public String answer(String offer) throws SdpException {
        List<String> mids = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (MediaDescription media : SessionDescription.parse(offer).media()) {
            String mid = media.attributes().first("mid");
            Agreement.Section section = mid == null || media.rejected() ? null : Agreement.Section.read(media);
            if (mid == null || section == null || !wanted(media.media())) {
                lines.append("m=").append(media.media()).append(" 0 ").append(media.protocol());
                lines.append(' ').append(String.join(" ", media.formats())).append("\r\n");
                continue;
            }
            mids.add(mid);
            new MediaLines(
                            mid,
                            section.payloadType(),
                            section.rtxPayloadType(),
                            section.extension(HeaderExtensions.MID),
                            section.extension(HeaderExtensions.TRANSPORT_CC))
                    .append(lines, media.media(), "passive");
        }
        return origin + "a=group:BUNDLE " + String.join(" ", mids) + "\r\n" + lines;
    }

    private boolean wanted(String kind) {
        return kind.equals("audio") || (wish.picture() && kind.equals("video"));
    }

    /** What the lines of one m-line say of its codec and its numbers; 0 is no extension, -1 no retransmissions. */
    private final class MediaLines {
        private final String mid;
        private final int payloadType;
        private final int rtx;
        private final int midId;
        private final int transportCcId;

        MediaLines(String mid, int payloadType, int rtx, int midId, int transportCcId) {
            this.mid = mid;
            this.payloadType = payloadType;
            this.rtx = rtx;
            this.midId = midId;
            this.transportCcId = transportCcId;
        }

        void append(StringBuilder sdp, String kind, String setup) {
            boolean video = kind.equals("video");
            sdp.append("m=").append(kind).append(" 9 UDP/TLS/RTP/SAVPF ").append(payloadType);
            sdp.append(rtx < 0 ? "" : " " + rtx).append("\r\nc=IN IP4 0.0.0.0\r\n");
            attribute(sdp, "ice-ufrag", ufrag);
            attribute(sdp, "ice-pwd", pwd);
            attribute(sdp, "fingerprint", fingerprint.algorithm() + " " + fingerprint.value());
            attribute(sdp, "setup", setup);
            attribute(sdp, "rtcp-mux", null);
            attribute(sdp, wish.sends() ? "sendonly" : "recvonly", null);
            attribute(sdp, "mid", mid);
            attribute(sdp, "rtpmap", payloadType + (video ? " VP8/90000" : " opus/48000/2"));
            if (rtx >= 0) {
                attribute(sdp, "rtpmap", rtx + " rtx/90000");
                attribute(sdp, "fmtp", rtx + " apt=" + payloadType);
            }
            extension(sdp, midId, HeaderExtensions.MID);
            extension(sdp, transportCcId, HeaderExtensions.TRANSPORT_CC);
            for (String feedback : video ? VIDEO_FEEDBACK : List.of("transport-cc")) {
                attribute(sdp, "rtcp-fb", payloadType + " " + feedback);
            }
        }
    }

    private static void attribute(StringBuilder sdp, String name, @Nullable String value) {
        sdp.append("a=").append(name).append(value == null ? "" : ":" + value).append("\r\n");
    }

    private static void extension(StringBuilder sdp, int id, String uri) {
        if (id > 0) {
            attribute(sdp, "extmap", new ExtMap(id, Direction.SENDRECV, uri).format());
        }
    }

    private static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return text.toString();
    }
}
