package org.lyceum.rtc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.dtls.DtlsRole;

class WhepNegotiatorTest {
    private final WhepNegotiator negotiator = new WhepNegotiator(Descriptions.LOCAL, new SplittableRandom(20_260_103L));

    @ParameterizedTest
    @ValueSource(strings = {"chromium-recvonly", "firefox-recvonly"})
    void everyMediaLineSendsFromTheStartWithSourcesOfItsOwn(String name) throws NegotiationException {
        Negotiated negotiated = negotiator.answer(Descriptions.read(name), 1, 1);

        assertThat(negotiated.mids()).containsOnlyKeys("0", "1");
        LocalSource audio = source(negotiated, 0);
        LocalSource video = source(negotiated, 1);
        assertThat(audio.rtxSsrc()).isZero();
        assertThat(video.rtxSsrc()).isNotZero();
        assertThat(video.cname()).isEqualTo(audio.cname());
        List<String> lines = Descriptions.section(negotiated.sdp(), 1);
        String ssrc = Integer.toUnsignedString(video.ssrc());
        assertThat(lines)
                .contains(
                        "a=sendonly",
                        "a=setup:passive",
                        "a=msid:lyceum track-1",
                        "a=ssrc-group:FID " + ssrc + " " + Integer.toUnsignedString(video.rtxSsrc()),
                        "a=ssrc:" + ssrc + " cname:" + video.cname(),
                        "a=ssrc:" + ssrc + " msid:lyceum track-1");
        assertThat(Descriptions.section(negotiated.sdp(), 0)).noneMatch(line -> line.contains("FID"));
        assertThat(negotiated.update().transport().role()).isEqualTo(DtlsRole.SERVER);
        assertThat(negotiated.update().sections()).noneMatch(MediaSection::receives);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chromium-recvonly", "firefox-recvonly"})
    void feedbackOnSoundAndPictureIsAgreedOn(String name) throws NegotiationException {
        Negotiated negotiated = negotiator.answer(Descriptions.read(name), 1, 1);

        for (int i = 0; i < 2; i++) {
            MediaSection section = negotiated.update().sections().get(i);
            PayloadFormat first = section.formats().getFirst();
            assertThat(first.transportCc()).isTrue();
            assertThat(Descriptions.section(negotiated.sdp(), i))
                    .contains("a=rtcp-fb:" + first.payloadType() + " transport-cc")
                    .anyMatch(line ->
                            line.startsWith("a=extmap:" + section.extensions().transportCc() + " ")
                                    && line.endsWith("transport-wide-cc-extensions-01"));
        }
        assertThat(negotiated.update().sections().get(1).formats()).anyMatch(PayloadFormat::remb);
    }

    private static LocalSource source(Negotiated negotiated, int index) {
        return Objects.requireNonNull(negotiated.update().sections().get(index).local());
    }

    @Test
    void redIsSentOnlyToWhoOffersIt() throws NegotiationException {
        Negotiated chromium = negotiator.answer(Descriptions.read("chromium-recvonly"), 1, 1);
        Negotiated firefox = new WhepNegotiator(Descriptions.LOCAL, new SplittableRandom(1))
                .answer(Descriptions.read("firefox-recvonly"), 1, 1);

        assertThat(types(chromium)).containsExactly(CodecType.OPUS, CodecType.RED);
        assertThat(types(firefox)).containsExactly(CodecType.OPUS);
    }

    private static List<CodecType> types(Negotiated negotiated) {
        return negotiated.update().sections().getFirst().formats().stream()
                .map(format -> format.codec().type())
                .toList();
    }

    @Test
    void extensionsThatThePlayerOnlySendsAreNotSentToIt() throws NegotiationException {
        ExtensionMap video = negotiator
                .answer(Descriptions.read("firefox-recvonly"), 1, 1)
                .update()
                .sections()
                .get(1)
                .extensions();

        assertThat(video.mid()).isPositive();
        assertThat(video.playoutDelay()).isPositive();
        assertThat(video.rid()).isZero();
        assertThat(video.dependencyDescriptor()).isZero();
    }

    @Test
    void mediaLinesBeyondWhatThereIsAreRejected() throws NegotiationException {
        String offer = Descriptions.read("chromium-recvonly").replace("BUNDLE 0 1", "BUNDLE 0 1 2");
        String second = String.join("\r\n", Descriptions.section(offer, 1)).replace("a=mid:1", "a=mid:2") + "\r\n";

        Negotiated one = negotiator.answer(offer + second, 1, 1);
        Negotiated both = new WhepNegotiator(Descriptions.LOCAL, new SplittableRandom(1)).answer(offer + second, 1, 2);

        assertThat(one.mids()).containsOnlyKeys("0", "1");
        assertThat(Descriptions.parse(one.sdp()).media().get(2).port()).isZero();
        assertThat(both.mids()).containsOnlyKeys("0", "1", "2");
        assertThat(source(both, 1).ssrc()).isNotEqualTo(source(both, 2).ssrc());
    }

    @Test
    void aPlayerWithoutTheCodecsOfOneKindGetsTheOther() throws NegotiationException {
        String offer = Descriptions.read("chromium-recvonly").replaceAll("(VP8|VP9|H264|AV1)/90000", "H265/90000");

        Negotiated negotiated = negotiator.answer(offer, 1, 1);

        assertThat(negotiated.mids()).containsOnlyKeys("0");
    }

    @Test
    void whatWantsToSendIsAnsweredInactive() throws NegotiationException {
        Negotiated negotiated = negotiator.answer(Descriptions.read("chromium-publish"), 1, 1);

        assertThat(negotiated.mids()).isEmpty();
        assertThat(Descriptions.section(negotiated.sdp(), 1)).contains("a=inactive");
    }

    @Test
    void aPlayerWithNoCodecInCommonIsRefused() {
        String offer = Descriptions.read("chromium-recvonly").replaceAll("(VP8|VP9|H264|AV1|opus)/", "x/");

        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> negotiator.answer(offer, 1, 1))
                .returns("no-common-media", NegotiationException::code);
    }

    @Test
    void aRepeatedOfferKeepsTheSources() throws NegotiationException {
        String offer = Descriptions.read("chromium-recvonly");
        Negotiated first = negotiator.answer(offer, 1, 1);

        Negotiated second = negotiator.answer(offer, 1, 1);

        assertThat(second.update()).isEqualTo(first.update());
    }

    @Test
    void aFragmentWithNewCredentialsRestartsIce() throws NegotiationException {
        Negotiated first = negotiator.answer(Descriptions.read("chromium-recvonly"), 1, 1);

        IceRestarted restarted = negotiator.restartIce("a=ice-ufrag:Zz9x\na=ice-pwd:0123456789abcdefghijkl\n");

        assertThat(restarted.update().sections()).isEqualTo(first.update().sections());
        assertThat(restarted.update().transport().remoteUfrag()).isEqualTo("Zz9x");
        assertThat(restarted.fragment())
                .contains("a=ice-ufrag:" + restarted.update().transport().localUfrag());
    }

    @Test
    void thereIsNothingToRestartBeforeTheFirstOffer() {
        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> negotiator.restartIce("a=ice-ufrag:Zz9x\na=ice-pwd:0123456789abcdefghijkl\n"))
                .returns("no-session", NegotiationException::code);
    }
}
