package org.lyceum.rtc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.wire.sdp.MediaDescription;
import org.lyceum.wire.sdp.SessionDescription;

class SubscribeNegotiatorTest {
    private static final String ANSWER_TRANSPORT = """
            a=ice-ufrag:Wq3h
            a=ice-pwd:9lL0yR3w6TqkzS2pXcVb8N
            a=fingerprint:sha-256 %s
            a=setup:active
            """.formatted(Descriptions.FINGERPRINT.value());

    private final SubscribeNegotiator negotiator =
            new SubscribeNegotiator(Descriptions.LOCAL, new SplittableRandom(20_260_104L));

    /** What a browser answers that knows everything: the offer turned around. */
    private static String answer(String offer) {
        SessionDescription description = Descriptions.parse(offer);
        List<String> group = new ArrayList<>();
        StringBuilder sections = new StringBuilder();
        for (int i = 0; i < description.media().size(); i++) {
            MediaDescription media = description.media().get(i);
            if (media.port() != 0) {
                group.add(String.valueOf(media.attributes().first("mid")));
            }
            for (String line : Descriptions.section(offer, i)) {
                if (line.startsWith("m=")) {
                    sections.append(line).append('\n').append(media.port() == 0 ? "" : ANSWER_TRANSPORT);
                } else if (!line.matches("a=(ice-|fingerprint|setup|candidate|ssrc|msid|end-of).*")) {
                    sections.append(line.replace("a=sendonly", "a=recvonly")).append('\n');
                }
            }
        }
        return "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE " + String.join(" ", group) + "\n" + sections;
    }

    private SessionUpdate negotiate() throws NegotiationException {
        SubscribeNegotiator.Offer offer = negotiator.offer();
        return negotiator.accept(offer.offerId(), answer(offer.sdp()));
    }

    /** Without them nothing is known of the watcher's network. */
    @Test
    void theOfferAsksForFeedbackOnSoundAndPictureAlike() throws NegotiationException {
        negotiator.addTrack(MediaKind.AUDIO, "presenter", "microphone");
        negotiator.addTrack(MediaKind.VIDEO, "presenter", "camera");

        SubscribeNegotiator.Offer offer = negotiator.offer();
        SessionUpdate update = negotiator.accept(offer.offerId(), answer(offer.sdp()));

        String extension = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
        assertThat(Descriptions.section(offer.sdp(), 0))
                .contains("a=rtcp-fb:111 transport-cc")
                .anyMatch(line -> line.matches("a=extmap:\\d+ " + extension));
        assertThat(Descriptions.section(offer.sdp(), 1))
                .contains("a=rtcp-fb:96 transport-cc", "a=rtcp-fb:96 goog-remb", "a=fmtp:97 apt=96")
                .anyMatch(line -> line.matches("a=extmap:\\d+ " + extension));
        for (MediaSection section : update.sections()) {
            assertThat(section.extensions().transportCc()).isPositive();
            assertThat(section.formats()).allMatch(PayloadFormat::transportCc);
        }
        assertThat(update.sections().get(1).formats()).allMatch(f -> f.remb() && f.rtxPayloadType() > 0);
    }

    @Test
    void theOfferHasEveryCodecUnderANumberOfItsOwn() {
        negotiator.addTrack(MediaKind.AUDIO, "presenter", "microphone");
        negotiator.addTrack(MediaKind.VIDEO, "presenter", "camera");

        SessionDescription offer = Descriptions.parse(negotiator.offer().sdp());

        assertThat(offer.attributes().has("ice-lite")).isTrue();
        assertThat(offer.group("BUNDLE")).containsExactly("0", "1");
        List<String> numbers = new ArrayList<>();
        offer.media().forEach(media -> numbers.addAll(media.formats()));
        assertThat(numbers).doesNotHaveDuplicates().allMatch(n -> Formats.usable(Integer.parseInt(n)));
        MediaDescription video = offer.media().get(1);
        assertThat(Formats.read(video, MediaKind.VIDEO)).isEqualTo(ServerFormats.VIDEO);
        assertThat(Formats.read(offer.media().getFirst(), MediaKind.AUDIO)).isEqualTo(ServerFormats.AUDIO);
        assertThat(video.attributes().first("setup")).isEqualTo("actpass");
        assertThat(video.attributes().has("sendonly")).isTrue();
        assertThat(video.attributes().first("msid")).isEqualTo("presenter camera");
        assertThat(video.attributes().all("ssrc-group")).hasSize(1);
    }

    @Test
    void theAnswerMakesEverySectionSend() throws NegotiationException {
        negotiator.addTrack(MediaKind.AUDIO, "presenter", "microphone");
        negotiator.addTrack(MediaKind.VIDEO, "presenter", "camera");

        SessionUpdate update = negotiate();

        assertThat(update.transport().role()).isEqualTo(DtlsRole.SERVER);
        assertThat(update.transport().remoteUfrag()).isEqualTo("Wq3h");
        assertThat(update.sections()).extracting(MediaSection::mid).containsExactly("0", "1");
        assertThat(update.sections()).noneMatch(MediaSection::receives).allMatch(s -> s.local() != null);
        LocalSource audio = Objects.requireNonNull(update.sections().get(0).local());
        LocalSource video = Objects.requireNonNull(update.sections().get(1).local());
        assertThat(audio.cname()).isEqualTo(video.cname());
        assertThat(audio.rtxSsrc()).isZero();
        assertThat(video.rtxSsrc()).isNotZero();
        assertThat(update.sections().get(1).formats()).isEqualTo(ServerFormats.VIDEO);
        assertThat(update.sections().get(1).extensions()).isEqualTo(ServerFormats.VIDEO_EXTENSIONS);
        assertThat(negotiator.offerNeeded()).isFalse();
    }

    @Test
    void onlyOneOfferIsOutstandingAndTracksAddedMeanwhileComeWithTheNext() throws NegotiationException {
        negotiator.addTrack(MediaKind.VIDEO, "presenter", "camera");
        SubscribeNegotiator.Offer first = negotiator.offer();
        assertThat(negotiator.offerOutstanding()).isTrue();
        assertThat(negotiator.offerNeeded()).isFalse();

        negotiator.addTrack(MediaKind.VIDEO, "presenter", "screen");
        assertThat(negotiator.offerNeeded()).isTrue();
        assertThatIllegalStateException().isThrownBy(negotiator::offer);
        SessionUpdate update = negotiator.accept(first.offerId(), answer(first.sdp()));

        assertThat(update.sections()).hasSize(1);
        assertThat(negotiator.offerNeeded()).isTrue();
        assertThat(negotiate().sections()).hasSize(2);
    }

    @Test
    void answersToOtherOffersAreRefused() throws NegotiationException {
        negotiator.addTrack(MediaKind.VIDEO, "presenter", "camera");
        SubscribeNegotiator.Offer first = negotiator.offer();

        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> negotiator.accept("x", answer(first.sdp())))
                .returns("stale-answer", NegotiationException::code);
        negotiator.accept(first.offerId(), answer(first.sdp()));
        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> negotiator.accept(first.offerId(), answer(first.sdp())))
                .returns("stale-answer", NegotiationException::code);
    }

    @Test
    void aMediaLineThatBothKnowToBeInactiveIsTakenUpAgainWithNewSources() throws NegotiationException {
        negotiator.addTrack(MediaKind.AUDIO, "presenter", "microphone");
        String camera = negotiator.addTrack(MediaKind.VIDEO, "presenter", "camera");
        LocalSource before = source(negotiate(), 1);
        negotiator.removeTrack(camera);

        String meanwhile = negotiator.addTrack(MediaKind.VIDEO, "presenter", "screen");
        SessionUpdate removed = negotiate();
        String again = negotiator.addTrack(MediaKind.VIDEO, "other", "camera");
        SessionUpdate update = negotiate();

        assertThat(meanwhile).isEqualTo("2");
        assertThat(removed.sections().get(1).local()).isNull();
        assertThat(again).isEqualTo(camera);
        assertThat(source(update, 1).ssrc()).isNotEqualTo(before.ssrc());
        assertThat(source(update, 1).cname()).isNotEqualTo(before.cname());
    }

    private static LocalSource source(SessionUpdate update, int index) {
        return Objects.requireNonNull(update.sections().get(index).local());
    }

    @Test
    void aRejectedMediaLineKeepsItsPlaceUntilAnotherTakesIt() throws NegotiationException {
        negotiator.addTrack(MediaKind.AUDIO, "presenter", "microphone");
        String video = negotiator.addTrack(MediaKind.VIDEO, "presenter", "camera");
        SubscribeNegotiator.Offer offer = negotiator.offer();

        SessionUpdate update =
                negotiator.accept(offer.offerId(), answer(offer.sdp()).replace("m=video 7882", "m=video 0"));
        negotiator.removeTrack(video);
        SubscribeNegotiator.Offer second = negotiator.offer();
        negotiator.accept(second.offerId(), answer(second.sdp()));
        String next = negotiator.addTrack(MediaKind.VIDEO, "presenter", "screen");
        SessionUpdate replaced = negotiate();

        assertThat(update.sections()).extracting(MediaSection::mid).containsExactly("0");
        assertThat(Descriptions.parse(second.sdp()).media().get(1).port()).isZero();
        assertThat(next).isEqualTo("2");
        assertThat(replaced.sections()).extracting(MediaSection::mid).containsExactly("0", "2");
    }

    @Test
    void codecsAndFeedbackAreWhatBothSidesName() throws NegotiationException {
        negotiator.addTrack(MediaKind.VIDEO, "presenter", "camera");
        SubscribeNegotiator.Offer offer = negotiator.offer();
        String answer = answer(offer.sdp())
                .replaceAll("m=video 7882 (\\S+) .*", "m=video 9 $1 98 99 104 103 96")
                .replaceAll("a=rtcp-fb:98 (nack pli|goog-remb)\n", "")
                .replace(
                        "a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=0", "a=fmtp:104 packetization-mode=1");

        SessionUpdate update = negotiator.accept(offer.offerId(), answer);

        assertThat(update.sections().getFirst().formats())
                .containsExactly(
                        new PayloadFormat(
                                98, new Codec(CodecType.VP9, "profile-id=0"), 99, true, false, true, true, false),
                        new PayloadFormat(96, new Codec(CodecType.VP8, ""), -1, true, true, true, true, true));
    }

    @Test
    void aRestartOffersNewCredentialsThatCountOnceAnswered() throws NegotiationException {
        negotiator.addTrack(MediaKind.VIDEO, "presenter", "camera");
        SessionUpdate before = negotiate();

        negotiator.restartIce();
        SubscribeNegotiator.Offer offer = negotiator.offer();
        SessionUpdate after =
                negotiator.accept(offer.offerId(), answer(offer.sdp()).replace("ufrag:Wq3h", "ufrag:Xq3h"));

        assertThat(after.transport().localUfrag())
                .isNotEqualTo(before.transport().localUfrag());
        assertThat(offer.sdp()).contains("a=ice-ufrag:" + after.transport().localUfrag());
        assertThat(after.transport().remoteUfrag()).isEqualTo("Xq3h");
        assertThat(after.sections()).isEqualTo(before.sections());
    }

    @ParameterizedTest
    @CsvSource({
        "a=setup:active,a=setup:actpass,setup-unsupported",
        "a=mid:1,a=mid:7,m-lines-changed",
        "m=video,m=audio,m-lines-changed",
        "a=group:BUNDLE 0 1,a=x,bundle-required",
        "a=rtcp-mux,a=x,rtcp-mux-required",
        "a=fingerprint:sha-256,a=fingerprint:md5,fingerprint-missing",
        "7882 UDP,0 UDP,no-common-media",
    })
    void anUnacceptableAnswerIsRefusedAndTheOfferStaysOutstanding(String find, String replacement, String code)
            throws NegotiationException {
        negotiator.addTrack(MediaKind.AUDIO, "presenter", "microphone");
        negotiator.addTrack(MediaKind.VIDEO, "presenter", "camera");
        SubscribeNegotiator.Offer offer = negotiator.offer();
        String good = answer(offer.sdp());

        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> negotiator.accept(offer.offerId(), good.replace(find, replacement)))
                .returns(code, NegotiationException::code);
        assertThat(negotiator.offerOutstanding()).isTrue();
        assertThat(negotiator.accept(offer.offerId(), good).sections()).hasSize(2);
    }

    @Test
    void manyTracksComeAndGoWithoutEndlessMediaLines() throws NegotiationException {
        negotiator.addTrack(MediaKind.AUDIO, "presenter", "microphone");
        for (int i = 0; i < 100; i++) {
            String mid = negotiator.addTrack(MediaKind.VIDEO, "presenter", "camera");
            negotiate();
            negotiator.removeTrack(mid);
            negotiate();
        }

        assertThat(negotiate().sections()).hasSize(2);
    }

    @Test
    void thereIsNothingToOfferWithoutATrack() {
        assertThatIllegalStateException().isThrownBy(negotiator::offer);
    }
}
