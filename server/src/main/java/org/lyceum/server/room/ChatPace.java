package org.lyceum.server.room;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How fast people may speak: a few messages at once, then one a second, or what the stream's slow mode says. Confined to the room's thread. */
final class ChatPace {
    private static final int AT_ONCE = 5;
    private static final long REFILL_NANOS = Duration.ofSeconds(1).toNanos();
    /** When so many are known, those who have nothing to wait for are forgotten. */
    private static final int MANY = 4096;

    private static final class Speaker {
        /** At which its bucket is full again: each message moves it on by one refill. */
        long fullAt;

        long lastAt;
        /** What {@link #lastAt} was before the last message. */
        long lastBefore;
    }

    private final Map<String, Speaker> speakers = new HashMap<>();

    /** Takes one message of this speaker, or says how many nanoseconds it has to wait yet. */
    long take(String key, Duration slow, long now) {
        if (speakers.size() >= MANY) {
            speakers.values().removeIf(other -> now - other.fullAt >= 0 && now - other.lastAt >= slow.toNanos());
        }
        Speaker speaker = speakers.computeIfAbsent(key, _ -> newSpeaker(now, slow));
        long slowWait = slow.toNanos() - (now - speaker.lastAt);
        if (slowWait > 0) {
            return slowWait;
        }
        long fullAt = now - speaker.fullAt > 0 ? now : speaker.fullAt;
        long wait = fullAt - now - (AT_ONCE - 1) * REFILL_NANOS;
        if (wait > 0) {
            return wait;
        }
        speaker.fullAt = fullAt + REFILL_NANOS;
        speaker.lastBefore = speaker.lastAt;
        speaker.lastAt = now;
        return 0;
    }

    /** The last message came to nothing, and was not this speaker's fault. */
    void giveBack(String key) {
        Speaker speaker = speakers.get(key);
        if (speaker != null) {
            speaker.fullAt -= REFILL_NANOS;
            speaker.lastAt = speaker.lastBefore;
        }
    }

    private static Speaker newSpeaker(long now, Duration slow) {
        Speaker speaker = new Speaker();
        speaker.fullAt = now;
        speaker.lastAt = now - slow.toNanos();
        speaker.lastBefore = speaker.lastAt;
        return speaker;
    }
}
