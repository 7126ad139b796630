package org.lyceum.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeValuesTest {
    @Test
    void rtpMapsAreReadAndWritten() {
        assertThat(RtpMap.parse("96 VP8/90000")).isEqualTo(new RtpMap(96, "VP8", 90_000, 1));
        assertThat(RtpMap.parse("111 opus/48000/2")).isEqualTo(new RtpMap(111, "opus", 48_000, 2));
        assertThat(RtpMap.parse("9\tG722/8000/1")).isEqualTo(new RtpMap(9, "G722", 8_000, 1));
        assertThat(new RtpMap(111, "opus", 48_000, 2).format()).isEqualTo("111 opus/48000/2");
        assertThat(new RtpMap(96, "VP8", 90_000, 1).format()).isEqualTo("96 VP8/90000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "96",
                "128 VP8/90000",
                "x VP8/90000",
                "96 VP8",
                "96 /90000",
                "96 VP8/0",
                "96 VP8/",
                "96 a/1/2/3",
                "96 VP8/90000/0",
                "-1 VP8/90000"
            })
    void malformedRtpMapsAreNull(String value) {
        assertThat(RtpMap.parse(value)).isNull();
    }

    @Test
    void formatParametersAreReadByNameInLowerCase() {
        FormatParameters fmtp = Objects.requireNonNull(
                FormatParameters.parse("96 Level-Asymmetry-Allowed=1; packetization-mode = 1;;x;x=2"));

        assertThat(fmtp.payloadType()).isEqualTo(96);
        assertThat(fmtp.values())
                .containsEntry("level-asymmetry-allowed", "1")
                .containsEntry("packetization-mode", "1")
                .containsEntry("x", "")
                .hasSize(3);
        assertThat(FormatParameters.parse("63 111/111")).isEqualTo(new FormatParameters(63, "111/111"));
        assertThat(FormatParameters.parse("63")).isNull();
        assertThat(FormatParameters.parse("x y")).isNull();
    }

    @Test
    void feedbackMayBeForAllPayloadTypes() {
        assertThat(RtcpFeedback.parse("* nack  pli")).isEqualTo(new RtcpFeedback(RtcpFeedback.ALL, "nack pli"));
        assertThat(RtcpFeedback.parse("96 ccm fir")).isEqualTo(new RtcpFeedback(96, "ccm fir"));
        assertThat(RtcpFeedback.parse("96")).isNull();
        assertThat(RtcpFeedback.parse("x nack")).isNull();
        assertThat(new RtcpFeedback(RtcpFeedback.ALL, "nack").format()).isEqualTo("* nack");
        assertThat(new RtcpFeedback(96, "nack pli").format()).isEqualTo("96 nack pli");
    }

    @Test
    void extensionMapsHaveADirection() {
        assertThat(ExtMap.parse("3/recvonly urn:a b")).isEqualTo(new ExtMap(3, Direction.RECVONLY, "urn:a"));
        assertThat(ExtMap.parse("4 urn:a")).isEqualTo(new ExtMap(4, Direction.SENDRECV, "urn:a"));
        assertThat(new ExtMap(3, Direction.RECVONLY, "urn:a").format()).isEqualTo("3/recvonly urn:a");
        assertThat(new ExtMap(3, Direction.SENDRECV, "urn:a").format()).isEqualTo("3 urn:a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "0 urn:a", "4352 urn:a", "x urn:a", "3/sideways urn:a", "/sendonly urn:a"})
    void malformedExtensionMapsAreNull(String value) {
        assertThat(ExtMap.parse(value)).isNull();
    }

    @Test
    void sourcesAreUnsignedThirtyTwoBits() {
        assertThat(SsrcGroup.parse("FID 1 4294967295")).isEqualTo(new SsrcGroup("FID", List.of(1, -1)));
        assertThat(new SsrcGroup("FID", List.of(1, -1)).format()).isEqualTo("FID 1 4294967295");
        assertThat(SsrcGroup.parse("FID 4294967296")).isNull();
        assertThat(SsrcGroup.parse("FID")).isNull();
        assertThat(SsrcGroup.parseSsrc("4294967295 cname:x")).isEqualTo(-1);
        assertThat(SsrcGroup.parseSsrc("x cname:x")).isNull();
    }

    @Test
    void restrictionIdsAreReadAndWritten() {
        assertThat(Rid.parse("h send")).isEqualTo(new Rid("h", true, ""));
        assertThat(Rid.parse("h recv max-width=1280;max-fps=30"))
                .isEqualTo(new Rid("h", false, "max-width=1280;max-fps=30"));
        assertThat(new Rid("h", false, "max-fps=30").format()).isEqualTo("h recv max-fps=30");
        assertThat(Rid.parse("h")).isNull();
        assertThat(Rid.parse("h both")).isNull();
        assertThat(Rid.parse("h! send")).isNull();
        assertThat(Rid.parse("x".repeat(256) + " send")).isNull();
    }

    @Test
    void simulcastTakesTheFirstOfAlternatives() {
        assertThat(Simulcast.parse("send q;~h,h2;f")).isEqualTo(new Simulcast(List.of("q", "h", "f"), List.of()));
        assertThat(Simulcast.parse("recv a;b send c")).isEqualTo(new Simulcast(List.of("c"), List.of("a", "b")));
        assertThat(Simulcast.parse("send")).isNull();
        assertThat(Simulcast.parse("sideways a")).isNull();
        assertThat(new Simulcast(List.of("c"), List.of("a", "b")).format()).isEqualTo("send c recv a;b");
        assertThat(new Simulcast(List.of(), List.of("a", "b")).format()).isEqualTo("recv a;b");
    }

    @Test
    void hostCandidatesAreReadAndWritten() {
        Candidate udp = new Candidate("udp", "192.0.2.1", 7882, 2_130_706_431L);
        Candidate tcp = new Candidate("tcp", "2001:db8::1", 7882, 1_677_721_855L);

        assertThat(udp.format("1")).isEqualTo("1 1 udp 2130706431 192.0.2.1 7882 typ host");
        assertThat(tcp.format("2")).isEqualTo("2 1 tcp 1677721855 2001:db8::1 7882 typ host tcptype passive");
        assertThat(Candidate.parse(udp.format("1"))).isEqualTo(udp);
        assertThat(Candidate.parse("candidate:" + tcp.format("2"))).isEqualTo(tcp);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1 2 udp 1 192.0.2.1 7882 typ host",
                "1 1 sctp 1 192.0.2.1 7882 typ host",
                "1 1 udp x 192.0.2.1 7882 typ host",
                "1 1 udp 4294967296 192.0.2.1 7882 typ host",
                "1 1 udp 1 192.0.2.1 0 typ host",
                "1 1 udp 1 192.0.2.1 65536 typ host",
                "1 1 tcp 1 192.0.2.1 9 typ host tcptype active",
                "1 1 udp 1 192.0.2.1 7882 is host"
            })
    void otherCandidatesAreNull(String value) {
        assertThat(Candidate.parse(value)).isNull();
    }

    @Test
    void anIceFragmentIsReadWhereverItsLinesStand() throws SdpException {
        IceFragment session = IceFragment.parse("""
                a=ice-ufrag:EsAw
                a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
                m=audio 9 UDP/TLS/RTP/SAVPF 0
                a=mid:0
                a=candidate:1 1 UDP 1 198.51.100.1 39132 typ host
                a=end-of-candidates
                """);
        IceFragment section = IceFragment.parse("m=audio 9 RTP/AVP 0\na=mid:0\na=ice-ufrag:EsAw\na=ice-pwd:x\n");

        assertThat(session.ufrag()).isEqualTo("EsAw");
        assertThat(session.pwd()).isEqualTo("P2uYro0UCOQ4zxjKXaWCBui1");
        assertThat(session.candidates()).containsExactly("1 1 UDP 1 198.51.100.1 39132 typ host");
        assertThat(session.endOfCandidates()).isTrue();
        assertThat(section.ufrag()).isEqualTo("EsAw");
        assertThat(section.endOfCandidates()).isFalse();
        assertThat(IceFragment.parse("").ufrag()).isNull();
    }
}
