package org.lyceum.platform.accounts;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a verified access token speaks for.
 *
 * @param sessionId the login it came from; a logout ends this one and leaves the account's other logins alone
 * @param foreignIssuedAt when the token was made that a {@link TrustedIssuer} gave, {@link Instant#MIN} where it does not say; null for one
 *     of this house
 */
public record Principal(
        String userId,
        String displayName,
        Set<Role> roles,
        String sessionId,
        @Nullable Instant foreignIssuedAt) {
    public Principal {
        roles = Set.copyOf(roles);
    }

    /** Of this house. */
    public Principal(String userId, String displayName, Set<Role> roles, String sessionId) {
        this(userId, displayName, roles, sessionId, null);
    }

    /** Whether it is another house that knows how they sign in: there is no password here. */
    public boolean isForeign() {
        return foreignIssuedAt != null;
    }

    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }
}
