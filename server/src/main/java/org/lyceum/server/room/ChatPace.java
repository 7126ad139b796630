package org.lyceum.server.room;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How fast people may speak: a few messages at once, then one a second, or one at a time as the stream's slow mode says. Or how fast many may who
 * share a key, as a class does the address of its school. Confined to the room's thread.
 */
final class ChatPace {
    private static final int AT_ONCE = 5;
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
    /** When so many are known, those who have nothing to wait for are forgotten. */
    private static final int MANY = 4096;

    private static final class Speaker {
        /** At which its bucket is full again: each message moves it on by one refill. */
        long fullAt;

        /** What the last message moved it on by. */
        long lastRefill;
    }

    private final Map<String, Speaker> speakers = new HashMap<>();
    private final int people;

    /** @param people how many share a key: all together they have what so many have, each for themselves */
    ChatPace(int people) {
        this.people = people;
    }

    /** Takes one message of this speaker, or says how many nanoseconds it has to wait yet. */
    long take(String key, Duration slow, long now) {
        if (speakers.size() >= MANY) {
            speakers.values().removeIf(other -> now - other.fullAt >= 0);
        }
        long window = slow.isZero() ? AT_ONCE * SECOND_NANOS : slow.toNanos();
        long refill = (slow.isZero() ? SECOND_NANOS : slow.toNanos()) / people;
        Speaker speaker = speakers.computeIfAbsent(key, _ -> newSpeaker(now));
        // What was owed to a slower mode is forgotten with it.
        speaker.fullAt = now + Math.clamp(speaker.fullAt - now, 0, window);
        long wait = speaker.fullAt - now - (window - refill);
        if (wait > 0) {
            return wait;
        }
        speaker.fullAt += refill;
        speaker.lastRefill = refill;
        return 0;
    }

    /** The last message came to nothing, and was not this speaker's fault. */
    void giveBack(String key) {
        Speaker speaker = speakers.get(key);
        if (speaker != null) {
            speaker.fullAt -= speaker.lastRefill;
        }
    }

    private static Speaker newSpeaker(long now) {
        Speaker speaker = new Speaker();
        speaker.fullAt = now;
        return speaker;
    }
}
