package org.lyceum.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Makes ids and secrets that can not be guessed, in base58 (no 0, O, I, l), so that people can read them out.
 *
 * <p>A secret is stored as its SHA-256: with 160 random bits or more behind it there is nothing to try out, so a slow hash
 * would protect nothing.
 */
public final class Secrets {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    /** 12 characters of 5.86 bits: 70 bits. */
    private static final int ID_LENGTH = 12;

    private static final Pattern BASE58 = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{1,64}");

    private final RandomGenerator secureRandom;

    /** @param secureRandom a {@link java.security.SecureRandom}; a seeded one in tests */
    public Secrets(RandomGenerator secureRandom) {
        this.secureRandom = secureRandom;
    }

    /** A new id of something. */
    public String id() {
        return base58(ID_LENGTH);
    }

    /** A new secret of at least {@code bits} random bits, {@code prefix} before it to say what it is. */
    public String secret(String prefix, int bits) {
        return prefix + base58((int) Math.ceil(bits / (Math.log(ALPHABET.length()) / Math.log(2))));
    }

    /**
     * Whether this could be an id or a secret of ours (after its prefix). What could not is never looked up: PostgreSQL
     * refuses a text with a zero character by an exception, and nobody needs to store a megabyte of id in a log.
     */
    public static boolean isBase58(String text) {
        return BASE58.matcher(text).matches();
    }

    /** What is stored of a secret. */
    public static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private String base58(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(secureRandom.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
