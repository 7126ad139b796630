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

    private static void add(LayerRates to, TestSource source, boolean key, int packets, long now) {
        for (MediaPacket packet : source.frame(key, packets, now)) {
            to.add(packet, now);
        }
    }

    /** An encoding of five pictures a second, 400 kbit/s, beside one of thirty that never ceases. */
    private long silentMillisUntilItCountsAsGone(int keyPackets, boolean known) {
        LayerRates smooth = new LayerRates();
        TestSource few = new TestSource(CodecType.VP8, 1, 1, 960);
        TestSource many = new TestSource(CodecType.VP8, 0, 1, 960);
        long last = now + 10_000 * MS;
        for (int millis = 0; millis < 15_000; millis += 40) {
            long at = now + millis * MS;
            add(smooth, many, millis == 0, 5, at);
            if (millis == 10_000 && keyPackets > 0) {
                add(rates, few, true, keyPackets, at);
            } else if (known && millis % 200 == 0 && at <= last) {
                add(rates, few, false, 10, at);
            }
            if (at > last && smooth.left(rates, at)) {
                return (at - last) / MS;
            }
        }
        return Long.MAX_VALUE;
    }

    @Test
    void anEncodingOfFewPicturesASecondMayMissOne() {
        assertThat(silentMillisUntilItCountsAsGone(0, true)).isBetween(480L, 560L);
    }

    @Test
    void anEncoderThatHasMadeALargeKeyFrameRestsAndIsNotGone() {
        assertThat(silentMillisUntilItCountsAsGone(80, true))
                .as("80 kB at 400 kbit/s")
                .isBetween(1_900L, 2_300L);
    }

    @Test
    void noRestIsLongerThanTwoSeconds() {
        assertThat(silentMillisUntilItCountsAsGone(400, true)).isBetween(2_300L, 2_600L);
    }

    @Test
    void theFirstKeyFrameOfAnEncodingIsFollowedByARestToo() {
        assertThat(silentMillisUntilItCountsAsGone(80, false)).isBetween(1_700L, 2_100L);
    }

    @Test
    void aSmallKeyFrameIsNoExcuse() {
        assertThat(silentMillisUntilItCountsAsGone(12, true)).isBetween(480L, 800L);
    }
}
