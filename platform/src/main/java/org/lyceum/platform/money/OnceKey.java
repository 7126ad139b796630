package org.lyceum.platform.money;

import org.lyceum.platform.Refusal;

/**
 * The name that a client gives to one attempt to move money, so that repeating it is harmless.
 *
 * @param route what it is an attempt at; the same key means another thing elsewhere
 * @param bodyHash hash of what was asked for
 */
public record OnceKey(String userId, String route, String key, String bodyHash) {
    private static final int MAX_KEY = 200;

    public OnceKey {
        if (key.isEmpty() || key.length() > MAX_KEY || !key.chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "invalid-idempotency-key",
                    "The header Idempotency-Key must have 1 to %d printable ASCII characters without blanks."
                            .formatted(MAX_KEY));
        }
    }
}
