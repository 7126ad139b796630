package org.lyceum.platform.chat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.lyceum.platform.Retention;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.audit.AuditLog;
import org.lyceum.platform.db.Database;
import org.lyceum.platform.db.Thinning;

/**
 * The chats of all streams. Called on virtual threads, never on a room's or a media loop: every method waits for the
 * database. Of one stream, one caller at a time.
 */
public final class Chats {
    /** A room opens with so many of the newest messages. */
    public static final int REMEMBERED = 200;

    private final Database database;
    private final Secrets secrets;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Retention retention;

    public Chats(Database database, Secrets secrets, AuditLog audit, InstantSource clock, Retention retention) {
        this.database = database;
        this.secrets = secrets;
        this.audit = audit;
        this.clock = clock;
        this.retention = retention;
    }

    /** What is known of a stream's chat. */
    public ChatPast open(String streamId) {
        return database.read(sql -> new ChatPast(
                ChatRows.newest(sql, streamId, REMEMBERED),
                ChatRows.moderators(sql, streamId),
                ChatRows.restrictions(sql, streamId, clock.instant())));
    }

    /** Whether this person may not write in the chat now. */
    public boolean isRestricted(String streamId, String userId) {
        String subject = Restriction.user(userId);
        return database.read(sql -> ChatRows.restrictions(sql, streamId, clock.instant()).stream()
                .anyMatch(restriction -> restriction.subject().equals(subject)));
    }

    /** Does all of it in one transaction, in order: when this returns, it is on the disk; when it throws, none is. */
    public List<ChatResult> apply(String streamId, List<ChatWork> work) {
        Instant now = clock.instant();
        return database.write(sql -> {
            List<ChatResult> results = new ArrayList<>(work.size());
            for (ChatWork piece : work) {
                results.add(apply(sql, streamId, piece, now));
            }
            return results;
        });
    }

    /** Forgets what is too old to matter. Called now and then while the server runs. */
    public void tidy() {
        Instant now = clock.instant();
        Instant since = retention.chatSince(now);
        Thinning.olderThan(database, "chat_messages", "sent_at", since, ChatRows::forgetMessages);
        Thinning.olderThan(database, "audit_log", "at", now.minus(AuditLog.KEPT), audit::forget);
        database.write(sql -> {
            ChatRows.forgetReports(sql, since);
            ChatRows.forgetRestrictions(sql, now);
            return true;
        });
    }

    private ChatResult apply(Handle sql, String streamId, ChatWork work, Instant now) {
        return switch (work) {
            case ChatWork.Say said -> say(sql, streamId, said, now);
            case ChatWork.Delete delete -> {
                boolean changed = ChatRows.delete(sql, streamId, delete.number(), now);
                yield done(sql, changed, entry(now, delete.actor(), "chat-delete", streamId, "#" + delete.number()));
            }
            case ChatWork.Restore restore -> restore(sql, streamId, restore, now);
            case ChatWork.Restrict restrict -> {
                Restriction restriction = restrict.restriction();
                ChatRows.restrict(sql, streamId, restriction, restrict.actor(), now);
                String until = restriction.until() == null ? "" : " until " + restriction.until();
                yield done(
                        sql, true, entry(now, restrict.actor(), "chat-restrict", streamId, restriction.told() + until));
            }
            case ChatWork.Pardon pardon -> {
                boolean changed = ChatRows.pardon(sql, streamId, pardon.subject());
                yield done(
                        sql,
                        changed,
                        entry(
                                now,
                                pardon.actor(),
                                "chat-pardon",
                                streamId,
                                new Restriction(pardon.subject(), "", null).told()));
            }
            case ChatWork.Appoint appoint -> {
                boolean changed = ChatRows.appoint(sql, streamId, appoint.userId());
                yield done(sql, changed, entry(now, appoint.actor(), "chat-appoint", streamId, appoint.userId()));
            }
            case ChatWork.Dismiss dismiss -> {
                boolean changed = ChatRows.dismiss(sql, streamId, dismiss.userId());
                yield done(sql, changed, entry(now, dismiss.actor(), "chat-dismiss", streamId, dismiss.userId()));
            }
            case ChatWork.Forget forget -> new ChatResult.Done(ChatRows.forget(sql, streamId, forget.userId(), now));
            case ChatWork.Report report ->
                new ChatResult.Done(ChatRows.report(sql, secrets.id(), streamId, report, now));
        };
    }

    private static ChatResult say(Handle sql, String streamId, ChatWork.Say said, Instant now) {
        boolean isNew = ChatRows.insert(sql, streamId, said, now);
        return new ChatResult.Said(ChatRows.byRequest(sql, streamId, said.authorId(), said.requestId()), isNew);
    }

    private ChatResult restore(Handle sql, String streamId, ChatWork.Restore restore, Instant now) {
        Optional<ChatLine> restored = ChatRows.restore(sql, streamId, restore.number())
                ? ChatRows.find(sql, streamId, restore.number())
                : Optional.empty();
        ChatResult done = done(
                sql,
                restored.isPresent(),
                entry(now, restore.actor(), "chat-restore", streamId, "#" + restore.number()));
        return restored.<ChatResult>map(ChatResult.Restored::new).orElse(done);
    }

    private ChatResult done(Handle sql, boolean changed, AuditLog.Entry entry) {
        if (changed) {
            audit.add(sql, entry);
        }
        return new ChatResult.Done(changed);
    }

    private static AuditLog.Entry entry(Instant now, String actor, String action, String streamId, String detail) {
        return new AuditLog.Entry(now, actor, action, streamId, detail);
    }
}
