package org.lyceum.server.api;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.money.OnceKey;

/** Reads the header {@code Idempotency-Key}, by which a client says that it repeats itself. */
final class OnceKeys {
    private OnceKeys() {}

    /** The key, of this person for this path; null where none was sent, and then every request counts. */
    static @Nullable OnceKey of(Context context, Principal who, JsonBody body) {
        String key = context.header("Idempotency-Key");
        return key == null
                ? null
                : new OnceKey(who.userId(), context.method() + " " + context.path(), key, body.fingerprint());
    }
}
