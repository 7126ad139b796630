package org.lyceum.turn;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.lyceum.wire.Bytes;

/**
 * Nonces that nobody has to remember: the time and a digest over it and the client's address, so that one is good for ten minutes and
 * for the address that it was given to. Who answers with one has proved that it gets what is sent there. Any thread.
 */
final class Nonces {
    static final int LIFETIME_SECONDS = 600;
    static final int KEY_BYTES = 32;

    private static final int TIME_BYTES = 4;
    /** 112 bits: the nonce is 24 characters then, and a refusal less than three times the shortest request of a browser. */
    private static final int DIGEST_BYTES = 14;

    private final SecretKeySpec key;

    Nonces(byte[] key) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    /** @param nowSeconds of any clock, the same for {@link #isFresh} */
    String issue(InetSocketAddress client, long nowSeconds) {
        byte[] nonce = new byte[TIME_BYTES + DIGEST_BYTES];
        Bytes.put32(nonce, 0, (int) nowSeconds);
        System.arraycopy(digest(nonce, client), 0, nonce, TIME_BYTES, DIGEST_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    /** Whether it was given to this client, and lately. */
    boolean isFresh(String nonce, InetSocketAddress client, long nowSeconds) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(nonce.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (bytes.length != TIME_BYTES + DIGEST_BYTES) {
            return false;
        }
        int age = (int) nowSeconds - Bytes.i32(bytes, 0);
        byte[] given = Arrays.copyOfRange(bytes, TIME_BYTES, bytes.length);
        return age >= 0
                && age < LIFETIME_SECONDS
                && MessageDigest.isEqual(given, Arrays.copyOf(digest(bytes, client), DIGEST_BYTES));
    }

    private byte[] digest(byte[] nonce, InetSocketAddress client) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(nonce, 0, TIME_BYTES);
            mac.update(client.getAddress().getAddress());
            mac.update((byte) (client.getPort() >>> 8));
            mac.update((byte) client.getPort());
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
