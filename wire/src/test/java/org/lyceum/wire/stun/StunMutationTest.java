package org.lyceum.wire.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.Mutator;

/** A million damaged messages: read or refused, never an exception. */
class StunMutationTest {
    private static final int MUTATIONS = 1_000_000;
    private static final long SEED = 20_260_102L;

    @Test
    void aMillionMutationsLetNoExceptionEscape() {
        byte[] bare = new StunWriter()
                .request(1, new byte[12])
                .username("a:b")
                .priority(7)
                .toByteArray();
        byte[] error = new StunWriter()
                .begin(MessageClass.ERROR, 1, new byte[12])
                .errorCode(420, "no")
                .unknownAttributes(1, 2, 3)
                .toByteArray();
        Mutator mutator = new Mutator(
                List.of(
                        StunVectorsTest.REQUEST,
                        StunVectorsTest.IPV4_RESPONSE,
                        StunVectorsTest.IPV6_RESPONSE,
                        StunVectorsTest.LONG_TERM_REQUEST,
                        bare,
                        error),
                new SplittableRandom(SEED));
        int understood = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            mutator.next();
            try {
                understood +=
                        StunExercise.run(mutator.buffer(), mutator.offset(), mutator.length(), i % 64 == 0) ? 1 : 0;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + SEED + ", mutation " + i, e);
            }
        }
        assertThat(understood).as("seed %d", SEED).isGreaterThan(MUTATIONS / 20);
    }
}
