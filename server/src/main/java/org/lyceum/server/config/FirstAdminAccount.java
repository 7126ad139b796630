package org.lyceum.server.config;

/** Who administers a house that has no administrator yet. From the environment alone: flags and files are seen by others. */
public record FirstAdminAccount(String email, String password) {
    @Override
    public String toString() {
        return email;
    }
}
