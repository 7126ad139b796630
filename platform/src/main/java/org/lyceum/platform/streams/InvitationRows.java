package org.lyceum.platform.streams;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.lyceum.platform.db.Columns;

/** The statements about who may watch private streams. They take part in the caller's transaction. */
final class InvitationRows {
    private InvitationRows() {}

    /** Whether they were not invited before. */
    static boolean insert(Handle sql, String streamId, String userId, Instant now) {
        return sql.createUpdate("""
                        INSERT INTO stream_invitations (stream_id, user_id, invited_at) VALUES (:stream, :user, :now)
                        ON CONFLICT (stream_id, user_id) DO NOTHING""")
                        .bind("stream", streamId)
                        .bind("user", userId)
                        .bind("now", now.toEpochMilli())
                        .execute()
                > 0;
    }

    static boolean delete(Handle sql, String streamId, String userId) {
        return sql.createUpdate("DELETE FROM stream_invitations WHERE stream_id = :stream AND user_id = :user")
                        .bind("stream", streamId)
                        .bind("user", userId)
                        .execute()
                > 0;
    }

    static List<Invitation> list(Handle sql, String streamId) {
        return sql.createQuery("""
                        SELECT invitation.user_id, person.display_name, invitation.invited_at
                        FROM stream_invitations invitation JOIN users person ON person.id = invitation.user_id
                        WHERE invitation.stream_id = :stream
                        ORDER BY invitation.invited_at, invitation.user_id""")
                .bind("stream", streamId)
                .map((row, _) -> new Invitation(
                        row.getString("user_id"), row.getString("display_name"), Columns.instant(row, "invited_at")))
                .list();
    }

    static int count(Handle sql, String streamId) {
        return sql.createQuery("SELECT COUNT(*) FROM stream_invitations WHERE stream_id = :stream")
                .bind("stream", streamId)
                .mapTo(Integer.class)
                .one();
    }
}
