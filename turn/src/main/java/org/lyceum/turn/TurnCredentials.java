package org.lyceum.turn;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * User names and passwords that end by themselves: {@code expiry:name} with the seconds since 1970 at which it ends, and as password
 * the HMAC-SHA1 of that name under a secret (the REST scheme, coturn's {@code use-auth-secret}). Names that this house hands
 * out are {@code expiry:scope:id}; they end also when {@link #withdraw} takes the id back. Any thread.
 */
public final class TurnCredentials {
    /** What a client is given. */
    public record Credential(String username, String password) {}

    /**
     * Someone who may allocate.
     *
     * @param name the whole user name
     * @param key of MESSAGE-INTEGRITY (RFC 8489, 9.2.2)
     * @param id of whom it was given to by this house, null for others
     * @param expirySeconds since 1970
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record User(
            String name, byte[] key, Scope scope, @Nullable String id, long expirySeconds) {
        /** Who it is, whenever it ends: what is counted under. */
        String subject() {
            return name.substring(name.indexOf(':') + 1);
        }
    }

    private static final int MOST_NAME_BYTES = 128;

    private final SecretKeySpec secret;
    private final Set<String> admitted = ConcurrentHashMap.newKeySet();

    public TurnCredentials(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "HmacSHA1");
    }

    /**
     * Admits someone.
     *
     * @param id of whom it is for, without a colon; the same id may be admitted again
     * @param expirySeconds since 1970
     */
    public Credential admit(Scope scope, String id, long expirySeconds) {
        admitted.add(id);
        return named(expirySeconds + ":" + scope.word() + ":" + id);
    }

    /** What was given to this id is good no longer, and its allocations end within a second. */
    public void withdraw(String id) {
        admitted.remove(id);
    }

    /** A credential that only its expiry ends, as other servers with the same secret understand it. */
    public Credential plain(String name, long expirySeconds) {
        return named(expirySeconds + ":" + name);
    }

    /** The user of this name as of now, or null: expired, withdrawn, or of another form. */
    @Nullable
    User find(String username, long nowSeconds) {
        int colon = username.indexOf(':');
        long expiry = colon < 1 || username.length() > MOST_NAME_BYTES ? -1 : number(username, colon);
        if (expiry <= nowSeconds) {
            return null;
        }
        int second = username.indexOf(':', colon + 1);
        Scope scope = second < 0 ? null : Scope.ofWord(username.substring(colon + 1, second));
        if (scope == null) {
            return new User(username, key(username), Scope.PEERS, null, expiry);
        }
        String id = username.substring(second + 1);
        return admitted.contains(id) ? new User(username, key(username), scope, id, expiry) : null;
    }

    /** Whether what was found before is still good. */
    boolean isValid(User user, long nowSeconds) {
        return user.expirySeconds() > nowSeconds && (user.id() == null || admitted.contains(user.id()));
    }

    /** How many are admitted. */
    public int size() {
        return admitted.size();
    }

    private static long number(String text, int end) {
        try {
            return Long.parseUnsignedLong(text, 0, end, 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private Credential named(String username) {
        return new Credential(username, password(username));
    }

    private String password(String username) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(secret);
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    private byte[] key(String username) {
        return longTermKey(username, TurnEngine.REALM, password(username));
    }

    /** RFC 8489, 9.2.2: MD5 over name, realm and password, as old as the protocol. */
    static byte[] longTermKey(String username, String realm, String password) {
        try {
            String text = username + ":" + realm + ":" + password;
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
