package org.lyceum.platform.accounts;

import java.util.Set;

/**
 * Who a verified access token speaks for.
 *
 * @param sessionId the login it came from; a logout ends this one and leaves the account's other logins alone
 */
public record Principal(String userId, String displayName, Set<Role> roles, String sessionId) {
    public Principal {
        roles = Set.copyOf(roles);
    }

    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }
}
