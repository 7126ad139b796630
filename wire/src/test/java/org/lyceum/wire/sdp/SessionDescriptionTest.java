package org.lyceum.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDescriptionTest {
    @ParameterizedTest
    @MethodSource("org.lyceum.wire.sdp.Offers#names")
    void whatWasReadIsWrittenAgainByteForByte(String name) throws SdpException {
        String offer = Offers.read(name);

        SessionDescription description = SessionDescription.parse(offer);

        assertThat(description.format()).isEqualTo(offer);
        assertThat(SessionDescription.parse(description.format())).isEqualTo(description);
    }

    @Test
    void readsTheSessionAndItsMediaOfAChromiumOffer() throws SdpException {
        SessionDescription offer = SessionDescription.parse(Offers.read("chromium-simulcast"));

        assertThat(offer.line('o')).startsWith("- ");
        assertThat(offer.line('z')).isEmpty();
        assertThat(offer.group("BUNDLE")).containsExactly("0", "1");
        assertThat(offer.group("LS")).isEmpty();
        assertThat(offer.media()).extracting(MediaDescription::media).containsExactly("audio", "video");
        MediaDescription video = offer.media().get(1);
        assertThat(video.port()).isEqualTo(9);
        assertThat(video.protocol()).isEqualTo("UDP/TLS/RTP/SAVPF");
        assertThat(video.formats()).startsWith("96", "97").hasSize(23);
        assertThat(video.attributes().first("mid")).isEqualTo("1");
        assertThat(video.attributes().has("rtcp-mux")).isTrue();
        assertThat(video.attributes().all("rid")).containsExactly("q send", "h send", "f send");
        assertThat(Direction.of(video.attributes())).isEqualTo(Direction.SENDONLY);
    }

    @Test
    void aBundleOnlySectionWithPortZeroIsNotRejected() throws SdpException {
        SessionDescription offer = SessionDescription.parse(Offers.read("gstreamer-whip"));

        assertThat(offer.media().get(1).port()).isZero();
        assertThat(offer.media().get(1).rejected()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r"})
    void linesMayEndInAnyWay(String end) throws SdpException {
        String text = String.join(end, "v=0", "s=-", "", "junk", "x=kept", "a=b:c", "m=audio 9 RTP 0", "a=mid:0");

        SessionDescription description = SessionDescription.parse(text);

        assertThat(description.lines()).containsExactly(new Line('v', "0"), new Line('s', "-"), new Line('x', "kept"));
        assertThat(description.attributes().first("b")).isEqualTo("c");
        assertThat(description.media().getFirst().attributes().first("mid")).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "hello",
                "{\"sdp\":\"v=0\"}",
                "s=-\r\nv=0",
                "m=audio 9 RTP 0",
                "v=0\r\nm=audio",
                "v=0\r\nm=audio 9",
                "v=0\r\nm=audio nine RTP 0",
                "v=0\r\nm=audio -1 RTP 0",
                "v=0\r\nm=audio 65536 RTP 0",
                "v=0\r\nm=audio 99999999999999999999 RTP 0",
                "v=0\r\na=mid:\u0000"
            })
    void whatIsNoDescriptionIsRefused(String text) {
        assertThatExceptionOfType(SdpException.class).isThrownBy(() -> SessionDescription.parse(text));
    }

    @Test
    void thereMayBeSixtyFourMediaSectionsAndNoMore() throws SdpException {
        String section = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";
        String full = "v=0\r\n" + section.repeat(64);

        assertThat(SessionDescription.parse(full).media()).hasSize(64);
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> SessionDescription.parse(full + section))
                .withMessageContaining("64 m-lines");
    }

    @Test
    void thereMayBeSixtyFourKilobytesAndNoMore() throws SdpException {
        String start = "v=0\r\na=";
        String full = start + "x".repeat(SessionDescription.MAX_LENGTH - start.length());

        assertThat(SessionDescription.parse(full).attributes().list()).hasSize(1);
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> SessionDescription.parse(full + "x"))
                .withMessageContaining("64 KB");
    }

    @Test
    void aNumberOfPortsIsPassedOver() throws SdpException {
        SessionDescription description = SessionDescription.parse("v=0\nm=video 49170/2 RTP/AVP 31");

        assertThat(description.media().getFirst().port()).isEqualTo(49170);
    }
}
