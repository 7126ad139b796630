package org.lyceum.server.room;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.chat.Badge;
import org.lyceum.platform.chat.ChatLine;
import org.lyceum.platform.chat.Chats;
import org.lyceum.platform.chat.Restriction;

/** The newest messages of a room, and whom to speak to about them. Confined to the room's thread. */
final class ChatMemory {
    /** Requests that are known to have come: one that comes again is not a new message. */
    private static final int REQUESTS = 1000;

    /**
     * A message and its author.
     *
     * @param subject for restrictions; null for a guest of whom no more is known
     */
    record Spoken(ChatLine line, @Nullable String subject, boolean deleted) {}

    private final TreeMap<Long, Spoken> byNumber = new TreeMap<>();
    private final Map<String, Boolean> requests = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REQUESTS;
        }
    };

    /** From the disk. */
    void recall(ChatLine line) {
        boolean guest = line.badge() == Badge.GUEST;
        add(line, guest ? null : Restriction.user(line.authorId()));
    }

    void add(ChatLine line, @Nullable String subject) {
        byNumber.put(line.number(), new Spoken(line, subject, false));
        if (byNumber.size() > Chats.REMEMBERED) {
            byNumber.pollFirstEntry();
        }
    }

    @Nullable
    Spoken find(long number) {
        return byNumber.get(number);
    }

    void deleted(long number, boolean now) {
        byNumber.computeIfPresent(number, (_, spoken) -> new Spoken(spoken.line(), spoken.subject(), now));
    }

    /** Nothing of this person's is known any more; the numbers of what stood. */
    List<Long> forgetAuthor(String authorId) {
        List<Spoken> theirs = byNumber.values().stream()
                .filter(spoken -> spoken.line().authorId().equals(authorId))
                .toList();
        theirs.forEach(spoken -> byNumber.remove(spoken.line().number()));
        return theirs.stream()
                .filter(spoken -> !spoken.deleted())
                .map(spoken -> spoken.line().number())
                .toList();
    }

    /** The newest that stand, oldest first. */
    List<ChatLine> newest(int most) {
        return byNumber.descendingMap().values().stream()
                .filter(spoken -> !spoken.deleted())
                .limit(most)
                .map(Spoken::line)
                .toList()
                .reversed();
    }

    /** Notes a request, and says whether it is the first of its name. */
    boolean isFirst(String authorId, String requestId) {
        return requests.putIfAbsent(authorId + " " + requestId, true) == null;
    }

    void forget(String authorId, String requestId) {
        requests.remove(authorId + " " + requestId);
    }
}
