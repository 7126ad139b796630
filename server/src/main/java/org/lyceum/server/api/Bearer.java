package org.lyceum.server.api;

import io.javalin.http.Context;
import java.util.Optional;
import org.lyceum.platform.accounts.AccessTokens;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.server.http.ProblemException;

/** Who a request speaks for, by its {@code Authorization: Bearer} header. */
final class Bearer {
    private static final String SCHEME = "Bearer ";

    private final AccessTokens accessTokens;

    Bearer(AccessTokens accessTokens) {
        this.accessTokens = accessTokens;
    }

    /** The person; 401 without a good token. */
    Principal require(Context context) {
        return find(context).orElseThrow(() -> Answers.unauthorized(context));
    }

    /** An administrator; 403 for anyone else. */
    Principal requireAdmin(Context context) {
        Principal principal = require(context);
        if (!principal.isAdmin()) {
            throw new ProblemException(403, "admins-only", "This is for administrators.");
        }
        return principal;
    }

    /** The person, or nobody where no token is sent; 401 for one that is no good, so that the client renews it. */
    Optional<Principal> find(Context context) {
        String header = context.header("Authorization");
        if (header == null) {
            return Optional.empty();
        }
        Optional<Principal> principal = verify(header);
        if (principal.isEmpty()) {
            throw Answers.unauthorized(context);
        }
        return principal;
    }

    /** The person, or nobody where no token is sent or it is no good. */
    Optional<Principal> findValid(Context context) {
        String header = context.header("Authorization");
        return header == null ? Optional.empty() : verify(header);
    }

    private Optional<Principal> verify(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? accessTokens.verify(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
