package org.lyceum.rtc.peer;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spreads what one peer sends over time, where its network does not take it at once; sans-IO and confined to the peer's
 * thread. Rates are bits a second, sizes bytes on the wire.
 *
 * <p>A burst goes through as it comes while it is less than what the estimate carries in {@link #LONGEST_BURST_NANOS}, in more
 * where such bursts have been followed by no queue, or in less where packets queue up already: the packets of a frame then reach the
 * kernel in one message, nothing is copied and nothing is kept. What is more than that waits, and leaves at the pacing rate, or at
 * the estimate while much waits ({@link #LONGEST_RUSH_NANOS}): retransmissions first, then video in its order. Sound never waits;
 * what it takes is taken off video's share, but the packet whose turn it is waits for sound no longer than
 * {@link #MOST_HOLD_UP_NANOS}.
 *
 * <p>A picture is taken whole or not at all, so that what has cost the network something is worth something: the owner asks
 * {@link #takesPicture} where one begins, and the rest of it is taken whatever waits, up to {@link #MOST_QUEUED_BYTES}. Key frames
 * are taken without asking, in their order whosever they are. Once more than {@link #LONGEST_DETOUR_NANOS} waits there is of each
 * stream no more than its newest, and what is left of one that is leaving already; so that what waits is bounded by one key frame
 * for each stream, what is left of one more, and {@link #LONGEST_QUEUE_NANOS} with a picture beside them.
 *
 * <p>The owner asks {@link #passes} for each packet; one that passes is written at once and told by {@link #left}, any other
 * is given to {@link #queue}. From {@link #deadlineNanos} on it takes packets by {@link #next} until there is none.
 */
final class Pacer {
    /** Where nothing queues up, what the estimate carries in this time may leave at once: a whole frame of 30 a second. */
    static final long LONGEST_BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(36);

    /**
     * Where a burst of at least half of what may leave at once is followed by no queue for a while, more may leave the next time, up to
     * this: most networks carry far more than anybody has asked of them, and key frames need not wait there. The first queue ends it.
     */
    static final long MOST_BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(144);

    /** Who paces slower than this many times the estimate has found the network strained by queues or loss. */
    private static final long UNSTRAINED = 2;

    /** For so long no queue may follow a burst: on a path that is shared there would be one. */
    static final long CLEAR_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** A queue no longer than this is none. */
    static final long NO_QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Where packets queue up in the network, bursts make it no worse than this. */
    static final long SHORTEST_BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** While what waits beside key frames takes longer than this to leave, no picture is begun: who feeds it does not heed the estimate. */
    static final long LONGEST_QUEUE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Never more than this waits, whatever it is. No key frame is as large; payloads are shared with whoever else watches. */
    static final int MOST_QUEUED_BYTES = 4 << 20;

    /** Retransmissions that would take longer than this are late anyway; they may not hold up everything else. */
    static final long LONGEST_RETRANSMISSIONS_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /**
     * What waits and is more than the estimate carries in this time leaves at no more than the estimate: faster, it would wait in
     * the network instead, and sound behind it.
     */
    static final long LONGEST_RUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A key frame waits for older packets no longer than this. */
    static final long LONGEST_DETOUR_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** What may leave at once before anything is known of the network, as TCP does it (RFC 6928). */
    private static final int INITIAL_BYTES = 14_600;

    /** Two packets may always leave together, however slow the network is. */
    private static final int LEAST_BURST_BYTES = 2_400;

    /** Waiting packets leave in steps of so much time, so that a slow watcher does not cost a wake-up for each. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    /** Sound alone can be more than the network carries; no packet whose turn it is waits for it longer than this. */
    static final long MOST_HOLD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ArrayDeque<PacedPacket> retransmissions = new ArrayDeque<>(0);
    private final ArrayDeque<PacedPacket> video = new ArrayDeque<>(0);
    private final ArrayDeque<PacedPacket> free = new ArrayDeque<>(0);
    private int retransmissionBytes;
    private int videoBytes;
    private int keyFrameBytes;
    private long estimate;
    private long pacingBitrate;
    private long burstNanos;
    /** From {@link #LONGEST_BURST_NANOS} to {@link #MOST_BURST_NANOS}. */
    private long spanNanos = LONGEST_BURST_NANOS;

    /** One of at least half of what may leave at once has left, and the path has been clear since. */
    private boolean burst;

    private long burstAtNanos;
    private int initialBytes = INITIAL_BYTES;
    /** When everything that has left would be through at the pacing rate. */
    private long busyUntilNanos;
    /** The same without the sound that has left since anything else did. */
    private long turnUntilNanos;

    /** As {@link #rates}, of a network that nothing is known of. */
    Pacer(long nowNanos, long estimated, long pacing) {
        busyUntilNanos = nowNanos;
        turnUntilNanos = nowNanos;
        pacingBitrate = pacing;
        rates(estimated, pacing, 0, nowNanos);
        estimate = pacing; // which is a guess, and nobody waits for a first picture on account of a guess
    }

    /**
     * @param estimated what the network carries, more than 0
     * @param pacing how fast waiting packets leave, at least the estimate
     * @param queueingNanos how long packets wait in the network's queues
     */
    void rates(long estimated, long pacing, long queueingNanos, long nowNanos) {
        busyUntilNanos = atRate(pacing, busyUntilNanos, nowNanos);
        turnUntilNanos = atRate(pacing, turnUntilNanos, nowNanos);
        estimate = estimated;
        pacingBitrate = pacing;
        judgeBurst(pacing < UNSTRAINED * estimated, queueingNanos, nowNanos);
        long span = Math.max(SHORTEST_BURST_NANOS, spanNanos - Math.max(0, queueingNanos));
        long burstBytes = Math.max(LEAST_BURST_BYTES, estimate / 8 * span / SECOND_NANOS);
        burstNanos = nanosOf(burstBytes);
    }

    private void judgeBurst(boolean strained, long queueingNanos, long nowNanos) {
        if (strained || queueingNanos > NO_QUEUE_NANOS) {
            burst = false;
            spanNanos = LONGEST_BURST_NANOS;
        } else if (burst && nowNanos - burstAtNanos >= CLEAR_NANOS) {
            burst = false;
            spanNanos = Math.min(MOST_BURST_NANOS, spanNanos + LONGEST_BURST_NANOS);
        }
    }

    private long atRate(long pacing, long untilNanos, long nowNanos) {
        return nowNanos + Math.max(0, untilNanos - nowNanos) * pacingBitrate / pacing;
    }

    private long nanosOf(long bytes) {
        return bytes * 8 * SECOND_NANOS / pacingBitrate;
    }

    /** The time of a packet that leaves now. */
    private long timeOf(int bytes) {
        boolean rushes = queuedBytes() * 8L * SECOND_NANOS / estimate <= LONGEST_RUSH_NANOS;
        return rushes ? nanosOf(bytes) : bytes * 8L * SECOND_NANOS / estimate;
    }

    /** Whether a packet may leave now; one of video waits for those before it. */
    boolean passes(boolean retransmission, long nowNanos) {
        return (retransmission ? retransmissions.isEmpty() : isEmpty()) && busyUntilNanos - nowNanos < burstNanos;
    }

    /** A packet leaves, from the queue or past it. */
    void left(boolean sound, int bytes, long nowNanos) {
        if (initialBytes > 0) {
            initialBytes -= bytes;
            return;
        }
        long until = Math.max(busyUntilNanos, nowNanos) + timeOf(bytes);
        if (sound) {
            if (isEmpty()) {
                turnUntilNanos = nowNanos + burstNanos; // nobody waits: what comes next waits from then on
            }
            busyUntilNanos = Math.max(busyUntilNanos, Math.min(until, turnUntilNanos + MOST_HOLD_UP_NANOS));
        } else {
            busyUntilNanos = until;
            turnUntilNanos = until;
        }
        if (!burst && busyUntilNanos - nowNanos > burstNanos / 2) {
            burst = true;
            burstAtNanos = nowNanos;
        }
    }

    /** Whether a picture that begins now is of use to anybody by the time when it has left. */
    boolean takesPicture() {
        return nanosOf(backlogBytes()) <= LONGEST_QUEUE_NANOS;
    }

    /**
     * A place at the end of the queue, or null: for a retransmission that would be too late to be of use, and where there is no
     * room at all.
     *
     * @param keyFrame the packet is part of a key frame, and sent for the first time
     * @param bytes about so many on the wire
     */
    @Nullable
    PacedPacket queue(boolean retransmission, boolean keyFrame, int bytes) {
        boolean late = retransmission && nanosOf(retransmissionBytes) > LONGEST_RETRANSMISSIONS_NANOS;
        if (late || queuedBytes() > MOST_QUEUED_BYTES - bytes) {
            return null;
        }
        PacedPacket packet = free.isEmpty() ? new PacedPacket() : free.removeLast();
        packet.queued(retransmission, keyFrame, bytes);
        (retransmission ? retransmissions : video).addLast(packet);
        count(packet, bytes);
        return packet;
    }

    private void count(PacedPacket packet, int bytes) {
        if (packet.retransmission()) {
            retransmissionBytes += bytes;
        } else {
            videoBytes += bytes;
            keyFrameBytes += packet.keyFrame() ? bytes : 0;
        }
    }

    /** The next packet that may leave by now, or null. The caller lets it leave, tells {@link #left}, and gives it back. */
    @Nullable
    PacedPacket next(long nowNanos) {
        return busyUntilNanos - nowNanos < burstNanos ? next() : null;
    }

    /** The next packet whatever its time: the network is being probed with it. */
    @Nullable
    PacedPacket next() {
        PacedPacket packet = retransmissions.isEmpty() ? video.pollFirst() : retransmissions.pollFirst();
        if (packet != null) {
            count(packet, -packet.bytes());
        }
        return packet;
    }

    void giveBack(PacedPacket packet) {
        free.addLast(packet);
        if (isEmpty()) {
            free.clear(); // most watchers never queue anything again for long
        }
    }

    /**
     * Some of what waits of this stream is obsolete: where the queue would be long in leaving, that never leaves, and what comes
     * after it is up to date.
     *
     * @return how many packets that were
     */
    int discard(OutboundStream stream) {
        if (queueNanos() <= LONGEST_DETOUR_NANOS) {
            return 0;
        }
        int before = retransmissions.size() + video.size();
        retransmissions.removeIf(packet -> discarded(packet, stream));
        video.removeIf(packet -> discarded(packet, stream));
        return before - retransmissions.size() - video.size();
    }

    private boolean discarded(PacedPacket packet, OutboundStream stream) {
        if (!packet.of(stream) || !stream.waiting().obsolete(packet)) {
            return false;
        }
        count(packet, -packet.bytes());
        packet.discard();
        return true;
    }

    /** Pictures of other streams wait, too. */
    boolean othersWait(OutboundStream stream) {
        for (PacedPacket packet : video) {
            if (!packet.of(stream)) {
                return true;
            }
        }
        return false;
    }

    /** What waits of one key frame. */
    int keyFrameBytes(OutboundStream stream, long timestamp) {
        int bytes = 0;
        for (PacedPacket packet : video) {
            bytes += packet.of(stream) && packet.keyFrame() && packet.timestamp() == timestamp ? packet.bytes() : 0;
        }
        return bytes;
    }

    boolean isEmpty() {
        return retransmissions.isEmpty() && video.isEmpty();
    }

    int queuedBytes() {
        return retransmissionBytes + videoBytes;
    }

    /** What waits beside key frames: it grows where more is sent than the estimate, and not where a picture is large. */
    int backlogBytes() {
        return queuedBytes() - keyFrameBytes;
    }

    /** How long what waits takes to leave. */
    long queueNanos() {
        return nanosOf(queuedBytes());
    }

    /** When {@link #next} has something, {@link Long#MAX_VALUE} while nothing waits. */
    long deadlineNanos() {
        return isEmpty() ? Long.MAX_VALUE : busyUntilNanos - burstNanos + Math.min(STEP_NANOS, burstNanos);
    }
}
