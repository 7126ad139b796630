package org.lyceum.sfu;

import org.lyceum.rtc.stream.MediaPacket;

/**
 * Brings a watcher who begins with an old key frame up to now: everything since goes out in bursts, in order. Confined to its
 * peer's loop; allocates nothing.
 */
final class CatchUp {
    /** Takes the old packets. */
    interface Sink {
        void take(MediaPacket packet, long nowNanos);
    }

    /** So many packets at once, then a pause; under 80 Mbit/s. */
    private static final int BURST_PACKETS = 32;

    private static final long BURST_PAUSE_NANOS = 5_000_000L;

    private final Sink sink;
    private boolean active;
    private long cursor;
    private long burstAt;

    CatchUp(Sink sink) {
        this.sink = sink;
    }

    void begin(long keyFrame) {
        active = true;
        cursor = keyFrame;
    }

    void stop() {
        active = false;
    }

    boolean active() {
        return active;
    }

    /** A live packet that has still not been sent. */
    boolean before(MediaPacket packet) {
        return active && packet.sequence() > cursor;
    }

    /** Sends the next old packets; true when the newest has been sent. */
    boolean burst(TrackFeed from, int layer, long nowNanos) {
        long newest = from.newest(layer);
        for (int sent = 0; sent < BURST_PACKETS && cursor <= newest; cursor++) {
            MediaPacket packet = from.held(layer, cursor, nowNanos);
            if (packet != null) {
                sink.take(packet, nowNanos);
                sent++;
            }
        }
        if (cursor > newest) {
            active = false;
            return true;
        }
        burstAt = nowNanos + BURST_PAUSE_NANOS;
        from.wakeAt(burstAt);
        return false;
    }

    /** When the next burst is due, {@link Subscriber#NEVER} for none. */
    long deadlineNanos() {
        return active ? burstAt : Subscriber.NEVER;
    }
}
