package org.lyceum.bench.client;

import java.util.List;
import java.util.random.RandomGenerator;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.wire.rtp.HeaderExtensions;

/**
 * The offers of the generator: VP8 with retransmissions and Opus, in one BUNDLE group. The numbers are its own, and an answer
 * may leave out what it does not take.
 *
 * @param ufrag ICE user fragment of this side
 * @param pwd ICE password of this side
 * @param sdp the session description
 */
public record Offer(String ufrag, String pwd, String sdp) {
    public static final String AUDIO_MID = "0";
    public static final String VIDEO_MID = "1";
    public static final int OPUS = 111;
    public static final int VP8 = 96;
    public static final int VP8_RTX = 97;

    private static final int MID_ID = 1;
    private static final int RID_ID = 2;
    private static final int REPAIRED_RID_ID = 3;
    private static final int TRANSPORT_CC_ID = 4;
    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /** Sends sound, and a picture in simulcast encodings with these rids. */
    public static Offer publishing(List<String> rids, Fingerprint fingerprint, RandomGenerator random) {
        StringBuilder simulcast = new StringBuilder();
        extension(simulcast, RID_ID, HeaderExtensions.RID);
        extension(simulcast, REPAIRED_RID_ID, HeaderExtensions.REPAIRED_RID);
        rids.forEach(rid -> simulcast.append("a=rid:").append(rid).append(" send\r\n"));
        simulcast.append("a=simulcast:send ").append(String.join(";", rids)).append("\r\n");
        return make("sendonly", simulcast.toString(), fingerprint, random);
    }

    /** Receives sound and one picture. */
    public static Offer viewing(Fingerprint fingerprint, RandomGenerator random) {
        return make("recvonly", "", fingerprint, random);
    }

    private static Offer make(String direction, String videoTail, Fingerprint fingerprint, RandomGenerator random) {
        String ufrag = text(random, 8);
        String pwd = text(random, 24);
        String transport = "c=IN IP4 0.0.0.0\r\na=ice-ufrag:" + ufrag + "\r\na=ice-pwd:" + pwd + "\r\na=fingerprint:"
                + fingerprint.algorithm() + " " + fingerprint.value() + "\r\na=setup:actpass\r\na=rtcp-mux\r\na="
                + direction + "\r\n";
        StringBuilder sdp = new StringBuilder("v=0\r\no=- ")
                .append(random.nextLong(1, Long.MAX_VALUE))
                .append(" 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE " + AUDIO_MID + " " + VIDEO_MID
                        + "\r\n");
        sdp.append("m=audio 9 UDP/TLS/RTP/SAVPF " + OPUS + "\r\n").append(transport);
        sdp.append("a=mid:" + AUDIO_MID + "\r\na=rtpmap:" + OPUS + " opus/48000/2\r\n");
        extensions(sdp);
        sdp.append("a=rtcp-fb:" + OPUS + " transport-cc\r\n");
        sdp.append("m=video 9 UDP/TLS/RTP/SAVPF " + VP8 + " " + VP8_RTX + "\r\n")
                .append(transport);
        sdp.append("a=mid:" + VIDEO_MID + "\r\na=rtpmap:" + VP8 + " VP8/90000\r\na=rtpmap:" + VP8_RTX
                + " rtx/90000\r\na=fmtp:" + VP8_RTX + " apt=" + VP8 + "\r\n");
        extensions(sdp);
        for (String feedback : List.of("transport-cc", "ccm fir", "nack", "nack pli")) {
            sdp.append("a=rtcp-fb:" + VP8 + " ").append(feedback).append("\r\n");
        }
        sdp.append(videoTail);
        return new Offer(ufrag, pwd, sdp.toString());
    }

    private static void extensions(StringBuilder sdp) {
        extension(sdp, MID_ID, HeaderExtensions.MID);
        extension(sdp, TRANSPORT_CC_ID, HeaderExtensions.TRANSPORT_CC);
    }

    private static void extension(StringBuilder sdp, int id, String uri) {
        sdp.append("a=extmap:").append(id).append(' ').append(uri).append("\r\n");
    }

    private static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
        }
        return text.toString();
    }
}
