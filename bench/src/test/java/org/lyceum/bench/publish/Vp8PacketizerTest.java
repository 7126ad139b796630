package org.lyceum.bench.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.bench.probe.ProbeStamp;
import org.lyceum.bench.trace.TraceFrame;
import org.lyceum.bench.trace.TraceLayer;
import org.lyceum.wire.codec.PayloadCodec;
import org.lyceum.wire.codec.PictureSize;
import org.lyceum.wire.codec.Vp8Descriptor;

class Vp8PacketizerTest {
    private static final TraceFrame KEY = TraceFrame.ofSize(true, 0, false, false, 9_000);
    private static final TraceLayer LAYER = new TraceLayer("f", 1280, 720, List.of(KEY));

    private final Vp8Packetizer packetizer = new Vp8Packetizer(LAYER, 0x7FFE);
    private final Vp8Descriptor descriptor = new Vp8Descriptor();

    private Vp8Descriptor parse(byte[] payload) {
        assertThat(descriptor.parse(payload, 0, payload.length)).isTrue();
        return descriptor;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 22, 1100, 1142, 1143, 2285, 9_000, 100_000})
    void aFrameIsSplitEvenly(int size) {
        byte[][] payloads = packetizer.packetize(new TraceFrame(false, 0, false, false, size, new byte[size]), 0);

        int[] lengths = Arrays.stream(payloads).mapToInt(each -> each.length).toArray();
        int shortest = Arrays.stream(lengths).min().orElseThrow();
        int longest = Arrays.stream(lengths).max().orElseThrow();
        assertThat(longest - shortest).isLessThanOrEqualTo(1);
        assertThat(longest).isLessThanOrEqualTo(Vp8Packetizer.MOST_PAYLOAD_BYTES);
        assertThat(Arrays.stream(lengths).sum() - payloads.length * Vp8Packetizer.DESCRIPTOR_BYTES)
                .isEqualTo(size);
    }

    @Test
    void picturesAreNumberedAndOnlyTheFirstPacketBeginsOne() {
        byte[][] first = packetizer.packetize(KEY, 0);
        byte[][] second = packetizer.packetize(TraceFrame.ofSize(false, 2, true, true, 100), 0);
        byte[][] third = packetizer.packetize(TraceFrame.ofSize(false, 0, false, false, 100), 0);

        assertThat(parse(first[0]).keyFrame()).isTrue();
        assertThat(parse(first[0]).pictureId()).isEqualTo(0x7FFF);
        assertThat(parse(first[1]).startOfFrame()).isFalse();
        assertThat(parse(first[1]).pictureId()).isEqualTo(0x7FFF);
        int tl0 = parse(first[0]).tl0PicIdx();
        assertThat(parse(second[0]).pictureId()).isZero();
        assertThat(parse(second[0]).keyFrame()).isFalse();
        assertThat(parse(second[0]).temporalId()).isEqualTo(2);
        assertThat(parse(second[0]).layerSync()).isTrue();
        assertThat(parse(second[0]).nonReference()).isTrue();
        assertThat(parse(second[0]).tl0PicIdx()).isEqualTo(tl0);
        assertThat(parse(third[0]).tl0PicIdx()).isEqualTo(tl0 + 1);
        assertThat(parse(third[0]).keyIdx()).isEqualTo(parse(first[0]).keyIdx());
    }

    @Test
    void aMadeUpKeyFrameTellsItsSizeAndEveryPacketWhenItWasSent() {
        byte[][] payloads = packetizer.packetize(KEY, 123_456_789);
        PictureSize size = new PictureSize();
        size.read(PayloadCodec.VP8, payloads[0], null);
        ProbeStamp stamp = new ProbeStamp();

        assertThat(size.height(0)).isEqualTo(720);
        for (int i = 0; i < payloads.length; i++) {
            int at = Vp8Packetizer.DESCRIPTOR_BYTES + (i == 0 ? Vp8Packetizer.MADE_UP_HEADER_BYTES : 0);
            byte[] payload = payloads[i];
            assertThat(stamp.read(payload, at, payload.length - at)).isEqualTo(123_456_789);
            payload[payload.length - 1]++;
            assertThat(stamp.read(payload, at, payload.length - at)).isEqualTo(ProbeStamp.BROKEN);
        }
    }
}
