package org.lyceum.server.room;

import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.PlainText;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.chat.Badge;
import org.lyceum.platform.chat.Restriction;
import org.lyceum.platform.streams.Stream;
import org.lyceum.server.protocol.ChatStanding;

/** Who is who in a stream's chat, and what each may do: as it is on the disk, by heart. Confined to the room's thread. */
final class ChatRules {
    private static final int MAX_NAME = 50;

    private final Set<String> moderators = new HashSet<>();
    private final Map<String, Restriction> restrictions = new HashMap<>();
    private Stream stream;

    ChatRules(Stream stream) {
        this.stream = stream;
    }

    void become(Stream now) {
        stream = now;
    }

    void moderator(String userId, boolean appointed) {
        if (appointed) {
            moderators.add(userId);
        } else {
            moderators.remove(userId);
        }
    }

    void restrict(Restriction restriction) {
        restrictions.put(restriction.subject(), restriction);
    }

    void pardon(String subject) {
        restrictions.remove(subject);
    }

    /** For whom restrictions of this person hold. */
    static String subjectOf(SocketParticipant who) {
        String userId = who.userId();
        return userId == null ? Restriction.guest(who.address()) : Restriction.user(userId);
    }

    /** Under which this person's messages appear. */
    static String authorIdOf(SocketParticipant who) {
        String userId = who.userId();
        return userId == null ? who.participantId() : userId;
    }

    Badge badgeOf(SocketParticipant who) {
        String userId = who.userId();
        if (userId == null) {
            return Badge.GUEST;
        }
        if (userId.equals(stream.creatorId())) {
            return Badge.CREATOR;
        }
        return mayModerate(who) ? Badge.MODERATOR : Badge.MEMBER;
    }

    boolean mayModerate(SocketParticipant who) {
        String userId = who.userId();
        return userId != null && (mayAppoint(who) || moderators.contains(userId));
    }

    /** The creator and the house's administrators choose who keeps order. */
    boolean mayAppoint(SocketParticipant who) {
        return who.isAdmin() || stream.creatorId().equals(who.userId());
    }

    /** Whether this person may restrict whoever is so named: nobody themselves, the creator or, among moderators, each other. */
    boolean mayRestrict(SocketParticipant who, String authorId) {
        return mayModerate(who)
                && !authorId.equals(authorIdOf(who))
                && !authorId.equals(stream.creatorId())
                && (mayAppoint(who) || !moderators.contains(authorId));
    }

    /** Null where nothing holds now. */
    @Nullable
    Restriction restrictionOf(SocketParticipant who, Instant now) {
        Restriction restriction = restrictions.get(subjectOf(who));
        return restriction == null || !restriction.holdsAt(now) || mayAppoint(who) ? null : restriction;
    }

    ChatStanding standingOf(SocketParticipant who, Instant now) {
        Restriction restriction = restrictionOf(who, now);
        if (restriction != null) {
            return restriction.until() == null ? ChatStanding.BANNED : ChatStanding.TIMED_OUT;
        }
        boolean allowed = who.userId() != null || stream.details().guestsChat();
        return allowed ? ChatStanding.OPEN : ChatStanding.SIGN_IN;
    }

    /** That this person has to wait between two messages. */
    Duration slowFor(SocketParticipant who) {
        return mayModerate(who)
                ? Duration.ZERO
                : Duration.ofSeconds(stream.details().slowSeconds());
    }

    /**
     * The name to show.
     *
     * @param wanted a guest's wish; whoever is signed in has a name
     * @throws Refusal where a guest has none, or none that can be shown, or the creator's
     */
    String nameOf(SocketParticipant who, @Nullable String wanted) {
        if (who.userId() != null) {
            return who.name();
        }
        String name = PlainText.line("name", wanted == null ? who.name() : wanted, MAX_NAME);
        if (lookOf(name).equals(lookOf(stream.creatorName()))) {
            throw Refusal.invalid("That is the name of whoever streams here; please take another.");
        }
        return name;
    }

    /** Names that look alike are alike. */
    private static String lookOf(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .replaceAll("[\\s\\p{Cf}]+", "")
                .toLowerCase(Locale.ROOT);
    }
}
