package org.lyceum.platform.privacy;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.lyceum.platform.accounts.Accounts;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.audit.AuditLog;
import org.lyceum.platform.db.Database;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Streams;

/**
 * What the house knows of a person: told to them, and forgotten at their word. Called on virtual threads; every method waits for the
 * database.
 */
public final class PersonalData {
    private static final String NOBODY = "Deleted account";
    private static final int MOST_ROWS = 10_000;

    private final Database database;
    private final Accounts accounts;
    private final Streams streams;
    private final AuditLog audit;
    private final InstantSource clock;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final SecureRandom random = new SecureRandom();

    public PersonalData(Database database, Accounts accounts, Streams streams, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.accounts = accounts;
        this.streams = streams;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Everything, by what it is about; of each kind the newest {@value #MOST_ROWS}. Times are milliseconds since 1970. Secrets, which are stored
     * as hashes, are not in it.
     */
    public Map<String, List<Map<String, Object>>> export(String userId) {
        return database.read(sql -> {
            Map<String, List<Map<String, Object>>> all = new LinkedHashMap<>();
            all.put("account", rows(sql, userId, """
                    SELECT id, email, display_name, created_at FROM users WHERE id = :user"""));
            all.put("elsewhere", rows(sql, userId, """
                    SELECT issuer, subject FROM foreign_users WHERE user_id = :user"""));
            all.put("roles", rows(sql, userId, "SELECT role FROM user_roles WHERE user_id = :user"));
            all.put("logins", rows(sql, userId, """
                    SELECT id, created_at, expires_at, ended_at FROM login_sessions
                    WHERE user_id = :user ORDER BY created_at DESC"""));
            all.put("streams", rows(sql, userId, """
                    SELECT id, title, category, description, visibility, price_per_minute, preview_seconds, status,
                           scheduled_at, chat_guests, chat_slow_seconds, created_at
                    FROM streams WHERE creator_id = :user ORDER BY created_at DESC"""));
            all.put("streamSessions", rows(sql, userId, """
                    SELECT session.id, session.stream_id, session.started_at, session.ended_at
                    FROM stream_sessions session JOIN streams stream ON stream.id = session.stream_id
                    WHERE stream.creator_id = :user ORDER BY session.started_at DESC"""));
            all.put("visits", rows(sql, userId, """
                    SELECT stream_id, transport, connected_at, disconnected_at, seconds_watched
                    FROM viewer_connections WHERE viewer_id = :user ORDER BY connected_at DESC"""));
            all.put("chatMessages", rows(sql, userId, """
                    SELECT stream_id, number, text, sent_at, deleted_at FROM chat_messages
                    WHERE author_id = :user ORDER BY sent_at DESC"""));
            all.put("chatReports", rows(sql, userId, """
                    SELECT stream_id, number, reason, reported_at FROM chat_reports
                    WHERE reporter_id = :user ORDER BY reported_at DESC"""));
            all.put("moderatorOf", rows(sql, userId, "SELECT stream_id FROM stream_moderators WHERE user_id = :user"));
            all.put("invitations", rows(sql, userId, """
                    SELECT stream_id, invited_at FROM stream_invitations WHERE user_id = :user"""));
            all.put("wallet", rows(sql, userId, """
                    SELECT entry.account_id, entry.number, moved.kind, moved.reference, entry.memo, entry.amount,
                           entry.balance, moved.created_at
                    FROM ledger_accounts account JOIN ledger_entries entry ON entry.account_id = account.id
                      JOIN ledger_transactions moved ON moved.id = entry.transaction_id
                    WHERE account.user_id = :user ORDER BY moved.created_at DESC, entry.number DESC"""));
            all.put("earned", rows(sql, userId, """
                    SELECT stream_id, minute * 60000 AS since, tips, watching FROM earnings WHERE user_id = :user
                    UNION ALL
                    SELECT stream_id, quarter * 900000 AS since, tips, watching FROM settled_earnings
                    WHERE user_id = :user ORDER BY since DESC"""));
            all.put("tipsGiven", rows(sql, userId, """
                    SELECT id, stream_id, amount, message, created_at, refunded_at
                    FROM tips WHERE payer_id = :user ORDER BY created_at DESC"""));
            all.put("payouts", rows(sql, userId, """
                    SELECT id, amount, status, requested_at, decided_at
                    FROM payouts WHERE user_id = :user ORDER BY requested_at DESC"""));
            all.put("watched", rows(sql, userId, """
                    SELECT id, stream_id, price_per_minute, agreed_at, preview_seconds, seconds, charged, opened_at, closed_at
                    FROM watch_sessions WHERE viewer_id = :user ORDER BY opened_at DESC"""));
            all.put("deeds", rows(sql, userId, """
                    SELECT at, action, target, detail FROM audit_log WHERE actor_id = :user ORDER BY at DESC"""));
            return all;
        });
    }

    /**
     * Forgets the person, who asks for it themselves ({@link Accounts#requireInPerson}): name, address and password, what they said and watched, and
     * their streams, which end. The account's id stays, for what it took part in, and stands for nobody; so does what another
     * issuer calls the person, lest a token that is still out makes them anew.
     *
     * @throws org.lyceum.platform.Refusal where the password is wrong, or a token from elsewhere not new
     */
    public void delete(Principal principal, String password) {
        accounts.requireInPerson(principal, password);
        String userId = principal.userId();
        List<Stream> theirs = streams.listByCreator(userId);
        accounts.logoutEverywhere(principal);
        database.write(sql -> {
            forget(sql, userId, clock.instant());
            audit.add(sql, new AuditLog.Entry(clock.instant(), userId, "account-deleted", userId, ""));
            return true;
        });
        accounts.cut(principal); // what came in between
        theirs.forEach(stream -> streams.end(stream.id()));
        listeners.forEach(listener -> listener.accept(userId));
    }

    /** Calls {@code listener} with the id of each person who was forgotten, on the thread that did it. It must return soon. */
    public void onForgotten(Consumer<String> listener) {
        listeners.add(listener);
    }

    private void forget(Handle sql, String userId, Instant now) {
        sql.createUpdate("""
                        UPDATE users SET email = '', email_key = 'deleted:' || id, display_name = :nobody,
                          password_hash = NULL, deleted_at = :now
                        WHERE id = :user""")
                .bind("nobody", NOBODY)
                .bind("now", now.toEpochMilli())
                .bind("user", userId)
                .execute();
        sql.createUpdate("""
                        UPDATE chat_messages SET author_name = :nobody, text = '', deleted_at = COALESCE(deleted_at, :now)
                        WHERE author_id = :user""")
                .bind("nobody", NOBODY)
                .bind("now", now.toEpochMilli())
                .bind("user", userId)
                .execute();
        sql.createUpdate("UPDATE chat_restrictions SET name = :nobody WHERE subject = 'user:' || :user")
                .bind("nobody", NOBODY)
                .bind("user", userId)
                .execute();
        for (String statement : List.of(
                "DELETE FROM user_roles WHERE user_id = :user",
                "DELETE FROM stream_moderators WHERE user_id = :user",
                "DELETE FROM stream_invitations WHERE user_id = :user",
                "DELETE FROM chat_reports WHERE reporter_id = :user",
                "UPDATE tips SET message = '' WHERE payer_id = :user",
                "DELETE FROM watch_sessions WHERE viewer_id = :user AND closed_at IS NOT NULL AND charged = 0 AND held = 0",
                "UPDATE viewer_connections SET viewer_id = NULL WHERE viewer_id = :user")) {
            sql.createUpdate(statement).bind("user", userId).execute();
        }
        List<String> streamIds = sql.createQuery("SELECT id FROM streams WHERE creator_id = :user")
                .bind("user", userId)
                .mapTo(String.class)
                .list();
        streamIds.forEach(id -> forgetStream(sql, id));
    }

    /** The link goes on to say that there was something; nobody can go live by its key. */
    private void forgetStream(Handle sql, String id) {
        byte[] noKey = new byte[32];
        random.nextBytes(noKey);
        sql.createUpdate("""
                        UPDATE streams SET title = 'Deleted stream', category = '', description = '', scheduled_at = NULL,
                          visibility = 'private', key_hash = :noKey
                        WHERE id = :id""").bind("noKey", noKey).bind("id", id).execute();
    }

    private static List<Map<String, Object>> rows(Handle sql, String userId, String query) {
        return sql.createQuery(query)
                .bind("user", userId)
                .setMaxRows(MOST_ROWS)
                .mapToMap()
                .list();
    }
}
