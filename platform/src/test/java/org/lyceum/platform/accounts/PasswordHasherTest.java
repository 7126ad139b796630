package org.lyceum.platform.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {
    private static final Argon2Cost CHEAP = new Argon2Cost(8, 1, 1);

    private final PasswordHasher hasher = new PasswordHasher(CHEAP, 2, new SecureRandom());

    @AfterEach
    void close() {
        hasher.close();
    }

    @Test
    void itAgreesWithTheReferenceImplementation() {
        // From the tests of the Argon2 reference implementation: 64 MiB, two passes, one lane.
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(hasher.matches("password", reference)).isTrue();
        assertThat(hasher.matches("passwore", reference)).isFalse();
        assertThat(hasher.isOutdated(reference)).isTrue();
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        String one = hasher.hash("secret words");
        String two = hasher.hash("secret words");

        assertThat(one).isNotEqualTo(two).startsWith("$argon2id$v=19$m=8,t=1,p=1$");
        assertThat(hasher.matches("secret words", one)).isTrue();
        assertThat(hasher.matches("secret words", two)).isTrue();
        assertThat(hasher.isOutdated(one)).isFalse();
    }

    @Test
    void withoutAnAccountNoPasswordMatches() {
        assertThat(hasher.matches("secret words", null)).isFalse();
        assertThat(hasher.matches("", null)).isFalse();
    }

    @Test
    void anUnknownAddressCostsAsMuchTimeAsAKnownOne() {
        // Large enough that what differs is the hash and not the noise around it.
        try (PasswordHasher strong = new PasswordHasher(new Argon2Cost(4 * 1024, 2, 1), 1, new SecureRandom())) {
            String stored = strong.hash("secret words");
            List<Long> known = new ArrayList<>();
            List<Long> unknown = new ArrayList<>();
            for (int i = 0; i < 15; i++) {
                known.add(nanosOf(() -> strong.matches("wrong words", stored)));
                unknown.add(nanosOf(() -> strong.matches("wrong words", null)));
            }
            double ratio = (double) median(known) / median(unknown);
            assertThat(ratio).isBetween(0.5, 2.0);
        }
    }

    @Test
    void aStoredStringThatIsNoHashIsABrokenInvariant() {
        assertThatThrownBy(() -> hasher.matches("x", "plain")).isInstanceOf(IllegalStateException.class);
    }

    private static long nanosOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
