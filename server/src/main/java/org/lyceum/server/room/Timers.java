package org.lyceum.server.room;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What a room will do later, and what time it is for the room. Confined to the room's thread; has no clock of its own: whoever drives
 * the room calls {@link #advance} with {@code System.nanoTime()} or, in tests, a time of its choice.
 */
public final class Timers {
    /** One thing to do later. */
    public static final class Timer {
        private final long deadline;
        private @Nullable Runnable action;

        private Timer(long deadline, Runnable action) {
            this.deadline = deadline;
            this.action = action;
        }

        public void cancel() {
            action = null;
        }
    }

    // By difference: nanoTime may wrap.
    private final PriorityQueue<Timer> queue =
            new PriorityQueue<>(Comparator.comparing((Timer t) -> t.deadline, (a, b) -> Long.signum(a - b)));
    private long now;

    public Timers(long now) {
        this.now = now;
    }

    public long now() {
        return now;
    }

    public Timer after(Duration delay, Runnable action) {
        Timer timer = new Timer(now + delay.toNanos(), action);
        queue.add(timer);
        return timer;
    }

    /** Sets the time and does what is due. */
    public void advance(long nowNanos) {
        now = nowNanos;
        for (Timer next = queue.peek(); next != null && next.deadline - now <= 0; next = queue.peek()) {
            queue.remove();
            Runnable action = next.action;
            if (action != null) {
                action.run();
            }
        }
    }

    /** Time until something is due, 0 where something is already, {@code Long.MAX_VALUE} where nothing is planned. */
    public long nanosUntilNext(long nowNanos) {
        for (Timer next = queue.peek(); next != null; next = queue.peek()) {
            if (next.action != null) {
                return Math.max(0, next.deadline - nowNanos);
            }
            queue.remove();
        }
        return Long.MAX_VALUE;
    }
}
