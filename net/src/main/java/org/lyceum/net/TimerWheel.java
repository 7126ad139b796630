package org.lyceum.net;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines of one loop: a wheel of 4,096 slots of one millisecond. Scheduling, rescheduling and cancelling cost the same
 * however many timers there are, and allocate nothing. A deadline beyond the wheel's turn waits in its farthest slot and
 * is put again from there. Confined to the loop's thread; times are nanoseconds of the loop's clock.
 */
final class TimerWheel {
    /** Something with a deadline. A timer is in at most one wheel, once. */
    abstract static class Timer {
        private long deadlineNanos = Long.MAX_VALUE;
        private int slot = NONE;
        private @Nullable Timer previous;
        private @Nullable Timer next;

        /** Called on the loop once the deadline has come; the timer is no longer scheduled then. */
        abstract void expired(long nowNanos);
    }

    private static final int SLOTS = 4096;
    private static final int NONE = -1;

    /** The list of timers taken out of their slot by {@link #expireSlot}; a callback may still cancel one of them. */
    private static final int EXPIRING = SLOTS;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final @Nullable Timer[] heads = new @Nullable Timer[SLOTS + 1];
    private final long[] occupied = new long[SLOTS / Long.SIZE];
    private final long originNanos;
    private final BiConsumer<Timer, RuntimeException> failed;
    private long currentTick;

    /** @param failed told of a timer that has thrown, which costs no other timer its turn */
    TimerWheel(long nowNanos, BiConsumer<Timer, RuntimeException> failed) {
        this.originNanos = nowNanos;
        this.failed = failed;
    }

    /** Sets the deadline, replacing an earlier one; {@link Long#MAX_VALUE} cancels. */
    void schedule(Timer timer, long deadlineNanos) {
        if (timer.slot != NONE && timer.deadlineNanos == deadlineNanos) {
            return;
        }
        unlink(timer);
        timer.deadlineNanos = deadlineNanos;
        if (deadlineNanos != Long.MAX_VALUE) {
            link(timer);
        }
    }

    void cancel(Timer timer) {
        unlink(timer);
    }

    /** Everything that is scheduled; for looking, not for the hot path. */
    List<Timer> scheduled() {
        List<Timer> timers = new ArrayList<>();
        for (Timer head : heads) {
            for (Timer timer = head; timer != null; timer = timer.next) {
                timers.add(timer);
            }
        }
        return timers;
    }

    /** When {@link #expire} has something to do, {@link Long#MAX_VALUE} where nothing is scheduled. */
    long nextNanos() {
        for (int distance = 0; distance < SLOTS; ) {
            int slot = (int) ((currentTick + distance) % SLOTS);
            long word = occupied[slot / Long.SIZE] >>> (slot % Long.SIZE);
            if (word != 0) {
                int ahead = distance + Long.numberOfTrailingZeros(word);
                return originNanos + (currentTick + Math.min(ahead, SLOTS - 1)) * TICK_NANOS;
            }
            distance += Long.SIZE - slot % Long.SIZE;
        }
        return Long.MAX_VALUE;
    }

    /** Calls every timer whose deadline has come. Timers may be scheduled and cancelled from within. */
    void expire(long nowNanos) {
        long target = tickAtOrBefore(nowNanos);
        long last = Math.min(target, currentTick + SLOTS - 1);
        for (long tick = currentTick; tick <= last; tick++) {
            currentTick = tick;
            expireSlot((int) (tick % SLOTS), nowNanos);
        }
        currentTick = Math.max(currentTick, target);
    }

    private void expireSlot(int slot, long nowNanos) {
        heads[EXPIRING] = heads[slot];
        heads[slot] = null;
        clearIfEmpty(slot);
        for (Timer timer = heads[EXPIRING]; timer != null; timer = timer.next) {
            timer.slot = EXPIRING;
        }
        for (Timer timer = heads[EXPIRING]; timer != null; timer = heads[EXPIRING]) {
            unlink(timer);
            if (timer.deadlineNanos <= nowNanos) {
                fire(timer, nowNanos);
            } else {
                link(timer);
            }
        }
    }

    private void fire(Timer timer, long nowNanos) {
        try {
            timer.expired(nowNanos);
        } catch (RuntimeException e) {
            failed.accept(timer, e);
        }
    }

    /** Ticks are rounded up, so that a slot that has come holds only deadlines that have come. */
    private void link(Timer timer) {
        long tick = (timer.deadlineNanos - originNanos + TICK_NANOS - 1) / TICK_NANOS;
        long earliest = currentTick + 1;
        long bounded = Math.min(Math.max(tick, earliest), currentTick + SLOTS - 1);
        int slot = (int) (bounded % SLOTS);
        timer.slot = slot;
        timer.previous = null;
        timer.next = heads[slot];
        if (timer.next != null) {
            timer.next.previous = timer;
        }
        heads[slot] = timer;
        occupied[slot / Long.SIZE] |= 1L << (slot % Long.SIZE);
    }

    private void unlink(Timer timer) {
        if (timer.slot == NONE) {
            return;
        }
        Timer before = timer.previous;
        Timer after = timer.next;
        if (before != null) {
            before.next = after;
        } else {
            heads[timer.slot] = after;
            clearIfEmpty(timer.slot);
        }
        if (after != null) {
            after.previous = before;
        }
        timer.previous = null;
        timer.next = null;
        timer.slot = NONE;
    }

    private void clearIfEmpty(int slot) {
        if (slot != EXPIRING && heads[slot] == null) {
            occupied[slot / Long.SIZE] &= ~(1L << (slot % Long.SIZE));
        }
    }

    private long tickAtOrBefore(long nowNanos) {
        return Math.max(0, (nowNanos - originNanos) / TICK_NANOS);
    }
}
