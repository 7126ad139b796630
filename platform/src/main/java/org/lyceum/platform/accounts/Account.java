package org.lyceum.platform.accounts;

import java.time.Instant;
import java.util.Set;

/** Someone who is registered here. */
public record Account(String id, String email, String displayName, Set<Role> roles, Instant createdAt) {
    public Account {
        roles = Set.copyOf(roles);
    }
}
