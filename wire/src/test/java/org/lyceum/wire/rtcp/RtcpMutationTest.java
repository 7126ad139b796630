package org.lyceum.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.Mutator;

/** A million damaged compound packets: read as far as they go, never an exception. */
class RtcpMutationTest {
    private static final int MUTATIONS = 1_000_000;
    private static final long SEED = 20_260_108L;

    @Test
    void aMillionMutationsLetNoExceptionEscape() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> seeds = new ArrayList<>();
        RtcpWriter writer = new RtcpWriter(new byte[4000], 0);
        for (int i = 0; i < 200; i++) {
            writer.reset().append(RandomRtcp.next(random));
            if (i % 4 == 0) {
                writer.append(RandomRtcp.next(random));
            }
            seeds.add(writer.toByteArray());
        }
        Mutator mutator = new Mutator(seeds, random);
        int understood = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            mutator.next();
            try {
                understood += RtcpExercise.run(mutator.buffer(), mutator.offset(), mutator.length());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", mutation " + i, e);
            }
        }
        assertThat(understood).as("seed %d", SEED).isGreaterThan(MUTATIONS / 10);
    }
}
