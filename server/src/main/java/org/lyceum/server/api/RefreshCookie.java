package org.lyceum.server.api;

import io.javalin.http.Context;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.http.ClientAddresses;

/**
 * The cookie that carries the refresh token: out of reach of scripts, sent to this site alone. The prefix {@code __Host-}
 * makes browsers hold it to HTTPS and to this very host; on loopback, where HTTP is allowed and the prefix is not possible,
 * it goes without.
 */
final class RefreshCookie {
    private static final String SECURE_NAME = "__Host-lyceum-refresh";
    private static final String LOOPBACK_NAME = "lyceum-refresh";

    private final ClientAddresses addresses;

    RefreshCookie(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    @Nullable
    String read(Context context) {
        return context.cookie(addresses.isSecure(context) ? SECURE_NAME : LOOPBACK_NAME);
    }

    void set(Context context, String token, Duration lifetime) {
        write(context, token, lifetime.toSeconds());
    }

    void clear(Context context) {
        write(context, "", 0);
    }

    /** Written by hand: the token is base58 and needs no quoting, and the order of attributes is then known. */
    private void write(Context context, String value, long maxAgeSeconds) {
        boolean secure = addresses.isSecure(context);
        context.header(
                "Set-Cookie",
                (secure ? SECURE_NAME : LOOPBACK_NAME) + "=" + value + "; Path=/; Max-Age=" + maxAgeSeconds
                        + "; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : ""));
    }
}
