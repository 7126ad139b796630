package org.lyceum.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExtendersTest {
    private static final long SEED = 20_260_104L;

    @Test
    void aSequenceGoesOnBeyondItsWrap() {
        SequenceExtender extender = new SequenceExtender();
        assertThat(extender.started()).isFalse();
        assertThat(extender.extend(65_534)).isEqualTo(65_534);
        assertThat(extender.extend(1)).isEqualTo(65_537);
        assertThat(extender.extend(65_535)).isEqualTo(65_535);
        assertThat(extender.highest()).isEqualTo(65_537);
        assertThat(extender.peek(65_000)).isEqualTo(65_000);
    }

    @Test
    void numbersFromBeforeTheFirstKeepTheirLowestBits() {
        SequenceExtender extender = new SequenceExtender();
        extender.extend(3);
        assertThat(extender.extend(65_530)).isEqualTo(-6);
        assertThat((int) extender.extend(65_530) & 0xFFFF).isEqualTo(65_530);
        assertThat(extender.highest()).isEqualTo(3);
    }

    @Test
    void aTimestampGoesOnBeyondItsWrap() {
        TimestampExtender extender = new TimestampExtender();
        assertThat(extender.extend(0xFFFF_FFF0L)).isEqualTo(0xFFFF_FFF0L);
        assertThat(extender.extend(0x10)).isEqualTo(0x1_0000_0010L);
        assertThat(extender.extend(0xFFFF_FFFFL)).isEqualTo(0xFFFF_FFFFL);
        assertThat(extender.highest()).isEqualTo(0x1_0000_0010L);
        assertThat(extender.peek(0xF000_0000L)).isEqualTo(0xF000_0000L);
    }

    @Test
    void aSequenceCanBeTakenUpElsewhere() {
        SequenceExtender extender = new SequenceExtender();
        extender.restart(0x3_8000L);
        assertThat(extender.extend(0x8001)).isEqualTo(0x3_8001L);
        assertThat(extender.extend(0x7FFF)).isEqualTo(0x3_7FFFL);
    }

    @Test
    void lossAndReorderingAreUnderstoodForMillionsOfNumbers() {
        SplittableRandom random = new SplittableRandom(SEED);
        SequenceExtender sequences = new SequenceExtender();
        TimestampExtender timestamps = new TimestampExtender();
        long sequence = random.nextInt(65_536);
        long timestamp = random.nextLong(1L << 32);
        sequences.extend((int) sequence);
        timestamps.extend(timestamp);
        for (int i = 0; i < 1_000_000; i++) {
            sequence += random.nextInt(200);
            timestamp += random.nextInt(1 << 28);
            long earlier = sequence - random.nextInt(1000);
            long earlierTime = timestamp - random.nextInt(1 << 28);
            if (sequences.extend((int) sequence & 0xFFFF) != sequence
                    || sequences.extend((int) earlier & 0xFFFF) != earlier
                    || timestamps.extend(timestamp & 0xFFFF_FFFFL) != timestamp
                    || timestamps.extend(earlierTime & 0xFFFF_FFFFL) != earlierTime) {
                throw new AssertionError("seed " + SEED + ", step " + i);
            }
        }
    }
}
