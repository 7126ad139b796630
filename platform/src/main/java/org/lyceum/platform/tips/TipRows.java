package org.lyceum.platform.tips;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.db.Columns;

/** The statements about tips. They take part in the caller's transaction. */
final class TipRows {
    private static final String SELECT = """
            SELECT tip.id, tip.stream_id, tip.stream_session_id, tip.offset_millis, tip.payer_id, payer.display_name,
                   tip.amount, tip.message, tip.created_at, tip.refunded_at
            FROM tips tip JOIN users payer ON payer.id = tip.payer_id
            """;

    private TipRows() {}

    /** What the ledger has to know to take a tip back. */
    record Paid(String payerId, String creatorId, long amount, long fee, Instant createdAt) {}

    /**
     * With its place on the timeline of the session that runs now.
     *
     * @param goalId what it counts for; null for nothing
     */
    static void insert(
            Handle sql,
            String id,
            String streamId,
            String message,
            Paid paid,
            String transaction,
            @Nullable String goalId) {
        sql.createUpdate("""
                        INSERT INTO tips (id, stream_id, stream_session_id, offset_millis, payer_id, creator_id, amount, fee,
                                          message, transaction_id, goal_id, created_at)
                        SELECT :id, stream.id, session.id, :now - session.started_at, :payer, :creator, :amount, :fee,
                               :message, :transaction, :goal, :now
                        FROM streams stream
                        LEFT JOIN stream_sessions session
                               ON session.stream_id = stream.id AND session.ended_at IS NULL
                        WHERE stream.id = :stream""")
                .bind("id", id)
                .bind("now", paid.createdAt().toEpochMilli())
                .bind("payer", paid.payerId())
                .bind("creator", paid.creatorId())
                .bind("amount", paid.amount())
                .bind("fee", paid.fee())
                .bind("message", message)
                .bind("transaction", transaction)
                .bind("goal", goalId)
                .bind("stream", streamId)
                .execute();
    }

    static Optional<Tip> find(Handle sql, String id) {
        return Secrets.isBase58(id)
                ? sql.createQuery(SELECT + "WHERE tip.id = ?")
                        .bind(0, id)
                        .map((row, _) -> tip(row))
                        .findOne()
                : Optional.empty();
    }

    static List<Tip> ofStream(Handle sql, String streamId, int limit) {
        return sql.createQuery(SELECT + "WHERE tip.stream_id = ? ORDER BY tip.created_at DESC, tip.id DESC LIMIT ?")
                .bind(0, streamId)
                .bind(1, limit)
                .map((row, _) -> tip(row))
                .list();
    }

    static List<Tip> ofStreamBefore(Handle sql, String streamId, String tipId, int limit) {
        return sql.createQuery(SELECT + """
                        WHERE tip.stream_id = ?
                          AND (tip.created_at, tip.id) < (SELECT created_at, id FROM tips WHERE id = ?)
                        ORDER BY tip.created_at DESC, tip.id DESC LIMIT ?""")
                .bind(0, streamId)
                .bind(1, tipId)
                .bind(2, limit)
                .map((row, _) -> tip(row))
                .list();
    }

    static List<Tip> ofSession(Handle sql, String sessionId) {
        return sql.createQuery(SELECT + "WHERE tip.stream_session_id = ? ORDER BY tip.offset_millis, tip.id")
                .bind(0, sessionId)
                .map((row, _) -> tip(row))
                .list();
    }

    /** Marks it, and tells what was paid; empty if it is refunded already. */
    static Optional<Paid> refund(Handle sql, String id, Instant now) {
        if (sql.execute("UPDATE tips SET refunded_at = ? WHERE id = ? AND refunded_at IS NULL", now.toEpochMilli(), id)
                == 0) {
            return Optional.empty();
        }
        return sql.createQuery("SELECT payer_id, creator_id, amount, fee, created_at FROM tips WHERE id = ?")
                .bind(0, id)
                .map((row, _) -> new Paid(
                        row.getString("payer_id"),
                        row.getString("creator_id"),
                        row.getLong("amount"),
                        row.getLong("fee"),
                        Columns.instant(row, "created_at")))
                .findOne();
    }

    static void setGoal(Handle sql, String id, String streamId, String title, long target, Instant now) {
        sql.execute("""
                INSERT INTO tip_goals (id, stream_id, title, target, raised, set_at) VALUES (?, ?, ?, ?, 0, ?)
                ON CONFLICT (stream_id) DO UPDATE
                SET id = excluded.id, title = excluded.title, target = excluded.target, raised = 0, set_at = excluded.set_at""", id, streamId, title, target, now.toEpochMilli());
    }

    static void dropGoal(Handle sql, String streamId) {
        sql.execute("DELETE FROM tip_goals WHERE stream_id = ?", streamId);
    }

    /** Counts a tip for what the stream collects for, whose row decides between a tip and a change of the goal; the goal's id. */
    static Optional<String> countTowardsGoal(Handle sql, String streamId, long amount) {
        return sql.createQuery("UPDATE tip_goals SET raised = raised + ? WHERE stream_id = ? RETURNING id")
                .bind(0, amount)
                .bind(1, streamId)
                .mapTo(String.class)
                .findOne();
    }

    /**
     * A tip was taken back: what it counted for has less, if that is still collected for. Tips from before they knew their goal may name one that
     * they did not count for: no goal falls below nothing by them.
     */
    static void takeFromGoal(Handle sql, Tip tip) {
        sql.execute(
                "UPDATE tip_goals SET raised = raised - ? WHERE stream_id = ? AND id = (SELECT goal_id FROM tips WHERE id = ?) AND raised >= ?",
                tip.amount(),
                tip.streamId(),
                tip.id(),
                tip.amount());
    }

    static Optional<TipGoal> goal(Handle sql, String streamId) {
        return sql.createQuery("SELECT title, target, raised FROM tip_goals WHERE stream_id = ?")
                .bind(0, streamId)
                .map((row, _) -> new TipGoal(row.getString("title"), row.getLong("target"), row.getLong("raised")))
                .findOne();
    }

    private static Tip tip(ResultSet row) throws SQLException {
        return new Tip(
                row.getString("id"),
                row.getString("stream_id"),
                row.getString("stream_session_id"),
                Columns.longOrNull(row, "offset_millis"),
                row.getString("payer_id"),
                row.getString("display_name"),
                row.getLong("amount"),
                row.getString("message"),
                Columns.instant(row, "created_at"),
                Columns.instantOrNull(row, "refunded_at"));
    }
}
