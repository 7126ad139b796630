package org.lyceum.platform.audit;

import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.lyceum.platform.Secrets;

/** The log's statements. They take part in the caller's transaction. */
public final class AuditLog {
    /** What is older is forgotten. */
    public static final Duration KEPT = Duration.ofDays(365);

    private final Secrets secrets;

    public AuditLog(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * One deed.
     *
     * @param actor the user's id; {@code system} for the house itself, {@code console} for its administrator's commands
     * @param action such as {@code chat-ban} or {@code password-changed}
     * @param target whom or what it was done to
     * @param detail for people; never a secret
     */
    public record Entry(Instant at, String actor, String action, String target, String detail) {}

    public void add(Handle sql, Entry entry) {
        sql.createUpdate("""
                        INSERT INTO audit_log (id, at, actor_id, action, target, detail)
                        VALUES (:id, :at, :actor, :action, :target, :detail)""")
                .bind("id", secrets.id())
                .bind("at", entry.at().toEpochMilli())
                .bind("actor", entry.actor())
                .bind("action", entry.action())
                .bind("target", entry.target())
                .bind("detail", entry.detail())
                .execute();
    }

    public void forget(Handle sql, Instant before) {
        sql.createUpdate("DELETE FROM audit_log WHERE at < :before")
                .bind("before", before.toEpochMilli())
                .execute();
    }
}
