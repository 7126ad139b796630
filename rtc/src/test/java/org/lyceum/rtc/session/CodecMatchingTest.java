package org.lyceum.rtc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.wire.sdp.RtpMap;

class CodecMatchingTest {
    @ParameterizedTest
    @CsvSource({
        "42001f,BASELINE",
        "42801f,BASELINE",
        "42e01f,CONSTRAINED_BASELINE",
        "42c015,CONSTRAINED_BASELINE",
        "4d801f,CONSTRAINED_BASELINE",
        "58c01f,CONSTRAINED_BASELINE",
        "58801f,BASELINE",
        "4d001f,MAIN",
        "4D401F,MAIN",
        "64001f,HIGH",
        "640c1f,CONSTRAINED_HIGH",
    })
    void profilesAreReadFromTheirIdAndConstraints(String id, H264Profile profile) {
        assertThat(H264Profile.of(id)).isEqualTo(profile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42", "42e01", "42e01f0", "xyz01f", "-2e01f", "f4001f", "6e001f", "58001f"})
    void otherProfilesAreUnknown(String id) {
        assertThat(H264Profile.of(id)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        // sent, negotiated by the watcher, index of the format that takes it
        "42e01f 1, 42001f 1|42e01f 1, 1",
        "42001f 1, 42e01f 1, 0",
        "42e01f 0, 42e01f 1, 0",
        "42e01f 1, 42e01f 0, -1",
        "42e034 1, 42e01f 1, 0",
        "64001f 1, 42e01f 1|640c1f 1|4d001f 1, -1",
        "640c1f 1, 42e01f 1|64001f 1, 1",
        "4d001f 1, 42e01f 1|64001f 1|4d001f 1, 2",
    })
    void anH264StreamGoesToTheSameProfileOrOneThatIncludesIt(String sent, String negotiated, int index) {
        List<PayloadFormat> formats = List.of(negotiated.split("\\|")).stream()
                .map(CodecMatchingTest::h264)
                .map(CodecMatchingTest::format)
                .toList();

        PayloadFormat found = CodecMatching.find(formats, h264(sent));

        assertThat(found == null ? -1 : formats.indexOf(found)).isEqualTo(index);
    }

    private static Codec h264(String text) {
        String[] parts = text.split(" ", 2);
        return new Codec(CodecType.H264, "packetization-mode=" + parts[1] + ";profile-level-id=" + parts[0]);
    }

    private static PayloadFormat format(Codec codec) {
        return new PayloadFormat(96, codec, -1, false, false, false, false, false);
    }

    @Test
    void otherCodecsGoByTypeAndProfile() {
        List<PayloadFormat> formats = List.of(
                format(new Codec(CodecType.OPUS, "stereo=1")),
                format(new Codec(CodecType.VP8, "")),
                format(new Codec(CodecType.VP9, "")),
                format(new Codec(CodecType.AV1, "level-idx=5;profile=0;tier=0")));

        assertThat(CodecMatching.find(formats, new Codec(CodecType.OPUS, ""))).isEqualTo(formats.get(0));
        assertThat(CodecMatching.find(formats, new Codec(CodecType.VP8, ""))).isEqualTo(formats.get(1));
        assertThat(CodecMatching.find(formats, new Codec(CodecType.VP9, "profile-id=0")))
                .isEqualTo(formats.get(2));
        assertThat(CodecMatching.find(formats, new Codec(CodecType.AV1, ""))).isEqualTo(formats.get(3));
        assertThat(CodecMatching.find(formats, new Codec(CodecType.RED, ""))).isNull();
        assertThat(CodecMatching.find(formats, new Codec(CodecType.VP9, "profile-id=2")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "opus/48000/2|minptime=10;x=1;sprop-stereo=1|minptime=10;stereo=1",
                "OPUS/48000/2|usedtx=1; useinbandfec=1|usedtx=1;useinbandfec=1",
                "VP8/90000|max-fs=12288;max-fr=60|''",
                "H264/90000|profile-level-id=42e01f;sprop-parameter-sets=Z0L,aM4=;packetization-mode=1|packetization-mode=1;profile-level-id=42e01f",
                "H264/90000|''|''",
                "VP9/90000|profile-id=0|profile-id=0",
                "AV1/90000|tier=0;profile=0|profile=0;tier=0",
            })
    void parametersAreNormalized(String map, String fmtp, String normalized) {
        Codec codec = CodecReader.read(Objects.requireNonNull(RtpMap.parse("96 " + map)), fmtp);

        assertThat(codec).extracting(Codec::fmtp).isEqualTo(normalized);
    }

    @ParameterizedTest
    @CsvSource({
        "opus/16000,''",
        "VP8/48000,''",
        "PCMU/8000,''",
        "VP9/90000,profile-id=2",
        "AV1/90000,profile=1",
        "H265/90000,''",
        "rtx/90000,apt=96",
        "ulpfec/90000,''",
        "H264/90000,packetization-mode=2",
        "H264/90000,profile-level-id=zz"
    })
    void whatIsNotForwardedIsNoCodec(String map, String fmtp) {
        assertThat(CodecReader.read(Objects.requireNonNull(RtpMap.parse("96 " + map)), fmtp))
                .isNull();
    }
}
