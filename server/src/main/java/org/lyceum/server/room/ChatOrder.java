package org.lyceum.server.room;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.PlainText;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.chat.ChatLine;
import org.lyceum.platform.chat.ChatResult;
import org.lyceum.platform.chat.ChatWork;
import org.lyceum.platform.chat.Restriction;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.MessageTypes;
import org.lyceum.server.protocol.ModerationAction;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage;

/** Keeping order in a room's chat: what those may do who do so, and what others tell them. Confined to the room's thread. */
final class ChatOrder {
    private static final Duration TIME_OUT = Duration.ofMinutes(5);
    /** A guest is known by an address, which is somebody else's tomorrow. */
    private static final Duration GUEST_BAN = Duration.ofDays(1);

    private static final int MAX_REASON = 200;

    private final RoomContext context;
    private final Members members;
    private final ChatRules rules;
    private final ChatJournal journal;
    private final ChatMemory memory;
    private final Consumer<Predicate<SocketParticipant>> tellState;
    private final ChatPace reports = new ChatPace(1);

    /** @param tellState tells some how they stand now */
    ChatOrder(
            RoomContext context,
            Members members,
            ChatRules rules,
            ChatJournal journal,
            ChatMemory memory,
            Consumer<Predicate<SocketParticipant>> tellState) {
        this.context = context;
        this.members = members;
        this.rules = rules;
        this.journal = journal;
        this.memory = memory;
        this.tellState = tellState;
    }

    /** This restriction holds from now on, and whom it is for hears of it again when it is over. */
    void hold(Restriction restriction) {
        rules.restrict(restriction);
        Instant until = restriction.until();
        if (until != null) {
            Duration left = Duration.between(context.clock().instant(), until);
            context.timers().after(left, () -> tellState.accept(isMeant(restriction.subject())));
        }
    }

    /** @param shown takes a message that is to be seen again */
    void moderate(SocketParticipant who, ClientMessage.Moderate wish, Consumer<ChatLine> shown)
            throws ProtocolException {
        String actor = who.userId();
        if (actor == null || !rules.mayModerate(who)) {
            throw new ProtocolException(ErrorCode.FORBIDDEN, "Only those who keep order in this chat do this.");
        }
        long number = wish.messageId();
        switch (wish.action()) {
            case DELETE ->
                write(who, wish, new ChatWork.Delete(number, actor), _ -> {
                    memory.deleted(number, true);
                    members.sockets().forEach(socket -> socket.emit(id -> new ServerMessage.ChatDeleted(id, number)));
                });
            case RESTORE ->
                write(who, wish, new ChatWork.Restore(number, actor), result -> {
                    if (result instanceof ChatResult.Restored(ChatLine line)) {
                        memory.deleted(number, false);
                        shown.accept(line);
                    }
                });
            case TIME_OUT -> {
                Duration length = wish.seconds() == null ? TIME_OUT : Duration.ofSeconds(wish.seconds());
                restrict(who, wish, actor, length);
            }
            case BAN -> restrict(who, wish, actor, null);
            case PARDON -> {
                ChatMemory.Spoken spoken = author(number);
                if (!rules.mayRestrict(who, spoken.line().authorId())) {
                    throw new ProtocolException(ErrorCode.FORBIDDEN, "Nobody pardons themselves, or those above them.");
                }
                String subject = subjectOf(spoken);
                write(who, wish, new ChatWork.Pardon(subject, actor), _ -> {
                    rules.pardon(subject);
                    tellState.accept(isMeant(subject));
                });
            }
            case APPOINT, DISMISS -> appoint(who, wish, actor);
        }
    }

    void report(SocketParticipant who, ClientMessage.Report report) throws ProtocolException {
        String reporter = ChatRules.authorIdOf(who);
        long number = report.messageId();
        author(number);
        String reason;
        try {
            reason = PlainText.optionalLine("reason", Objects.requireNonNullElse(report.reason(), ""), MAX_REASON);
        } catch (Refusal refusal) {
            throw new ProtocolException(ErrorCode.BAD_FIELD, refusal.sentence());
        }
        if (reports.take(
                        ChatRules.subjectOf(who),
                        Duration.ZERO,
                        context.timers().now())
                > 0) {
            throw new ProtocolException(ErrorCode.FORBIDDEN, "That is too much at once; wait a few seconds.");
        }
        write(who, report, new ChatWork.Report(number, reporter, reason), result -> {
            boolean isNew = result.equals(new ChatResult.Done(true));
            members.sockets(other -> other == who || (isNew && rules.mayModerate(other)))
                    .forEach(other -> other.emit(id -> new ServerMessage.ChatReported(id, number, reason)));
        });
    }

    private void restrict(SocketParticipant who, ClientMessage.Moderate wish, String actor, @Nullable Duration wished)
            throws ProtocolException {
        ChatMemory.Spoken spoken = author(wish.messageId());
        ChatLine line = spoken.line();
        if (!rules.mayRestrict(who, line.authorId())) {
            throw new ProtocolException(
                    ErrorCode.FORBIDDEN, "Whoever keeps order here can be stopped by the creator alone.");
        }
        String subject = subjectOf(spoken);
        boolean user = subject.equals(Restriction.user(line.authorId()));
        Duration length = wished == null && !user ? GUEST_BAN : wished;
        Instant until = length == null ? null : context.clock().instant().plus(length);
        Restriction restriction = new Restriction(subject, line.authorName(), until);
        write(who, wish, new ChatWork.Restrict(restriction, actor), _ -> {
            hold(restriction);
            tellState.accept(isMeant(subject));
        });
    }

    private void appoint(SocketParticipant who, ClientMessage.Moderate wish, String actor) throws ProtocolException {
        if (!rules.mayAppoint(who)) {
            throw new ProtocolException(ErrorCode.FORBIDDEN, "Only the creator chooses who keeps order.");
        }
        ChatMemory.Spoken spoken = author(wish.messageId());
        String userId = spoken.line().authorId();
        if (!Restriction.user(userId).equals(spoken.subject())) {
            throw new ProtocolException(ErrorCode.FORBIDDEN, "Guests cannot keep order; they have no account.");
        }
        boolean appointed = wish.action() == ModerationAction.APPOINT;
        ChatWork work = appointed ? new ChatWork.Appoint(userId, actor) : new ChatWork.Dismiss(userId, actor);
        write(who, wish, work, _ -> {
            rules.moderator(userId, appointed);
            tellState.accept(isMeant(Restriction.user(userId)));
        });
    }

    private void write(SocketParticipant who, ClientMessage asked, ChatWork work, Consumer<ChatResult> then)
            throws ProtocolException {
        String sentence = "The server cannot store this now; try again in a moment.";
        boolean taken = journal.add(work, result -> {
            if (result == null) {
                who.tell(
                        new ServerMessage.Error(ErrorCode.NOT_STORED, sentence, MessageTypes.nameOf(asked.getClass())));
            } else {
                then.accept(result);
            }
        });
        if (!taken) {
            throw new ProtocolException(ErrorCode.NOT_STORED, sentence);
        }
    }

    private ChatMemory.Spoken author(long number) throws ProtocolException {
        ChatMemory.Spoken spoken = memory.find(number);
        if (spoken == null) {
            throw new ProtocolException(ErrorCode.UNKNOWN_MESSAGE, "There is no such message among the newest.");
        }
        return spoken;
    }

    private static String subjectOf(ChatMemory.Spoken spoken) throws ProtocolException {
        String subject = spoken.subject();
        if (subject == null) {
            throw new ProtocolException(
                    ErrorCode.UNKNOWN_MESSAGE, "Where this guest came from is not known any more; delete the message.");
        }
        return subject;
    }

    private static Predicate<SocketParticipant> isMeant(String subject) {
        return who -> ChatRules.subjectOf(who).equals(subject);
    }
}
