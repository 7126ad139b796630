package org.lyceum.platform.chat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.lyceum.platform.db.Columns;

/** The statements about chats. They take part in the caller's transaction. */
final class ChatRows {
    private static final String SELECT =
            "SELECT number, author_id, author_name, badge, text, sent_at FROM chat_messages ";

    private ChatRows() {}

    static List<ChatLine> newest(Handle sql, String streamId, int limit) {
        return sql.createQuery(SELECT + """
                        WHERE stream_id = :stream AND deleted_at IS NULL ORDER BY number DESC LIMIT :limit""")
                .bind("stream", streamId)
                .bind("limit", limit)
                .map((row, _) -> line(row))
                .list()
                .reversed();
    }

    static Optional<ChatLine> find(Handle sql, String streamId, long number) {
        return sql.createQuery(SELECT + "WHERE stream_id = :stream AND number = :number")
                .bind("stream", streamId)
                .bind("number", number)
                .map((row, _) -> line(row))
                .findOne();
    }

    static ChatLine byRequest(Handle sql, String streamId, String authorId, String requestId) {
        return sql.createQuery(SELECT + "WHERE stream_id = :stream AND author_id = :author AND request_id = :request")
                .bind("stream", streamId)
                .bind("author", authorId)
                .bind("request", requestId)
                .map((row, _) -> line(row))
                .one();
    }

    /** Under the next number. False where the same author's same request is there already. */
    static boolean insert(Handle sql, String streamId, ChatWork.Say said, Instant now) {
        return sql.createUpdate("""
                        INSERT INTO chat_messages (stream_id, number, author_id, request_id, author_name, badge, text, sent_at)
                        SELECT :stream, COALESCE(MAX(number), 0) + 1, :author, :request, :name, :badge, :text, :now
                        FROM chat_messages WHERE stream_id = :stream
                        ON CONFLICT (stream_id, author_id, request_id) DO NOTHING""")
                        .bind("stream", streamId)
                        .bind("author", said.authorId())
                        .bind("request", said.requestId())
                        .bind("name", said.authorName())
                        .bind("badge", said.badge().wireName())
                        .bind("text", said.text())
                        .bind("now", now.toEpochMilli())
                        .execute()
                > 0;
    }

    static boolean delete(Handle sql, String streamId, long number, Instant now) {
        return sql.createUpdate("""
                        UPDATE chat_messages SET deleted_at = :now
                        WHERE stream_id = :stream AND number = :number AND deleted_at IS NULL""")
                        .bind("now", now.toEpochMilli())
                        .bind("stream", streamId)
                        .bind("number", number)
                        .execute()
                > 0;
    }

    /** The person's name is nobody's by now. The numbers stay taken. */
    static boolean forget(Handle sql, String streamId, String userId, Instant now) {
        return sql.createUpdate("""
                        UPDATE chat_messages
                        SET author_name = (SELECT display_name FROM users WHERE id = :user), text = '',
                            deleted_at = COALESCE(deleted_at, :now)
                        WHERE stream_id = :stream AND author_id = :user AND text <> ''""")
                        .bind("stream", streamId)
                        .bind("user", userId)
                        .bind("now", now.toEpochMilli())
                        .execute()
                > 0;
    }

    /** Of a person who is forgotten there is nothing left to restore. */
    static boolean restore(Handle sql, String streamId, long number) {
        return sql.createUpdate("""
                        UPDATE chat_messages SET deleted_at = NULL
                        WHERE stream_id = :stream AND number = :number AND deleted_at IS NOT NULL AND text <> ''""")
                        .bind("stream", streamId)
                        .bind("number", number)
                        .execute()
                > 0;
    }

    static Set<String> moderators(Handle sql, String streamId) {
        return sql.createQuery("SELECT user_id FROM stream_moderators WHERE stream_id = :stream")
                .bind("stream", streamId)
                .mapTo(String.class)
                .set();
    }

    /** Whether they were none before; nothing happens for an id that is nobody's. */
    static boolean appoint(Handle sql, String streamId, String userId) {
        return sql.createUpdate("""
                        INSERT INTO stream_moderators (stream_id, user_id)
                        SELECT :stream, person.id FROM users person WHERE person.id = :user
                        ON CONFLICT DO NOTHING""")
                        .bind("stream", streamId)
                        .bind("user", userId)
                        .execute()
                > 0;
    }

    static boolean dismiss(Handle sql, String streamId, String userId) {
        return sql.createUpdate("DELETE FROM stream_moderators WHERE stream_id = :stream AND user_id = :user")
                        .bind("stream", streamId)
                        .bind("user", userId)
                        .execute()
                > 0;
    }

    static List<Restriction> restrictions(Handle sql, String streamId, Instant now) {
        return sql.createQuery("""
                        SELECT subject, name, until FROM chat_restrictions
                        WHERE stream_id = :stream AND (until IS NULL OR until > :now) ORDER BY imposed_at DESC, subject""")
                .bind("stream", streamId)
                .bind("now", now.toEpochMilli())
                .map((row, _) -> new Restriction(
                        row.getString("subject"), row.getString("name"), Columns.instantOrNull(row, "until")))
                .list();
    }

    /** In place of one that holds for the same person. */
    static void restrict(Handle sql, String streamId, Restriction restriction, String actor, Instant now) {
        Instant until = restriction.until();
        sql.createUpdate("""
                        INSERT INTO chat_restrictions (stream_id, subject, name, imposed_by, imposed_at, until)
                        VALUES (:stream, :subject, :name, :actor, :now, :until)
                        ON CONFLICT (stream_id, subject) DO UPDATE SET
                          name = excluded.name, imposed_by = excluded.imposed_by,
                          imposed_at = excluded.imposed_at, until = excluded.until""")
                .bind("stream", streamId)
                .bind("subject", restriction.subject())
                .bind("name", restriction.name())
                .bind("actor", actor)
                .bind("now", now.toEpochMilli())
                .bind("until", until == null ? null : Long.valueOf(until.toEpochMilli()))
                .execute();
    }

    static boolean pardon(Handle sql, String streamId, String subject) {
        return sql.createUpdate("DELETE FROM chat_restrictions WHERE stream_id = :stream AND subject = :subject")
                        .bind("stream", streamId)
                        .bind("subject", subject)
                        .execute()
                > 0;
    }

    /** False where there is no such message, or this person has reported it before. */
    static boolean report(Handle sql, String id, String streamId, ChatWork.Report report, Instant now) {
        return sql.createUpdate("""
                        INSERT INTO chat_reports (id, stream_id, number, reporter_id, reason, reported_at)
                        SELECT :id, message.stream_id, message.number, :reporter, :reason, :now
                        FROM chat_messages message WHERE message.stream_id = :stream AND message.number = :number
                        ON CONFLICT (stream_id, number, reporter_id) DO NOTHING""")
                        .bind("id", id)
                        .bind("stream", streamId)
                        .bind("number", report.number())
                        .bind("reporter", report.reporterId())
                        .bind("reason", report.reason())
                        .bind("now", now.toEpochMilli())
                        .execute()
                > 0;
    }

    static void forgetMessages(Handle sql, Instant before) {
        sql.createUpdate("DELETE FROM chat_messages WHERE sent_at < :before")
                .bind("before", before.toEpochMilli())
                .execute();
    }

    static void forgetReports(Handle sql, Instant before) {
        sql.createUpdate("DELETE FROM chat_reports WHERE reported_at < :before")
                .bind("before", before.toEpochMilli())
                .execute();
    }

    static void forgetRestrictions(Handle sql, Instant now) {
        sql.createUpdate("DELETE FROM chat_restrictions WHERE until <= :now")
                .bind("now", now.toEpochMilli())
                .execute();
    }

    private static ChatLine line(ResultSet row) throws SQLException {
        return new ChatLine(
                row.getLong("number"),
                row.getString("author_id"),
                row.getString("author_name"),
                Badge.ofWireName(row.getString("badge")),
                row.getString("text"),
                Columns.instant(row, "sent_at"));
    }
}
