package org.lyceum.rtc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.wire.sdp.Attributes;
import org.lyceum.wire.sdp.MediaDescription;
import org.lyceum.wire.sdp.SessionDescription;

class PublishNegotiatorTest {
    private final PublishNegotiator negotiator =
            new PublishNegotiator(Descriptions.LOCAL, new SplittableRandom(20_260_101L));

    @ParameterizedTest
    @MethodSource("org.lyceum.rtc.session.Descriptions#names")
    void everyOfferGetsAnAnswerWithItsMediaLinesInOrder(String name) throws NegotiationException {
        SessionDescription offer = Descriptions.parse(Descriptions.read(name));

        SessionDescription answer =
                Descriptions.parse(negotiator.answer(Descriptions.read(name)).sdp());

        assertThat(answer.attributes().has("ice-lite")).isTrue();
        assertThat(answer.media())
                .extracting(MediaDescription::media)
                .isEqualTo(offer.media().stream().map(MediaDescription::media).toList());
        for (int i = 0; i < answer.media().size(); i++) {
            MediaDescription media = answer.media().get(i);
            Attributes offered = offer.media().get(i).attributes();
            assertThat(media.protocol()).isEqualTo(offer.media().get(i).protocol());
            assertThat(media.attributes().first("mid")).isEqualTo(offered.first("mid"));
            if (media.media().equals("application")) {
                assertThat(media.port()).isZero();
            } else {
                assertThat(media.port()).isEqualTo(7882);
                assertThat(media.attributes().has("recvonly")).isTrue();
                assertThat(media.attributes().has("rtcp-mux")).isTrue();
                assertThat(offer.media().get(i).formats()).containsAll(media.formats());
                assertThat(media.attributes().first("fingerprint"))
                        .isEqualTo("sha-256 " + Descriptions.FINGERPRINT.value());
            }
        }
        assertThat(answer.group("BUNDLE"))
                .containsExactlyElementsOf(answer.media().stream()
                        .filter(m -> m.port() != 0)
                        .map(m -> String.valueOf(m.attributes().first("mid")))
                        .toList());
    }

    @Test
    void chromiumsCodecsStayInItsOrderWithTheirRetransmissions() throws NegotiationException {
        Negotiated negotiated = negotiator.answer(Descriptions.read("chromium-publish"));

        assertThat(negotiated.mids()).containsExactly(Map.entry("0", MediaKind.AUDIO), Map.entry("1", MediaKind.VIDEO));
        MediaSection audio = negotiated.update().sections().getFirst();
        assertThat(audio.formats()).extracting(PayloadFormat::payloadType).containsExactly(111, 63);
        assertThat(audio.extensions()).isEqualTo(new ExtensionMap(4, 0, 0, 1, 2, 3, 0, 0, 0));
        assertThat(audio.receives()).isTrue();
        assertThat(audio.local()).isNull();
        MediaSection video = negotiated.update().sections().get(1);
        assertThat(video.formats())
                .extracting(f -> f.codec().type())
                .containsExactly(
                        CodecType.VP8,
                        CodecType.H264,
                        CodecType.H264,
                        CodecType.H264,
                        CodecType.H264,
                        CodecType.H264,
                        CodecType.H264,
                        CodecType.AV1,
                        CodecType.VP9);
        assertThat(video.formats().getFirst())
                .isEqualTo(new PayloadFormat(96, new Codec(CodecType.VP8, ""), 97, true, true, true, true, true));
        assertThat(video.formats().get(1).codec().fmtp())
                .isEqualTo("level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f");
        assertThat(video.extensions()).isEqualTo(new ExtensionMap(4, 10, 11, 0, 2, 3, 13, 5, 0));
        assertThat(video.remoteSources()).hasSize(1);
        assertThat(video.remoteSources().getFirst().rtxSsrc()).isNotZero();
        List<String> lines = Descriptions.section(negotiated.sdp(), 1);
        assertThat(lines.getFirst())
                .isEqualTo("m=video 7882 UDP/TLS/RTP/SAVPF 96 97 102 103 104 107 108 109 114 115 116 117"
                        + " 39 40 45 46 98 99");
        assertThat(lines)
                .contains("a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96", "a=rtcp-fb:96 nack pli", "a=rtcp-fb:96 ccm fir")
                .contains("a=fmtp:45 level-idx=5;profile=0;tier=0", "a=fmtp:98 profile-id=0")
                .doesNotContain("a=rtpmap:100 VP9/90000");
        assertThat(Descriptions.section(negotiated.sdp(), 0))
                .contains("a=rtpmap:63 red/48000/2", "a=fmtp:63 111/111", "a=fmtp:111 minptime=10;useinbandfec=1");
    }

    @Test
    void theTaggedSectionAloneListsEveryCandidateAndThatThereAreNoMore() throws NegotiationException {
        String sdp = negotiator.answer(Descriptions.read("chromium-publish")).sdp();

        assertThat(Descriptions.section(sdp, 0))
                .contains(
                        "c=IN IP4 192.0.2.1",
                        "a=candidate:1 1 udp 2130706431 192.0.2.1 7882 typ host",
                        "a=candidate:2 1 tcp 1677721855 192.0.2.1 7882 typ host tcptype passive",
                        "a=candidate:3 1 udp 2130706175 2001:db8::1 7882 typ host",
                        "a=end-of-candidates");
        assertThat(Descriptions.section(sdp, 1)).noneMatch(line -> line.startsWith("a=candidate"));
    }

    @ParameterizedTest
    @CsvSource({"chromium-simulcast", "firefox-simulcast"})
    void simulcastIsReceivedByItsRestrictionIds(String name) throws NegotiationException {
        Negotiated negotiated = negotiator.answer(Descriptions.read(name));

        MediaSection video = negotiated.update().sections().get(1);
        assertThat(video.rids()).containsExactly("q", "h", "f");
        assertThat(Descriptions.section(negotiated.sdp(), 1))
                .contains("a=rid:q recv", "a=rid:h recv", "a=rid:f recv", "a=simulcast:recv q;h;f");
    }

    @Test
    void anEncodersSimulcastIsAnsweredByItsRidsThoughOneSourceIsAnnounced() throws NegotiationException {
        Negotiated negotiated = negotiator.answer(Descriptions.read("obs-whip-simulcast"));

        MediaSection video = negotiated.update().sections().get(1);
        assertThat(video.rids()).containsExactly("0", "1", "2");
        assertThat(video.extensions().mid()).isEqualTo(1);
        assertThat(video.extensions().rid()).isEqualTo(2);
        assertThat(video.remoteSources()).hasSize(1);
        assertThat(Descriptions.section(negotiated.sdp(), 1))
                .contains(
                        "a=rid:0 recv",
                        "a=rid:1 recv",
                        "a=rid:2 recv",
                        "a=simulcast:recv 0;1;2",
                        "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid",
                        "a=extmap:2 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id");
    }

    /** RFC 8853, 5.1 and 5.2: alternatives, paused encodings, rids that are not described, lines that cannot be read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=simulcast:send 0,1;2|0 2",
                "a=simulcast:send ~0;1;~2|0 1 2",
                "a=simulcast:send 2;0|2 0",
                "a=simulcast:send 0;9|0",
                "a=simulcast:send 0;0;1|0 1",
                "a=simulcast:recv 1 send 0;2|0 2",
                "a=simulcast:send 0|0",
                "a=simulcast:recv 0;1|",
                "a=simulcast:send|",
                "a=simulcast:|",
                "a=simulcast:send 0;1 send|",
                "a=simulcast:send a;b;c;d;e;f;g;h;i|",
                "a=x|",
            })
    void aSimulcastLineIsReadAsItsRfcHasIt(String line, @Nullable String rids) throws NegotiationException {
        String offer = Descriptions.read("obs-whip-simulcast").replace("a=simulcast:send 0;1;2", line);

        Negotiated negotiated = negotiator.answer(offer);

        List<String> expected = rids == null ? List.of() : List.of(rids.split(" ", -1));
        assertThat(negotiated.update().sections().get(1).rids()).isEqualTo(expected);
        if (expected.isEmpty()) {
            assertThat(negotiated.sdp()).doesNotContain("a=simulcast", "a=rid");
        } else {
            assertThat(Descriptions.section(negotiated.sdp(), 1))
                    .contains("a=simulcast:recv " + String.join(";", expected));
        }
    }

    @Test
    void withoutTheHeaderExtensionThereAreNoRids() throws NegotiationException {
        String offer = Descriptions.read("obs-whip-simulcast").replace("sdes:rtp-stream-id", "sdes:x");

        Negotiated negotiated = negotiator.answer(offer);

        assertThat(negotiated.update().sections().get(1).rids()).isEmpty();
        assertThat(negotiated.sdp()).doesNotContain("a=simulcast", "a=rid");
    }

    @Test
    void firefoxAnnouncesAPairOfSourcesForEachLayer() throws NegotiationException {
        Negotiated negotiated = negotiator.answer(Descriptions.read("firefox-simulcast"));

        assertThat(negotiated.update().sections().get(1).remoteSources())
                .hasSize(3)
                .allMatch(source -> source.rtxSsrc() != 0);
    }

    @Test
    void extensionsThatFirefoxOnlyReceivesAreNotExpectedFromIt() throws NegotiationException {
        MediaSection video = negotiator
                .answer(Descriptions.read("firefox-simulcast"))
                .update()
                .sections()
                .get(1);

        assertThat(video.extensions()).isEqualTo(new ExtensionMap(3, 9, 10, 0, 4, 7, 0, 0, 8));
    }

    @Test
    void aRestrictionKeepsItsTextButForPayloadTypes() throws NegotiationException {
        String offer = Descriptions.read("chromium-simulcast").replace("a=rid:q send", "a=rid:q send pt=96;max-fps=15");

        assertThat(Descriptions.section(negotiator.answer(offer).sdp(), 1)).contains("a=rid:q recv max-fps=15");
    }

    @ParameterizedTest
    @CsvSource({"actpass,SERVER,passive", "active,SERVER,passive", "passive,CLIENT,active"})
    void theServerIsTheDtlsServerUnlessThePublisherIsPassive(String setup, DtlsRole role, String answered)
            throws NegotiationException {
        String offer = Descriptions.read("obs-whip").replace("a=setup:actpass", "a=setup:" + setup);

        Negotiated negotiated = negotiator.answer(offer);

        assertThat(negotiated.update().transport().role()).isEqualTo(role);
        assertThat(Descriptions.section(negotiated.sdp(), 0)).contains("a=setup:" + answered);
    }

    @Test
    void anEncoderWithoutMidExtensionOrRetransmissionIsKnownByItsSources() throws NegotiationException {
        Negotiated negotiated = negotiator.answer(Descriptions.read("ffmpeg-whip"));

        assertThat(negotiated.update().transport().role()).isEqualTo(DtlsRole.CLIENT);
        assertThat(negotiated.update().transport().remoteUfrag()).isEqualTo("1ac08523");
        MediaSection video = negotiated.update().sections().get(1);
        assertThat(video.extensions()).isEqualTo(ExtensionMap.NONE);
        assertThat(video.remoteSources()).containsExactly(new RemoteSource((int) 2806541432L, 0));
        assertThat(video.formats()).singleElement().satisfies(format -> {
            assertThat(format.rtxPayloadType()).isEqualTo(-1);
            assertThat(format.nack()).isFalse();
        });
    }

    @Test
    void stereoSoundIsWelcomed() throws NegotiationException {
        String obs = negotiator.answer(Descriptions.read("obs-whip")).sdp();
        String gstreamer = new PublishNegotiator(Descriptions.LOCAL, new SplittableRandom(1))
                .answer(Descriptions.read("gstreamer-whip"))
                .sdp();

        assertThat(Descriptions.section(obs, 0))
                .contains("a=fmtp:111 maxaveragebitrate=96000;minptime=10;stereo=1;useinbandfec=1");
        assertThat(Descriptions.section(gstreamer, 1)).contains("a=fmtp:100 stereo=1");
    }

    @Test
    void aDataChannelIsRejectedEvenAsTheFirstOfItsGroup() throws NegotiationException {
        Negotiated negotiated = negotiator.answer(Descriptions.read("chromium-data-first"));

        SessionDescription answer = Descriptions.parse(negotiated.sdp());
        assertThat(answer.media().getFirst().port()).isZero();
        assertThat(answer.group("BUNDLE")).containsExactly("1");
        assertThat(negotiated.mids()).containsOnlyKeys("1");
        assertThat(answer.media().get(1).attributes().has("candidate")).isTrue();
    }

    @Test
    void payloadTypesOfRtcpAndStaticOnesAreLeftOut() throws NegotiationException {
        String offer = Descriptions.read("obs-whip").replaceAll("\\b96\\b(?!000)", "72");

        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> negotiator.answer(offer))
                .returns("no-common-codec", NegotiationException::code);
    }

    @Test
    void aRepeatedOfferKeepsTransportAndCredentials() throws NegotiationException {
        String offer = Descriptions.read("chromium-publish");
        Negotiated first = negotiator.answer(offer);

        Negotiated second = negotiator.answer(offer.replace("a=sendonly", "a=inactive"));

        assertThat(second.update().transport()).isEqualTo(first.update().transport());
        assertThat(second.mids()).isEmpty();
        assertThat(second.update().sections()).hasSize(2).noneMatch(MediaSection::receives);
        assertThat(Descriptions.section(second.sdp(), 1)).contains("a=inactive");
        assertThat(origin(second.sdp())).isEqualTo(origin(first.sdp()).replace(" 1 IN", " 2 IN"));
    }

    private static String origin(String sdp) {
        return Descriptions.parse(sdp).line('o');
    }

    @Test
    void aRepeatedOfferMayAddAMediaLine() throws NegotiationException {
        String offer = Descriptions.read("obs-whip");
        negotiator.answer(offer);
        String third = String.join("\r\n", Descriptions.section(offer, 1)).replace("a=mid:1", "a=mid:2") + "\r\n";

        Negotiated negotiated = negotiator.answer(offer.replace("BUNDLE 0 1", "BUNDLE 0 1 2") + third);

        assertThat(negotiated.mids()).containsOnlyKeys("0", "1", "2");
    }

    @Test
    void newCredentialsOfThePublisherAreAnsweredWithNewOnes() throws NegotiationException {
        String offer = Descriptions.read("obs-whip");
        TransportParameters first = negotiator.answer(offer).update().transport();

        TransportParameters second = negotiator
                .answer(offer.replace("ufrag:Wq3h", "ufrag:Xq3h"))
                .update()
                .transport();

        assertThat(second.remoteUfrag()).isEqualTo("Xq3h");
        assertThat(second.localUfrag()).isNotEqualTo(first.localUfrag());
        assertThat(second.localPwd()).isNotEqualTo(first.localPwd());
        assertThat(second.role()).isEqualTo(first.role());
    }

    @Test
    void theDtlsRoleStaysWhenAPassivePublisherOffersAgain() throws NegotiationException {
        String offer = Descriptions.read("ffmpeg-whip");
        negotiator.answer(offer);

        Negotiated again = negotiator.answer(offer.replace("a=setup:passive", "a=setup:actpass"));

        assertThat(again.update().transport().role()).isEqualTo(DtlsRole.CLIENT);
        assertThat(Descriptions.section(again.sdp(), 0)).contains("a=setup:active");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=group:BUNDLE 0 1|a=x|bundle-required",
                "a=rtcp-mux|a=x|rtcp-mux-required",
                "a=ice-ufrag:Wq3h|a=x|ice-missing",
                "a=ice-ufrag:Wq3h|a=ice-ufrag:W|ice-missing",
                "a=ice-pwd:9lL0yR3w6TqkzS2pXcVb8N|a=ice-pwd:short|ice-missing",
                "a=fingerprint:sha-256|a=fingerprint:sha-1|fingerprint-missing",
                "a=fingerprint:sha-256 5A|a=fingerprint:sha-256 5|fingerprint-missing",
                "a=setup:actpass|a=setup:holdconn|setup-unsupported",
                "a=mid:1|a=mid:0|mid-invalid",
                "a=mid:1|a=mid:a b|mid-invalid",
                "opus/48000|PCMU/8000|no-common-codec",
                "H264/90000|H265/90000|no-common-codec",
                "packetization-mode=1|packetization-mode=2|no-common-codec",
                "profile-level-id=42e01f|profile-level-id=f4001f|no-common-codec",
                "RTP/SAVPF|RTP/AVP|no-common-media",
                "a=msid-semantic:WMS *|a=ice-lite|ice-lite-unsupported",
                "v=0|x=0|sdp-malformed",
            })
    void whatCannotBeAnsweredIsRefusedWithACode(String find, String replacement, String code) {
        String offer = Descriptions.read("obs-whip").replace(find, replacement);

        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> negotiator.answer(offer))
                .returns(code, NegotiationException::code)
                .withMessageEndingWith(".");
    }

    @ParameterizedTest
    @CsvSource({"a=mid:1,a=mid:7,m-lines-changed", "5A:1C,5A:1D,dtls-changed", "actpass,passive,dtls-changed"})
    void whatARepeatedOfferMustKeepIsKept(String find, String replacement, String code) throws NegotiationException {
        String offer = Descriptions.read("obs-whip");
        Negotiated first = negotiator.answer(offer);

        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> negotiator.answer(
                        offer.replace("BUNDLE 0 1", "BUNDLE 0 1 7").replace(find, replacement)))
                .returns(code, NegotiationException::code);
        assertThat(negotiator.answer(offer).update()).isEqualTo(first.update());
    }

    @Test
    void aSingleMediaLineNeedsNeitherGroupNorMid() throws NegotiationException {
        String offer = Descriptions.read("obs-whip")
                .replace("a=group:BUNDLE 0 1\r\n", "")
                .replaceAll("(?s)m=video.*", "")
                .replace("a=mid:0\r\n", "");

        Negotiated negotiated = negotiator.answer(offer);

        assertThat(negotiated.mids()).containsOnlyKeys("0");
        assertThat(negotiated.sdp()).doesNotContain("a=mid", "BUNDLE");
    }

    @Test
    void whatIsOutsideOfTheGroupIsRejected() throws NegotiationException {
        String offer = Descriptions.read("obs-whip").replace("BUNDLE 0 1", "BUNDLE 0");

        Negotiated negotiated = negotiator.answer(offer);

        assertThat(negotiated.mids()).containsOnlyKeys("0");
        assertThat(Descriptions.parse(negotiated.sdp()).media().get(1).port()).isZero();
    }

    @Test
    void aFragmentWithNewCredentialsRestartsIce() throws NegotiationException {
        Negotiated negotiated = negotiator.answer(Descriptions.read("obs-whip"));

        IceRestarted restarted = negotiator.restartIce(
                "a=ice-ufrag:Zz9x\r\na=ice-pwd:0123456789abcdefghijkl\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n");

        TransportParameters transport = restarted.update().transport();
        assertThat(transport.remoteUfrag()).isEqualTo("Zz9x");
        assertThat(transport.localUfrag())
                .isNotEqualTo(negotiated.update().transport().localUfrag());
        assertThat(restarted.update().sections()).isEqualTo(negotiated.update().sections());
        assertThat(restarted.fragment().lines())
                .contains(
                        "a=ice-ufrag:" + transport.localUfrag(),
                        "a=ice-pwd:" + transport.localPwd(),
                        "a=mid:0",
                        "a=candidate:1 1 udp 2130706431 192.0.2.1 7882 typ host",
                        "a=end-of-candidates");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=candidate:1 1 udp 1 192.0.2.9 9 typ host|ice-missing",
                "a=ice-ufrag:Wq3h~a=ice-pwd:9lL0yR3w6TqkzS2pXcVb8N|ice-unchanged",
                "m=|sdp-malformed"
            })
    void aFragmentWithoutNewCredentialsRestartsNothing(String fragment, String code) throws NegotiationException {
        negotiator.answer(Descriptions.read("obs-whip"));

        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> negotiator.restartIce(fragment.replace("~", "\r\n")))
                .returns(code, NegotiationException::code);
    }

    @Test
    void credentialsDifferFromConnectionToConnection() throws NegotiationException {
        SplittableRandom random = new SplittableRandom(20_260_102L);
        String offer = Descriptions.read("obs-whip");

        TransportParameters one = new PublishNegotiator(Descriptions.LOCAL, random)
                .answer(offer)
                .update()
                .transport();
        TransportParameters other = new PublishNegotiator(Descriptions.LOCAL, random)
                .answer(offer)
                .update()
                .transport();

        assertThat(one.localUfrag()).isNotEqualTo(other.localUfrag()).hasSize(8);
        assertThat(one.localPwd()).isNotEqualTo(other.localPwd()).hasSize(24);
    }
}
