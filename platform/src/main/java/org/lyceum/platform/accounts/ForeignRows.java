package org.lyceum.platform.accounts;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The statements about people from elsewhere. They take part in the caller's transaction. */
final class ForeignRows {
    private ForeignRows() {}

    /** The id of the user who this is; made, with {@code newId}, where nobody was it before. */
    static String findOrMake(Handle sql, String issuer, String subject, String name, String newId, Instant now) {
        Optional<String> found = find(sql, issuer, subject);
        if (found.isPresent()) {
            return found.get();
        }
        sql.createUpdate("""
                        INSERT INTO users (id, email, email_key, display_name, created_at)
                        VALUES (:id, '', 'foreign:' || :id, :name, :now)""")
                .bind("id", newId)
                .bind("name", name)
                .bind("now", now.toEpochMilli())
                .execute();
        ForeignTokens.roles().forEach(role -> AccountRows.insertRole(sql, newId, role));
        boolean first = sql.createUpdate("""
                        INSERT INTO foreign_users (issuer, subject, user_id) VALUES (:issuer, :subject, :user)
                        ON CONFLICT (issuer, subject) DO NOTHING""")
                        .bind("issuer", issuer)
                        .bind("subject", subject)
                        .bind("user", newId)
                        .execute()
                > 0;
        if (!first) {
            // Two came at once: the other one's row counts.
            sql.createUpdate("DELETE FROM users WHERE id = :id")
                    .bind("id", newId)
                    .execute();
        }
        return find(sql, issuer, subject).orElseThrow();
    }

    private static Optional<String> find(Handle sql, String issuer, String subject) {
        return sql.createQuery("SELECT user_id FROM foreign_users WHERE issuer = :issuer AND subject = :subject")
                .bind("issuer", issuer)
                .bind("subject", subject)
                .mapTo(String.class)
                .findOne();
    }
}
