package org.lyceum.rtc.sim;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What happens when, without a clock: events in the order of their times, and of their making where these are equal. */
public final class VirtualTime {
    private record Event(long nanos, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::order));
    private long now;
    private long order;

    /** @param startNanos any number: monotonic clocks begin anywhere */
    public VirtualTime(long startNanos) {
        now = startNanos;
    }

    public long now() {
        return now;
    }

    /** Does something at that time, or now if that is past. */
    public void at(long nanos, Runnable action) {
        events.add(new Event(Math.max(now, nanos), order++, action));
    }

    public void after(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    public void runFor(long nanos) {
        long end = now + nanos;
        while (!events.isEmpty() && events.peek().nanos() <= end) {
            Event event = events.remove();
            now = event.nanos();
            event.action().run();
        }
        now = end;
    }
}
