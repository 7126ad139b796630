package org.lyceum.rtc.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * Certificate fingerprint (RFC 8122, 5).
 *
 * @param algorithm hash function in lower case, {@code sha-256} for instance
 * @param value upper-case hexadecimal bytes joined by colons
 */
public record Fingerprint(String algorithm, String value) {
    // RFC 8122, 5 forbids MD2 and MD5; SHA-1 is broken for signatures and no browser offers it alone.
    private static final Set<String> USABLE = Set.of("sha-224", "sha-256", "sha-384", "sha-512");
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    /** The SHA-256 fingerprint of a certificate. */
    public static Fingerprint sha256(byte[] certificateDer) {
        return new Fingerprint("sha-256", COLONS.formatHex(digest("sha-256", certificateDer)));
    }

    /** Whether this hash function is one that {@link #matches} can check. */
    public boolean usable() {
        return USABLE.contains(algorithm.toLowerCase(Locale.ROOT));
    }

    /** Whether the certificate has this fingerprint; always false for a hash function that is not {@link #usable}. */
    public boolean matches(byte[] certificateDer) {
        String name = algorithm.toLowerCase(Locale.ROOT);
        return USABLE.contains(name)
                && COLONS.formatHex(digest(name, certificateDer)).equalsIgnoreCase(value);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT)).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks " + algorithm, e);
        }
    }
}
