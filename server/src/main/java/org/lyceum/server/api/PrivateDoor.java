package org.lyceum.server.api;

import io.javalin.http.Context;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.OriginCheck;
import org.lyceum.server.http.ProblemException;

/** The way in for passwords and cookies: over HTTPS or from this machine, and from our own pages alone. Safe to call from many threads. */
final class PrivateDoor {
    private final ClientAddresses addresses;
    private final OriginCheck origins;

    PrivateDoor(ClientAddresses addresses, OriginCheck origins) {
        this.addresses = addresses;
        this.origins = origins;
    }

    void requireConfidential(Context context) {
        if (addresses.isSecure(context) || addresses.isLoopback(context)) {
            return;
        }
        boolean unknownProxy = "https".equalsIgnoreCase(context.header("X-Forwarded-Proto"));
        throw new ProblemException(
                403,
                "https-required",
                unknownProxy
                        ? "Passwords travel only over HTTPS, and this server does not know the proxy in front of it. Its"
                                + " administrator must name that proxy in the setting trustedProxies."
                        : "Passwords travel only over HTTPS. Open this page by its https address and sign in there.");
    }

    /** SameSite=Strict keeps other sites from sending the cookie; this holds for browsers and sites that it does not cover. */
    void requireOwnPage(Context context) {
        if (!origins.isAllowed(context.header("Origin"), context.header("Host"))) {
            throw new ProblemException(403, "origin-not-allowed", "This web page may not sign people in here.");
        }
    }
}
