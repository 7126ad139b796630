package org.lyceum.sfu;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides one watching peer's bandwidth among its subscriptions. One for each peer that watches, on its loop; sans-IO: after any
 * call {@link #deadlineNanos} says when {@link #onDeadline} wants to be called. Before the first {@link #bandwidth} everything
 * fits.
 */
public final class Allocator {
    /** No deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Hears what the allocation needs. */
    public interface Listener {
        /** What would be used if there were bandwidth, in bits a second, headers included: worth probing for up to here. */
        void wanted(long bitsPerSecond);
    }

    private record Entry(PeerSubscriber subscriber, LayerWish wish) {}

    private final Listener listener;
    private final List<Entry> entries = new ArrayList<>();
    private long bandwidth = Long.MAX_VALUE;

    public Allocator(Listener listener) {
        this.listener = listener;
    }

    /** The subscriber takes part from now on, without a wish until {@link #wish}. Harmless when it does already. */
    public void add(PeerSubscriber subscriber, long nowNanos) {
        remove(subscriber, nowNanos);
        entries.add(new Entry(subscriber, LayerWish.ANY));
    }

    /** It is gone. Harmless when it was not there. */
    @SuppressWarnings("ReferenceEquality") // the very object
    public void remove(PeerSubscriber subscriber, long nowNanos) {
        entries.removeIf(entry -> entry.subscriber == subscriber);
        if (entries.isEmpty()) {
            listener.wanted(0);
        }
    }

    /** Its page wishes something else. */
    @SuppressWarnings("ReferenceEquality") // the very object
    public void wish(PeerSubscriber subscriber, LayerWish wish, long nowNanos) {
        entries.replaceAll(entry -> entry.subscriber == subscriber ? new Entry(subscriber, wish) : entry);
    }

    /** What the path carries now, in bits a second, headers included. */
    public void bandwidth(long bitsPerSecond, long nowNanos) {
        bandwidth = bitsPerSecond;
    }

    /** The newest figure of {@link #bandwidth}. */
    public long bandwidth() {
        return bandwidth;
    }

    public long deadlineNanos() {
        return NEVER;
    }

    public void onDeadline(long nowNanos) {
        // Nothing is due.
    }
}
