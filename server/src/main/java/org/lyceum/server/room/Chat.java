package org.lyceum.server.room;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.PlainText;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.chat.ChatLine;
import org.lyceum.platform.chat.ChatPast;
import org.lyceum.platform.chat.ChatResult;
import org.lyceum.platform.chat.ChatWork;
import org.lyceum.platform.chat.Restriction;
import org.lyceum.platform.streams.Stream;
import org.lyceum.server.protocol.ChatRefusal;
import org.lyceum.server.protocol.ChatStanding;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage;

/**
 * A room's chat. Nobody hears a message, its author included, before it is on the disk; where it cannot be written its author is told,
 * and the room goes on. What becomes known within a tenth of a second is told in one event, so that a busy chat costs each socket ten a
 * second at the most. Confined to the room's thread.
 */
final class Chat {
    private static final int HISTORY = 50;
    private static final int MAX_TEXT = 500;
    /** How soon what could not be read is asked for again. */
    private static final Duration AGAIN = Duration.ofSeconds(2);
    /** Of everyone together: more than that nobody can read, nor keep in order. */
    private static final int MOST_A_SECOND = 50;
    /** Guests behind one address are often a class or a household, and seldom one with many sockets: so many have their pace there. */
    private static final int AT_AN_ADDRESS = 20;

    private record Fresh(ChatLine line, SocketParticipant author, String requestId) {}

    private final RoomContext context;
    private final Members members;
    private final ChatRules rules;
    private final ChatJournal journal;
    private final ChatOrder order;
    private final ChatMemory memory = new ChatMemory();
    private final ChatPace pace = new ChatPace(1);
    /** Of guests, who can open as many sockets as they like. */
    private final ChatPace ofAddresses = new ChatPace(AT_AN_ADDRESS);

    private final List<Fresh> untold = new ArrayList<>();
    private Timers.@Nullable Timer nextTelling;
    private boolean opening;
    /** Whose lines may still be in the past that is being read. */
    private final Set<String> forgottenMeanwhile = new HashSet<>();

    private boolean open;
    private long secondBegan;
    private int inThisSecond;

    Chat(RoomContext context, Members members, Stream stream) {
        this.context = context;
        this.members = members;
        this.rules = new ChatRules(stream);
        this.journal = new ChatJournal(context);
        this.order = new ChatOrder(context, members, rules, journal, memory, this::tellState);
    }

    /** The disk knows all that it should. */
    boolean isRecorded() {
        return journal.isDone();
    }

    /** Someone came in. */
    void arrived(SocketParticipant who) {
        if (open) {
            greet(who);
        } else {
            read();
        }
    }

    /** @param past null where it could not be read */
    void opened(@Nullable ChatPast past) {
        opening = false;
        if (past == null) {
            context.timers().after(AGAIN, this::read);
            return;
        }
        open = true;
        past.lines().forEach(memory::recall);
        forgottenMeanwhile.forEach(memory::forgetAuthor);
        forgottenMeanwhile.clear();
        past.moderators().forEach(moderator -> rules.moderator(moderator, true));
        past.restrictions().forEach(order::hold);
        members.sockets().forEach(this::greet);
    }

    /** @param results null where nothing of it could be written */
    void written(@Nullable List<ChatResult> results) {
        journal.written(results);
    }

    /** The stream is another now; perhaps its rules are. */
    void edited(Stream stream) {
        rules.become(stream);
        if (open) {
            tellState(who -> true);
        }
    }

    void said(SocketParticipant who, ClientMessage.Chat wanted) {
        ChatStanding standing = rules.standingOf(who, context.clock().instant());
        if (standing != ChatStanding.OPEN) {
            refuse(who, wanted, standing);
        } else if (!open) {
            notStored(who, wanted);
        } else {
            ChatWork.Say composed = compose(who, wanted);
            if (composed != null && isInTime(who, wanted)) {
                say(who, composed);
            }
        }
    }

    /** Whoever deletes their account takes along what they said: from open pages now, as from those that come later. */
    void forget(String userId) {
        // Behind what they said at the last moment and is being written, or that would come after it.
        journal.insist(new ChatWork.Forget(userId), result -> {
            if (result == null) {
                context.timers().after(AGAIN, () -> forget(userId));
            }
            forgotten(userId);
        });
    }

    private void forgotten(String userId) {
        if (opening) {
            forgottenMeanwhile.add(userId);
        }
        untold.removeIf(fresh -> fresh.line().authorId().equals(userId));
        for (long number : memory.forgetAuthor(userId)) {
            members.sockets().forEach(socket -> socket.emit(id -> new ServerMessage.ChatDeleted(id, number)));
        }
    }

    void moderate(SocketParticipant who, ClientMessage.Moderate wish) throws ProtocolException {
        order.moderate(who, wish, this::show);
    }

    void report(SocketParticipant who, ClientMessage.Report report) throws ProtocolException {
        order.report(who, report);
    }

    private void read() {
        if (!open && !opening && !members.isEmpty()) {
            opening = true;
            context.chatLog().open(context.id(), context.mail());
        }
    }

    private void greet(SocketParticipant who) {
        who.tell(new ServerMessage.ChatHistory(
                memory.newest(HISTORY).stream().map(line -> info(line, null)).toList()));
        tellState(who);
    }

    /** Null where it cannot be said so; its author has been told. */
    private ChatWork.@Nullable Say compose(SocketParticipant who, ClientMessage.Chat wanted) {
        String name;
        try {
            name = rules.nameOf(who, wanted.name());
        } catch (Refusal refusal) {
            refuse(who, wanted, ChatRefusal.NAME, refusal.sentence(), null);
            return null;
        }
        try {
            String text = PlainText.line("text", wanted.text(), MAX_TEXT);
            return new ChatWork.Say(ChatRules.authorIdOf(who), name, rules.badgeOf(who), text, wanted.requestId());
        } catch (Refusal refusal) {
            refuse(who, wanted, ChatRefusal.TEXT, refusal.sentence(), null);
            return null;
        }
    }

    /** One that has come before is the same message, and had its turn. */
    private boolean isInTime(SocketParticipant who, ClientMessage.Chat wanted) {
        String author = ChatRules.authorIdOf(who);
        if (!memory.isFirst(author, wanted.requestId())) {
            return true;
        }
        Duration slow = rules.slowFor(who);
        long wait = takeTurn(who, slow);
        if (wait == 0 && !isRoomFull()) {
            return true;
        }
        if (wait == 0) {
            giveBackTurn(who);
        }
        memory.forget(author, wanted.requestId());
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(wait + TimeUnit.SECONDS.toNanos(1) - 1));
        boolean slowed = wait > 0 && !slow.isZero();
        refuse(
                who,
                wanted,
                slowed ? ChatRefusal.SLOW_MODE : ChatRefusal.TOO_FAST,
                slowed ? "This chat is in slow mode." : "That is too much at once.",
                seconds);
        return false;
    }

    /** A turn of this person's, and for a guest one of the address's; or how many nanoseconds it takes until both are to be had. */
    private long takeTurn(SocketParticipant who, Duration slow) {
        long now = context.timers().now();
        String author = ChatRules.authorIdOf(who);
        long own = pace.take(author, slow, now);
        if (own > 0 || who.userId() != null) {
            return own;
        }
        long shared = ofAddresses.take(ChatRules.subjectOf(who), slow, now);
        if (shared > 0) {
            pace.giveBack(author);
        }
        return shared;
    }

    private void giveBackTurn(SocketParticipant who) {
        pace.giveBack(ChatRules.authorIdOf(who));
        if (who.userId() == null) {
            ofAddresses.giveBack(ChatRules.subjectOf(who));
        }
    }

    private boolean isRoomFull() {
        long now = context.timers().now();
        if (now - secondBegan >= TimeUnit.SECONDS.toNanos(1)) {
            secondBegan = now;
            inThisSecond = 0;
        }
        inThisSecond++;
        return inThisSecond > MOST_A_SECOND;
    }

    private void say(SocketParticipant who, ChatWork.Say said) {
        String subject = ChatRules.subjectOf(who);
        boolean taken = journal.add(said, result -> {
            if (result instanceof ChatResult.Said(ChatLine line, boolean isNew)) {
                stored(who, said.requestId(), subject, line, isNew);
            } else {
                forgive(who, said);
            }
        });
        if (!taken) {
            forgive(who, said);
        }
    }

    private void stored(SocketParticipant author, String requestId, String subject, ChatLine line, boolean isNew) {
        if (!isNew) {
            author.emit(id -> new ServerMessage.Chat(id, List.of(info(line, requestId))));
            return;
        }
        memory.add(line, subject);
        untold.add(new Fresh(line, author, requestId));
        if (nextTelling == null) {
            tell();
        }
    }

    private void forgive(SocketParticipant who, ChatWork.Say said) {
        giveBackTurn(who);
        memory.forget(said.authorId(), said.requestId());
        refuse(who, said.requestId(), ChatRefusal.NOT_STORED, "The server cannot store messages now.", null);
    }

    /** Everything that has become known, to everyone, at most once in a tenth of a second. */
    private void tell() {
        nextTelling = null;
        if (untold.isEmpty()) {
            return;
        }
        List<Fresh> news = List.copyOf(untold);
        untold.clear();
        List<ServerMessage.ChatLine> forOthers =
                news.stream().map(fresh -> info(fresh.line(), null)).toList();
        for (SocketParticipant socket : members.sockets()) {
            boolean author = news.stream().anyMatch(fresh -> fresh.author() == socket);
            List<ServerMessage.ChatLine> lines = author ? forAuthor(news, socket) : forOthers;
            socket.emit(id -> new ServerMessage.Chat(id, lines));
        }
        nextTelling = context.timers().after(context.limits().chat(), this::tell);
    }

    private static List<ServerMessage.ChatLine> forAuthor(List<Fresh> news, SocketParticipant author) {
        return news.stream()
                .map(fresh -> info(fresh.line(), fresh.author() == author ? fresh.requestId() : null))
                .toList();
    }

    private void show(ChatLine line) {
        members.sockets().forEach(socket -> socket.emit(id -> new ServerMessage.Chat(id, List.of(info(line, null)))));
    }

    private void tellState(Predicate<SocketParticipant> whom) {
        members.sockets().stream().filter(whom).forEach(this::tellState);
    }

    private void tellState(SocketParticipant who) {
        Instant now = context.clock().instant();
        Restriction restriction = rules.restrictionOf(who, now);
        Instant until = restriction == null ? null : restriction.until();
        Long seconds = until == null ? null : secondsBetween(now, until);
        who.emit(id -> new ServerMessage.ChatState(
                id,
                ChatRules.authorIdOf(who),
                rules.standingOf(who, now),
                seconds,
                rules.slowFor(who).toSeconds(),
                rules.mayModerate(who),
                rules.mayAppoint(who)));
    }

    private void refuse(SocketParticipant who, ClientMessage.Chat wanted, ChatStanding standing) {
        switch (standing) {
            case SIGN_IN -> refuse(who, wanted, ChatRefusal.SIGN_IN, "Sign in to write here.", null);
            case BANNED -> refuse(who, wanted, ChatRefusal.BANNED, "You cannot write in this chat.", null);
            case TIMED_OUT -> {
                Instant now = context.clock().instant();
                Restriction restriction = rules.restrictionOf(who, now);
                Instant until = restriction == null ? null : restriction.until();
                Long seconds = until == null ? null : secondsBetween(now, until);
                refuse(who, wanted, ChatRefusal.TIMED_OUT, "You cannot write for a while.", seconds);
            }
            case OPEN -> throw new IllegalArgumentException("nothing is refused to who may write");
        }
    }

    private void notStored(SocketParticipant who, ClientMessage.Chat wanted) {
        refuse(who, wanted, ChatRefusal.NOT_STORED, "The server cannot store messages now.", null);
    }

    private static void refuse(
            SocketParticipant who,
            ClientMessage.Chat wanted,
            ChatRefusal reason,
            String sentence,
            @Nullable Long retry) {
        refuse(who, wanted.requestId(), reason, sentence, retry);
    }

    private static void refuse(
            SocketParticipant who, String requestId, ChatRefusal reason, String sentence, @Nullable Long retryAfter) {
        who.tell(new ServerMessage.ChatRefused(requestId, reason, sentence, retryAfter));
    }

    private static long secondsBetween(Instant now, Instant until) {
        return Math.max(1, Duration.between(now, until).plusMillis(999).toSeconds());
    }

    private static ServerMessage.ChatLine info(ChatLine line, @Nullable String requestId) {
        return new ServerMessage.ChatLine(
                line.number(),
                line.authorId(),
                line.authorName(),
                line.badge().wireName(),
                line.text(),
                line.sentAt(),
                requestId);
    }
}
