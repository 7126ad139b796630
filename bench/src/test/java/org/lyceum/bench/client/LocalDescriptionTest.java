package org.lyceum.bench.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.wire.rtp.HeaderExtensions;
import org.lyceum.wire.sdp.MediaDescription;
import org.lyceum.wire.sdp.SdpException;
import org.lyceum.wire.sdp.SessionDescription;

class LocalDescriptionTest {
    private static final Fingerprint FINGERPRINT = Fingerprint.sha256(new byte[1]);
    private static final String SERVERS_OFFER = String.join(
            "\r\n",
            "v=0",
            "o=- 1 1 IN IP4 192.0.2.1",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE 0 1 2",
            "a=ice-lite",
            section("audio", "109", "0"),
            "a=rtpmap:109 opus/48000/2",
            section("video", "120 121", "1"),
            "a=rtpmap:120 VP8/90000",
            "a=rtpmap:121 rtx/90000",
            "a=fmtp:121 apt=120",
            "a=extmap:5 " + HeaderExtensions.TRANSPORT_CC,
            section("video", "98", "2"),
            "a=rtpmap:98 H264/90000",
            "");

    private static String section(String kind, String formats, String mid) {
        return String.join(
                "\r\n",
                "m=" + kind + " 9 UDP/TLS/RTP/SAVPF " + formats,
                "c=IN IP4 192.0.2.1",
                "a=mid:" + mid,
                "a=sendonly",
                "a=ice-ufrag:theirs",
                "a=ice-pwd:a password of twenty-two",
                "a=fingerprint:sha-256 AA:BB",
                "a=setup:actpass",
                "a=candidate:1 1 udp 100 192.0.2.1 4000 typ host");
    }

    private static LocalDescription local(Wish wish) {
        return new LocalDescription(wish, FINGERPRINT, new SplittableRandom(1));
    }

    @Test
    void aServersOfferIsAnsweredInItsOwnNumbers() throws SdpException {
        LocalDescription local = local(Wish.toReceive(true));
        SessionDescription answer = SessionDescription.parse(local.answer(SERVERS_OFFER));
        List<MediaDescription> media = answer.media();
        assertThat(media).hasSize(3);
        assertThat(media.get(0).formats()).containsExactly("109");
        assertThat(media.get(1).formats()).containsExactly("120", "121");
        assertThat(media.get(1).attributes().all("extmap")).containsExactly("5 " + HeaderExtensions.TRANSPORT_CC);
        assertThat(media.get(1).attributes().has("recvonly")).isTrue();
        assertThat(media.get(2).rejected()).isTrue();
        assertThat(answer.attributes().first("group")).isEqualTo("BUNDLE 0 1");
    }

    @Test
    void whoAnswersIsTheDtlsServerAndChoosesTheProfile() throws SdpException {
        LocalDescription local = local(Wish.toReceive(true));
        SessionDescription answer = SessionDescription.parse(local.answer(SERVERS_OFFER));
        assertThat(answer.media().getFirst().attributes().first("setup")).isEqualTo("passive");
        Agreement agreement = Agreement.read(SERVERS_OFFER, local);
        assertThat(agreement.transport().role()).isEqualTo(DtlsRole.SERVER);
        assertThat(agreement.video()).isNotNull().satisfies(video -> {
            assertThat(video.payloadType()).isEqualTo(120);
            assertThat(video.rtxPayloadType()).isEqualTo(121);
        });
        assertThat(agreement.remote().getFirst().getPort()).isEqualTo(4000);
    }

    @Test
    void soundAloneIsOfferedAndTakenAlone() throws SdpException {
        LocalDescription local = local(Wish.toReceive(false));
        assertThat(SessionDescription.parse(local.offer()).media())
                .singleElement()
                .satisfies(media -> assertThat(media.media()).isEqualTo("audio"));
        assertThat(SessionDescription.parse(local.answer(SERVERS_OFFER))
                        .media()
                        .get(1)
                        .rejected())
                .isTrue();
    }

    @Test
    void aPublishersEncodingsStandInTheOffer() throws SdpException {
        MediaDescription video = SessionDescription.parse(
                        local(Wish.toSend(List.of("q", "h"))).offer())
                .media()
                .get(1);
        assertThat(video.attributes().first("simulcast")).isEqualTo("send q;h");
        assertThat(video.attributes().has("sendonly")).isTrue();
    }
}
