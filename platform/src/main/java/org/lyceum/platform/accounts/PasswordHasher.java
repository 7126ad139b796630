package org.lyceum.platform.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.db.BlockingPool;

/**
 * Argon2id (RFC 9106) of passwords, stored as PHC strings, which name their own cost: raising it leaves old hashes valid.
 *
 * <p>Safe to call from many threads. The pool's few threads bound how much memory all hashes together take; beyond its queue
 * callers are refused rather than made to wait for minutes.
 */
public final class PasswordHasher implements AutoCloseable {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int QUEUE_LIMIT = 64;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private final Argon2Cost cost;
    private final RandomGenerator secureRandom;
    private final BlockingPool threads;
    /** Of no password at all: random bytes where the hash stands. */
    private final String unmatchable;

    /** @param concurrency how many hashes are computed at once; each takes the cost's memory */
    public PasswordHasher(Argon2Cost cost, int concurrency, RandomGenerator secureRandom) {
        this.cost = cost;
        this.secureRandom = secureRandom;
        this.threads = new BlockingPool("argon2", concurrency, QUEUE_LIMIT);
        this.unmatchable = phc(cost, random(SALT_BYTES), random(HASH_BYTES));
    }

    /** The string to store for this password. */
    String hash(String password) {
        byte[] salt = random(SALT_BYTES);
        return phc(cost, salt, threads.call(() -> argon2id(password, cost, salt, HASH_BYTES)));
    }

    /**
     * Whether the password is the one that was hashed.
     *
     * @param stored null where there is no such account: it takes as long all the same, and is false
     */
    boolean matches(String password, @Nullable String stored) {
        Matcher parts = PHC.matcher(stored == null ? unmatchable : stored);
        if (!parts.matches()) {
            throw new IllegalStateException("a stored password hash is not an Argon2id PHC string");
        }
        Argon2Cost itsCost = costOf(parts);
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] actual = threads.call(() -> argon2id(password, itsCost, salt, expected.length));
        return MessageDigest.isEqual(expected, actual);
    }

    /** Whether the stored hash was made at another cost than today's, and should be made anew while the password is known. */
    boolean isOutdated(String stored) {
        Matcher parts = PHC.matcher(stored);
        return !parts.matches() || !costOf(parts).equals(cost);
    }

    @Override
    public void close() {
        threads.close();
    }

    private static Argon2Cost costOf(Matcher parts) {
        return new Argon2Cost(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    /** NFKC (NIST SP 800-63B, 3.1.1.2), since keyboards write the same letter in different ways. */
    private static byte[] argon2id(String password, Argon2Cost cost, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(
                Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private static String phc(Argon2Cost cost, byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        cost.memoryKib(),
                        cost.iterations(),
                        cost.parallelism(),
                        base64.encodeToString(salt),
                        base64.encodeToString(hash));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        secureRandom.nextBytes(bytes);
        return bytes;
    }
}
