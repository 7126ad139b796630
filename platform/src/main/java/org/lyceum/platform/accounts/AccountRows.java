package org.lyceum.platform.accounts;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.db.Columns;

/** The statements about accounts. They take part in the caller's transaction. */
final class AccountRows {
    private AccountRows() {}

    /** @param passwordHash null where there is no login by password */
    record Credentials(String userId, @Nullable String passwordHash) {}

    /** Whether it was inserted: not so when the address is taken. */
    static boolean insert(Handle sql, Account account, String emailKey, String passwordHash) {
        int inserted = sql.createUpdate("""
                        INSERT INTO users (id, email, email_key, display_name, password_hash, created_at)
                        VALUES (:id, :email, :emailKey, :displayName, :passwordHash, :createdAt)
                        ON CONFLICT (email_key) DO NOTHING""")
                .bind("id", account.id())
                .bind("email", account.email())
                .bind("emailKey", emailKey)
                .bind("displayName", account.displayName())
                .bind("passwordHash", passwordHash)
                .bind("createdAt", account.createdAt().toEpochMilli())
                .execute();
        if (inserted > 0) {
            account.roles().forEach(role -> insertRole(sql, account.id(), role));
        }
        return inserted > 0;
    }

    static void insertRole(Handle sql, String userId, Role role) {
        sql.createUpdate("INSERT INTO user_roles (user_id, role) VALUES (:user, :role) ON CONFLICT DO NOTHING")
                .bind("user", userId)
                .bind("role", role.wireName())
                .execute();
    }

    static Optional<Account> find(Handle sql, String userId) {
        return sql.createQuery("SELECT id, email, display_name, created_at FROM users WHERE id = :id")
                .bind("id", userId)
                .map((row, _) -> new Account(
                        row.getString("id"),
                        row.getString("email"),
                        row.getString("display_name"),
                        roles(sql, userId),
                        Columns.instant(row, "created_at")))
                .findOne();
    }

    /** One that its owner has not deleted. */
    static Optional<Account> findOpen(Handle sql, String userId) {
        return sql.createQuery("SELECT id FROM users WHERE id = :id AND deleted_at IS NULL")
                .bind("id", userId)
                .mapTo(String.class)
                .findOne()
                .flatMap(id -> find(sql, id));
    }

    static Optional<Credentials> findCredentials(Handle sql, String emailKey) {
        return sql.createQuery("SELECT id, password_hash FROM users WHERE email_key = :emailKey")
                .bind("emailKey", emailKey)
                .map((row, _) -> new Credentials(row.getString("id"), row.getString("password_hash")))
                .findOne();
    }

    static boolean hasAdmin(Handle sql) {
        return sql.createQuery("SELECT 1 FROM user_roles WHERE role = 'admin' LIMIT 1")
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static void setPasswordHash(Handle sql, String userId, String passwordHash) {
        sql.createUpdate("UPDATE users SET password_hash = :hash WHERE id = :id")
                .bind("hash", passwordHash)
                .bind("id", userId)
                .execute();
    }

    static Optional<Credentials> findCredentialsById(Handle sql, String userId) {
        return sql.createQuery("SELECT id, password_hash FROM users WHERE id = :id AND deleted_at IS NULL")
                .bind("id", userId)
                .map((row, _) -> new Credentials(row.getString("id"), row.getString("password_hash")))
                .findOne();
    }

    /** Whether the address was free, or this account's own already. */
    static boolean setEmail(Handle sql, String userId, String email, String emailKey) {
        boolean taken = findCredentials(sql, emailKey)
                .filter(other -> !other.userId().equals(userId))
                .isPresent();
        if (!taken) {
            sql.createUpdate("UPDATE users SET email = :email, email_key = :emailKey WHERE id = :id")
                    .bind("email", email)
                    .bind("emailKey", emailKey)
                    .bind("id", userId)
                    .execute();
        }
        return !taken;
    }

    private static Set<Role> roles(Handle sql, String userId) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        sql.createQuery("SELECT role FROM user_roles WHERE user_id = :user")
                .bind("user", userId)
                .mapTo(String.class)
                .forEach(name -> roles.add(Role.ofWireName(name)));
        return roles;
    }
}
