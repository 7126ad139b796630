package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestSource.MS;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;

class LayerRatesTest {
    private static final long FRAME_NANOS = 33 * MS;

    private final LayerRates rates = new LayerRates();
    private long now = 1_000 * MS;

    private void play(TestEncoder encoder, int pictures) {
        for (int i = 0; i < pictures; i++) {
            for (MediaPacket packet : encoder.picture(now)) {
                rates.add(encoder.arrived(packet, now), now);
            }
            now += FRAME_NANOS;
        }
    }

    private static TestEncoder encoder(CodecType type) {
        return new TestEncoder(type, TestEncoder.Mode.L3T3, 0, 1, new ArrayList<>(), new Random(4));
    }

    @Test
    void aLayerThatTheDescriptorSaysToBeGoneIsGoneWithTheFirstPacketThatSaysSo() {
        TestEncoder encoder = encoder(CodecType.AV1);
        play(encoder, 40);
        assertThat(rates.live(2, now)).isTrue();
        long cost = rates.cost(2, 2);

        encoder.spatialLayers(2);
        List<MediaPacket> picture = encoder.picture(now);
        rates.add(encoder.arrived(picture.getFirst(), now), now);
        assertThat(rates.live(2, now)).isFalse();
        assertThat(rates.live(1, now)).isTrue();
        play(encoder, 20);
        assertThat(rates.live(2, now)).isFalse();
        assertThat(rates.live(1, now)).isTrue();
        assertThat(rates.cost(2, 2)).as("remembered").isGreaterThan(cost / 2);

        encoder.spatialLayers(3);
        play(encoder, 5); // a layer comes back with the lowest temporal layer
        assertThat(rates.live(2, now)).isTrue();
    }

    @Test
    void keyFramesCountWhileTheyAreNewAndApartFromTheRest() {
        TestEncoder encoder = encoder(CodecType.VP8);
        play(encoder, 10); // a window of a quarter of a second, which begins with the key frame
        assertThat(rates.keyCost(0)).isPositive().isLessThan(rates.cost(0, 2));
        play(encoder, 300);
        assertThat(rates.keyCost(0)).isLessThan(rates.cost(0, 2) / 100);
    }

    @Test
    void withoutADescriptorSilenceTells() {
        TestEncoder encoder = encoder(CodecType.VP9);
        play(encoder, 40);
        encoder.spatialLayers(2);
        play(encoder, 5);
        assertThat(rates.live(2, now)).isTrue();
        play(encoder, 6);
        assertThat(rates.live(2, now)).isFalse();
        assertThat(rates.live(1, now)).isTrue();
    }
}
