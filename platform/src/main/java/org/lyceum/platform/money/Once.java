package org.lyceum.platform.money;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.db.Database;

/**
 * Does what moves money once for each {@link OnceKey}. The key is stored in the money's own transaction: who was told of success finds
 * it again, and what failed is not kept, so that it can be tried anew.
 */
public final class Once {
    static final Duration KEPT = Duration.ofDays(90);

    private final Database database;
    private final InstantSource clock;

    public Once(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The outcome of {@code work}, done now or when the key was first used.
     *
     * @param key null: every call is another attempt
     */
    public Posted write(@Nullable OnceKey key, Function<Handle, Posted> work) {
        return database.write(sql -> {
            if (key == null) {
                return work.apply(sql);
            }
            if (!claim(sql, key, clock.instant())) {
                return recall(sql, key);
            }
            Posted posted = work.apply(sql);
            sql.execute(
                    "UPDATE idempotency_keys SET outcome = ?, balance = ? WHERE user_id = ? AND route = ? AND key = ?",
                    posted.id(),
                    posted.balance(),
                    key.userId(),
                    key.route(),
                    key.key());
            return posted;
        });
    }

    /** Forgets keys so old that no client repeats them any more. */
    void tidy() {
        database.write(sql -> sql.execute(
                "DELETE FROM idempotency_keys WHERE created_at < ?",
                clock.instant().minus(KEPT).toEpochMilli()));
    }

    /** On PostgreSQL it waits for another transaction that has the key, and finds it afterwards. */
    private static boolean claim(Handle sql, OnceKey key, Instant now) {
        return sql.execute("""
                        INSERT INTO idempotency_keys (user_id, route, key, body_hash, created_at) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (user_id, route, key) DO NOTHING""", key.userId(), key.route(), key.key(), key.bodyHash(), now.toEpochMilli()) == 1;
    }

    private record Earlier(String bodyHash, Posted posted) {}

    private static Posted recall(Handle sql, OnceKey key) {
        Earlier earlier = sql.createQuery("""
                        SELECT body_hash, outcome, balance FROM idempotency_keys
                        WHERE user_id = ? AND route = ? AND key = ?""")
                .bind(0, key.userId())
                .bind(1, key.route())
                .bind(2, key.key())
                .map((row, _) -> new Earlier(
                        row.getString("body_hash"), new Posted(row.getString("outcome"), row.getLong("balance"))))
                .one();
        if (!earlier.bodyHash().equals(key.bodyHash())) {
            throw new Refusal(
                    Refusal.Kind.CONTRADICTION,
                    "idempotency-key-reused",
                    "This Idempotency-Key was used for another request. Take a new one for a new request.");
        }
        return earlier.posted();
    }
}
