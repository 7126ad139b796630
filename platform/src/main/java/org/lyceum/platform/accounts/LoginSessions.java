package org.lyceum.platform.accounts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.db.Columns;

/**
 * Logins and their refresh tokens, which rotate: each is used once and answered with its successor.
 *
 * <p>Two tabs that wake together send the same token, so a predecessor is honoured for {@link #GRACE}, with a successor of
 * its own. Later use means that someone has a copy, and nobody can tell who: the whole family ends. Tokens are stored
 * hashed. The methods take part in the caller's transaction.
 */
final class LoginSessions {
    static final Duration GRACE = Duration.ofSeconds(30);
    /** A login that is not used for so long is over. */
    static final Duration LIFETIME = Duration.ofDays(30);

    private static final int TOKEN_BITS = 256;

    private final Secrets secrets;

    LoginSessions(Secrets secrets) {
        this.secrets = secrets;
    }

    /** A login's session and the refresh token that now continues it. */
    record Grant(String userId, String sessionId, String refreshToken) {}

    /** What came of showing a refresh token. */
    sealed interface Rotation {
        record Continued(Grant grant) implements Rotation {}

        /** A predecessor came back too late; the session is ended. */
        record Reused(SessionEnded ended) implements Rotation {}

        record Refused() implements Rotation {}
    }

    Grant open(Handle sql, String userId, Instant now) {
        sql.createUpdate("DELETE FROM login_sessions WHERE user_id = :user AND expires_at <= :now")
                .bind("user", userId)
                .bind("now", now.toEpochMilli())
                .execute();
        String sessionId = secrets.id();
        sql.createUpdate("""
                        INSERT INTO login_sessions (id, user_id, created_at, expires_at)
                        VALUES (:id, :user, :now, :expires)""")
                .bind("id", sessionId)
                .bind("user", userId)
                .bind("now", now.toEpochMilli())
                .bind("expires", now.plus(LIFETIME).toEpochMilli())
                .execute();
        return new Grant(userId, sessionId, issue(sql, sessionId, now));
    }

    Rotation rotate(Handle sql, String refreshToken, Instant now) {
        Token token = findOpen(sql, refreshToken, now).orElse(null);
        if (token == null) {
            return new Rotation.Refused();
        }
        if (token.replacedAt() == null) {
            markReplaced(sql, refreshToken, now);
        } else if (token.replacedAt().plus(GRACE).isBefore(now)) {
            end(sql, token.sessionId(), now);
            return new Rotation.Reused(new SessionEnded(token.userId(), token.sessionId()));
        }
        prolong(sql, token.sessionId(), now);
        return new Rotation.Continued(new Grant(token.userId(), token.sessionId(), issue(sql, token.sessionId(), now)));
    }

    /** The open session that a refresh token belongs to, for a logout. */
    Optional<SessionEnded> sessionOf(Handle sql, String refreshToken, Instant now) {
        return findOpen(sql, refreshToken, now).map(token -> new SessionEnded(token.userId(), token.sessionId()));
    }

    /** Whether it was open until now. */
    boolean end(Handle sql, String sessionId, Instant now) {
        return sql.createUpdate("UPDATE login_sessions SET ended_at = :now WHERE id = :id AND ended_at IS NULL")
                        .bind("now", now.toEpochMilli())
                        .bind("id", sessionId)
                        .execute()
                > 0;
    }

    /** Ends all logins of an account and returns those that were open. */
    List<SessionEnded> endAll(Handle sql, String userId, Instant now) {
        List<SessionEnded> open = sql.createQuery(
                        "SELECT id FROM login_sessions WHERE user_id = :user AND ended_at IS NULL")
                .bind("user", userId)
                .map((row, _) -> new SessionEnded(userId, row.getString("id")))
                .list();
        open.forEach(session -> end(sql, session.sessionId(), now));
        return open;
    }

    /** The same for all but one of them. */
    List<SessionEnded> endAllBut(Handle sql, String userId, String kept, Instant now) {
        List<SessionEnded> open = sql.createQuery("""
                        SELECT id FROM login_sessions WHERE user_id = :user AND ended_at IS NULL AND id <> :kept""")
                .bind("user", userId)
                .bind("kept", kept)
                .map((row, _) -> new SessionEnded(userId, row.getString("id")))
                .list();
        open.forEach(session -> end(sql, session.sessionId(), now));
        return open;
    }

    /** A session that is over, and since when. */
    record Ended(SessionEnded session, Instant at) {}

    /** Sessions that ended after {@code since}. */
    List<Ended> endedSince(Handle sql, Instant since) {
        return sql.createQuery("SELECT id, user_id, ended_at FROM login_sessions WHERE ended_at > :since")
                .bind("since", since.toEpochMilli())
                .map((row, _) -> new Ended(
                        new SessionEnded(row.getString("user_id"), row.getString("id")),
                        Columns.instant(row, "ended_at")))
                .list();
    }

    /** Forgets what can not come back: sessions that are over, and tokens too old to tell a theft by. */
    void purge(Handle sql, Instant now) {
        sql.createUpdate("DELETE FROM login_sessions WHERE expires_at <= :now")
                .bind("now", now.toEpochMilli())
                .execute();
        sql.createUpdate("DELETE FROM login_sessions WHERE ended_at < :before")
                .bind("before", now.minus(Duration.ofDays(1)).toEpochMilli())
                .execute();
        sql.createUpdate("DELETE FROM refresh_tokens WHERE replaced_at < :before")
                .bind("before", now.minus(LIFETIME).toEpochMilli())
                .execute();
    }

    private record Token(
            String sessionId, String userId, @Nullable Instant replacedAt) {}

    private static Optional<Token> findOpen(Handle sql, String refreshToken, Instant now) {
        if (!Secrets.isBase58(refreshToken)) {
            return Optional.empty();
        }
        return sql.createQuery("""
                        SELECT token.session_id, token.replaced_at, session.user_id
                        FROM refresh_tokens token JOIN login_sessions session ON session.id = token.session_id
                        WHERE token.token_hash = :hash AND session.ended_at IS NULL AND session.expires_at > :now""")
                .bind("hash", Secrets.hash(refreshToken))
                .bind("now", now.toEpochMilli())
                .map((row, _) -> new Token(
                        row.getString("session_id"),
                        row.getString("user_id"),
                        Columns.instantOrNull(row, "replaced_at")))
                .findOne();
    }

    /** Where two come at once, the second finds it replaced this instant: within the grace, so nothing more is to do. */
    private static void markReplaced(Handle sql, String refreshToken, Instant now) {
        sql.createUpdate("""
                        UPDATE refresh_tokens SET replaced_at = :now
                        WHERE token_hash = :hash AND replaced_at IS NULL""")
                .bind("now", now.toEpochMilli())
                .bind("hash", Secrets.hash(refreshToken))
                .execute();
    }

    private static void prolong(Handle sql, String sessionId, Instant now) {
        sql.createUpdate("UPDATE login_sessions SET expires_at = :expires WHERE id = :id")
                .bind("expires", now.plus(LIFETIME).toEpochMilli())
                .bind("id", sessionId)
                .execute();
    }

    private String issue(Handle sql, String sessionId, Instant now) {
        String token = secrets.secret("", TOKEN_BITS);
        sql.createUpdate("""
                        INSERT INTO refresh_tokens (token_hash, session_id, issued_at)
                        VALUES (:hash, :session, :now)""")
                .bind("hash", Secrets.hash(token))
                .bind("session", sessionId)
                .bind("now", now.toEpochMilli())
                .execute();
        return token;
    }
}
