package org.lyceum.platform.accounts;

/**
 * What one Argon2id hash costs (RFC 9106). More is slower to guess and slower to log in.
 *
 * @param memoryKib memory of one hash in KiB, which concurrent hashes each take
 */
public record Argon2Cost(int memoryKib, int iterations, int parallelism) {
    /** Somewhat above what OWASP asks at least (19 MiB, 2 iterations): about a tenth of a second here. */
    public static final Argon2Cost PRODUCTION = new Argon2Cost(32 * 1024, 3, 1);

    public Argon2Cost {
        if (parallelism < 1 || iterations < 1 || memoryKib < 8 * parallelism) {
            throw new IllegalArgumentException("not a cost that Argon2 can have");
        }
    }
}
