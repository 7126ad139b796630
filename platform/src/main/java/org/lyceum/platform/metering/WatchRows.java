package org.lyceum.platform.metering;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.db.Columns;
import org.lyceum.platform.money.Ledger;
import org.lyceum.platform.money.LedgerAccounts;
import org.lyceum.platform.streams.Stream;

/** The statements about sessions of watching. They take part in the caller's transaction. */
final class WatchRows {
    private static final String UPDATE = """
            UPDATE watch_sessions SET preview_seconds = ?, seconds = ?, charged = ?, fee = ?, held = ? WHERE id = ?""";
    private static final String COUNT_PREVIEW = """
            INSERT INTO previews (stream_id, viewer, day, seconds) VALUES (?, ?, ?, ?)
            ON CONFLICT (stream_id, viewer, day) DO UPDATE SET seconds = previews.seconds + excluded.seconds""";
    /** Of those who only previewed, or left before they owed anything; an index is for these. */
    private static final String COST_NOTHING = "charged = 0 AND held = 0";
    /** When sessions ended that may be forgotten with the visit. What was paid for is a receipt, and stays. */
    static final String FREE = "(SELECT closed_at FROM watch_sessions WHERE " + COST_NOTHING + ") free";

    private static final String RECEIPT = """
            SELECT session.*, stream.title, creator.display_name
            FROM watch_sessions session
            JOIN streams stream ON stream.id = session.stream_id
            JOIN users creator ON creator.id = session.creator_id
            """;

    private WatchRows() {}

    /** What the database knows of an open session. */
    record State(String id, long previewSeconds, long seconds, long charged, long fee, long held) {}

    /** What it is to know now. */
    record Change(
            State state,
            @Nullable Instant closedAt,
            @Nullable String endReason) {}

    /** Seconds of preview that were seen since the last time. */
    record PreviewSeen(String streamId, String viewer, long day, long seconds) {}

    static long previewSeconds(Handle sql, String streamId, String viewer, long day) {
        return sql.createQuery("""
                        SELECT CASE WHEN stream.preview_seconds > COALESCE(seen.seconds, 0)
                                    THEN stream.preview_seconds - COALESCE(seen.seconds, 0) ELSE 0 END
                        FROM streams stream
                        LEFT JOIN previews seen ON seen.stream_id = stream.id AND seen.viewer = ? AND seen.day = ?
                        WHERE stream.id = ?""")
                .bind(0, viewer)
                .bind(1, day)
                .bind(2, streamId)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    static void insert(Handle sql, String id, Stream stream, @Nullable String viewerId, long price, Instant now) {
        sql.createUpdate("""
                        INSERT INTO watch_sessions (id, stream_id, stream_session_id, creator_id, viewer_id, price_per_minute,
                                                    preview_seconds, seconds, charged, fee, held, opened_at)
                        VALUES (:id, :stream,
                                (SELECT id FROM stream_sessions WHERE stream_id = :stream AND ended_at IS NULL),
                                :creator, :viewer, :price, 0, 0, 0, 0, 0, :now)""")
                .bind("id", id)
                .bind("stream", stream.id())
                .bind("creator", stream.creatorId())
                .bind("viewer", viewerId)
                .bind("price", price)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    static void agree(Handle sql, String id, @Nullable Long cap, Instant now) {
        sql.createUpdate(
                        "UPDATE watch_sessions SET agreed_at = COALESCE(agreed_at, :now), spending_cap = :cap WHERE id = :id")
                .bind("now", now.toEpochMilli())
                .bind("cap", cap)
                .bind("id", id)
                .execute();
    }

    static List<State> open(Handle sql) {
        return sql.createQuery("""
                        SELECT id, preview_seconds, seconds, charged, fee, held
                        FROM watch_sessions WHERE closed_at IS NULL ORDER BY id""").map((row, _) -> state(row)).list();
    }

    /** With the viewer's id, who gets back what a crash left held. */
    static Optional<String> viewerOf(Handle sql, String id) {
        return sql.createQuery("SELECT viewer_id FROM watch_sessions WHERE id = ?")
                .bind(0, id)
                .mapTo(String.class)
                .findOne();
    }

    static void update(Handle sql, Collection<Change> changes) {
        try (PreparedStatement update = sql.getConnection().prepareStatement(UPDATE)) {
            for (Change change : changes) {
                State state = change.state();
                update.setLong(1, state.previewSeconds());
                update.setLong(2, state.seconds());
                update.setLong(3, state.charged());
                update.setLong(4, state.fee());
                update.setLong(5, state.held());
                update.setString(6, state.id());
                update.addBatch();
            }
            update.executeBatch();
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
        for (Change change : changes) {
            Instant closedAt = change.closedAt();
            if (closedAt != null) {
                sql.execute(
                        "UPDATE watch_sessions SET closed_at = ?, end_reason = ? WHERE id = ?",
                        closedAt.toEpochMilli(),
                        change.endReason(),
                        change.state().id());
            }
        }
    }

    static void countPreviews(Handle sql, Collection<PreviewSeen> seen) {
        if (seen.isEmpty()) {
            return;
        }
        try (PreparedStatement count = sql.getConnection().prepareStatement(COUNT_PREVIEW)) {
            for (PreviewSeen preview : seen) {
                count.setString(1, preview.streamId());
                count.setString(2, preview.viewer());
                count.setLong(3, preview.day());
                count.setLong(4, preview.seconds());
                count.addBatch();
            }
            count.executeBatch();
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
    }

    /** What is in these people's wallets; 0 for who never had anything. */
    static Map<String, Long> wallets(Handle sql, Collection<String> viewerIds) {
        Map<String, Long> balances = Ledger.balances(
                sql, viewerIds.stream().map(LedgerAccounts::wallet).toList());
        Map<String, Long> wallets = new HashMap<>();
        viewerIds.forEach(
                viewerId -> wallets.put(viewerId, balances.getOrDefault(LedgerAccounts.wallet(viewerId), 0L)));
        return wallets;
    }

    static void forgetPreviews(Handle sql, long beforeDay) {
        sql.execute("DELETE FROM previews WHERE day < ?", beforeDay);
    }

    /** Forgets sessions that were over by then, of those in {@link #FREE}. */
    static void forgetFree(Handle sql, Instant before) {
        sql.execute("DELETE FROM watch_sessions WHERE closed_at < ? AND " + COST_NOTHING, before.toEpochMilli());
    }

    static Optional<Receipt> receipt(Handle sql, String id) {
        return sql.createQuery(RECEIPT + "WHERE session.id = ?")
                .bind(0, id)
                .map((row, _) -> receipt(row))
                .findOne();
    }

    static List<Receipt> receiptsOf(Handle sql, String viewerId, int limit) {
        return sql.createQuery(RECEIPT + "WHERE session.viewer_id = ? ORDER BY session.opened_at DESC LIMIT ?")
                .bind(0, viewerId)
                .bind(1, limit)
                .map((row, _) -> receipt(row))
                .list();
    }

    private static State state(ResultSet row) throws SQLException {
        return new State(
                row.getString("id"),
                row.getLong("preview_seconds"),
                row.getLong("seconds"),
                row.getLong("charged"),
                row.getLong("fee"),
                row.getLong("held"));
    }

    private static Receipt receipt(ResultSet row) throws SQLException {
        return new Receipt(
                row.getString("id"),
                row.getString("stream_id"),
                row.getString("title"),
                row.getString("display_name"),
                row.getString("viewer_id"),
                row.getLong("price_per_minute"),
                Columns.longOrNull(row, "spending_cap"),
                row.getLong("preview_seconds"),
                row.getLong("seconds"),
                row.getLong("charged"),
                Columns.instant(row, "opened_at"),
                Columns.instantOrNull(row, "closed_at"),
                row.getString("end_reason"));
    }
}
