package org.lyceum.rtc.peer;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.bwe.BandwidthEstimator;
import org.lyceum.rtc.bwe.ProbeCluster;
import org.lyceum.wire.rtcp.TransportFeedback;

/**
 * What keeps a peer's sending within what its network carries: tells the estimator what leaves and what comes back, paces by
 * its estimate, and sends what it wants to probe with. Confined to the peer's thread.
 *
 * <p>A cluster is filled with what waits in the pacer, then with old media by RTX, and only where there is none with padding
 * under the SSRC of retransmissions. Without RTX the room pads under the SSRC of media, between two pictures, since the
 * numbers there are its own.
 */
final class SendControl {
    /** A change of less than this is not told. */
    private static final long TOLD_PERCENT = 2;

    /** What is offered is measured over so much. */
    private static final long OFFERED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A queue in the pacer that is older than this is no frame's. */
    private static final long LASTING_QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

    /** Where more is wanted than the estimate, something leaves at least this often: who sends nothing hears nothing. */
    private static final long LONGEST_SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final BandwidthEstimator estimator;
    private final Pacer pacer;
    private final Prober prober = new Prober();
    private final Collection<OutboundStream> streams;
    private final Listener listener;
    private long toldBitrate;
    private long wanted;
    private long queuedSinceNanos;
    private long offeredBytes;
    private long offeredSinceNanos;
    private long offeredBitrate;
    private boolean everLeft;
    private long lastLeftNanos;
    /** The packet being written comes from the queue. */
    private boolean leaving;
    /** Packets being sent now are sent for no other reason than probing. */
    private boolean filling;

    /** Hears of the estimate as {@link PeerObserver#bandwidth} does. */
    @FunctionalInterface
    interface Listener {
        void bandwidth(long bitsPerSecond, long nowNanos);
    }

    SendControl(Collection<OutboundStream> streams, Listener listener, long nowNanos) {
        this.streams = streams;
        this.listener = listener;
        offeredSinceNanos = nowNanos;
        queuedSinceNanos = nowNanos;
        estimator = new BandwidthEstimator(nowNanos);
        toldBitrate = estimator.bitrate();
        pacer = new Pacer(nowNanos, toldBitrate, estimator.pacingBitrate());
    }

    // ---- what leaves ----

    /** Whether a packet may be written now, past the queue. */
    boolean passes(boolean retransmission, long nowNanos) {
        return filling || pacer.passes(retransmission, nowNanos);
    }

    /** As {@link Pacer#takesPicture}. */
    boolean takesPicture() {
        return pacer.takesPicture();
    }

    /** What waits will soon have left. */
    boolean queueIsShort() {
        return pacer.queueNanos() <= Pacer.LONGEST_DETOUR_NANOS;
    }

    /** A place in the queue, or null, as {@link Pacer#queue}. */
    @Nullable
    PacedPacket queue(boolean retransmission, boolean keyFrame, int bytes) {
        offeredBytes += bytes;
        PacedPacket place = pacer.queue(retransmission, keyFrame, bytes);
        estimator.queued(pacer.queuedBytes());
        return place;
    }

    /** As {@link Pacer#keyFrameBytes}. */
    int keyFrameBytes(OutboundStream stream, long timestamp) {
        return pacer.keyFrameBytes(stream, timestamp);
    }

    /** As {@link Pacer#othersWait}. */
    boolean othersWait(OutboundStream stream) {
        return pacer.othersWait(stream);
    }

    /** As {@link Pacer#discard}. */
    int discard(OutboundStream stream) {
        int discarded = pacer.isEmpty() ? 0 : pacer.discard(stream);
        if (discarded > 0) {
            estimator.queued(pacer.queuedBytes());
        }
        return discarded;
    }

    /** A packet has been written to the outgoing batch. What only fills a cluster holds up no media. */
    void written(boolean sound, int bytes, long nowNanos) {
        if (prober.active()) {
            prober.left(bytes);
        }
        if (!filling) {
            pacer.left(sound, bytes, nowNanos);
            offeredBytes += leaving ? 0 : bytes;
        }
    }

    /** How the packet that is being written is to be noted at its departure. */
    int clusterId() {
        return prober.clusterId();
    }

    /** The packet that is being written is sent for the watcher's sake. */
    boolean media() {
        return !filling;
    }

    /** A datagram with a transport-wide sequence number was handed to the socket. */
    void departed(int transportSequence, int bytes, int cluster, long content, long nowNanos) {
        estimator.sent(transportSequence, bytes, cluster, content, nowNanos);
        everLeft = true;
        lastLeftNanos = nowNanos;
    }

    /** A datagram will be handed to the socket again as it was. */
    void repeated(int transportSequence) {
        estimator.repeated(transportSequence);
    }

    /** Everything that waited for the end of the cycle has departed. */
    void drained(long nowNanos) {
        takeProbes(nowNanos);
    }

    // ---- what the other side says ----

    void feedback(TransportFeedback feedback, long nowNanos) {
        measureOffered(nowNanos);
        estimator.feedback(feedback, nowNanos);
        estimated(nowNanos);
    }

    void remb(long bitsPerSecond, long nowNanos) {
        measureOffered(nowNanos);
        estimator.remb(bitsPerSecond, nowNanos);
        estimated(nowNanos);
    }

    /**
     * Reports about new packets came.
     *
     * @param fractionLost over all streams, 0 to 1
     * @param roundTripNanos 0 where the report tells none
     */
    void receiverReport(double fractionLost, long roundTripNanos, long nowNanos) {
        measureOffered(nowNanos);
        estimator.receiverReport(fractionLost, roundTripNanos, offeredBitrate, nowNanos);
        estimated(nowNanos);
    }

    // ---- time ----

    long deadlineNanos() {
        long sending = Math.min(pacer.deadlineNanos(), Math.min(prober.deadlineNanos(), silenceNanos()));
        return Math.min(estimator.deadlineNanos(), sending);
    }

    /**
     * When a packet is due for no other reason than that the estimate goes on: what is paused for want of bandwidth would
     * otherwise stay so for ever, for nothing tells that the network is better now.
     */
    private long silenceNanos() {
        boolean learns = everLeft && pacer.isEmpty() && wanted > estimator.bitrate();
        return learns ? lastLeftNanos + LONGEST_SILENCE_NANOS : Long.MAX_VALUE;
    }

    void onDeadline(long nowNanos) {
        if (estimator.deadlineNanos() <= nowNanos) {
            estimator.onDeadline(nowNanos);
            estimated(nowNanos);
        }
        if (prober.deadlineNanos() <= nowNanos) {
            probe(nowNanos);
        }
        if (silenceNanos() <= nowNanos) {
            lastLeftNanos = nowNanos;
            fill(1, nowNanos);
        }
        if (pacer.deadlineNanos() <= nowNanos) {
            for (PacedPacket next = pacer.next(nowNanos); next != null; next = pacer.next(nowNanos)) {
                leave(next, nowNanos);
            }
        }
    }

    private void leave(PacedPacket packet, long nowNanos) {
        leaving = true;
        packet.leave(nowNanos);
        leaving = false;
        pacer.giveBack(packet);
        estimator.queued(pacer.queuedBytes());
    }

    /** The estimator has been told something: its estimate and its wishes may be others now. */
    private void estimated(long nowNanos) {
        long bitrate = estimator.bitrate();
        pacer.rates(bitrate, estimator.pacingBitrate(), estimator.queueingDelayNanos(), nowNanos);
        takeProbes(nowNanos);
        long usable = usable(bitrate, nowNanos);
        if (Math.abs(usable - toldBitrate) * 100 >= toldBitrate * TOLD_PERCENT) {
            toldBitrate = usable;
            listener.bandwidth(usable, nowNanos);
        }
    }

    /**
     * What may be sent so that what has waited here for long is gone within a second. A queue that comes and goes is a frame's,
     * one that stays is what was sent beyond the estimate, and nothing but sending less takes it away. Unless it is a key
     * frame's: on a slow link that takes its time, and is over then.
     */
    private long usable(long bitrate, long nowNanos) {
        if (queueIsShort() || pacer.backlogBytes() == 0) {
            queuedSinceNanos = nowNanos;
        }
        boolean stays = nowNanos - queuedSinceNanos > LASTING_QUEUE_NANOS;
        return stays ? Math.max(bitrate / 2, bitrate - pacer.backlogBytes() * 8L) : bitrate;
    }

    /**
     * What the room sends it would send again: where that is more than the allocator asks for, as with a source of one layer
     * that goes to who can take it, growth is worth probing for all the same.
     */
    private void measureOffered(long nowNanos) {
        long elapsed = nowNanos - offeredSinceNanos;
        if (elapsed >= OFFERED_NANOS) {
            offeredBitrate = offeredBytes * 8 * TimeUnit.SECONDS.toNanos(1) / elapsed;
            offeredBytes = 0;
            offeredSinceNanos = nowNanos;
            estimator.wanted(Math.max(wanted, offeredBitrate));
        }
    }

    private void takeProbes(long nowNanos) {
        for (ProbeCluster next = estimator.nextProbe(nowNanos); next != null; next = estimator.nextProbe(nowNanos)) {
            prober.add(next, nowNanos);
        }
    }

    private void probe(long nowNanos) {
        int due = prober.due(nowNanos);
        while (due > 0) {
            PacedPacket waiting = pacer.next();
            if (waiting == null) {
                break;
            }
            leave(waiting, nowNanos);
            due -= waiting.bytes();
        }
        if (due > 0) {
            if (!fill(due, nowNanos)) {
                prober.abandon(nowNanos);
            }
        }
    }

    /** Sends about so much that is of no use to the watcher; false where there is nothing. */
    private boolean fill(int due, long nowNanos) {
        int left = due;
        boolean any = false;
        filling = true;
        for (OutboundStream stream : streams) {
            OutboundListener room = stream.listener();
            if (left > 0 && room != null && stream.canRetransmit()) {
                int sent = room.probe(left, nowNanos);
                any |= sent > 0;
                left -= sent;
            }
        }
        for (OutboundStream stream : streams) {
            for (int sent = -1; left > 0 && sent != 0; left -= sent) {
                sent = stream.pad(prober.packetBytes(), nowNanos);
                any |= sent > 0;
            }
        }
        for (OutboundStream stream : streams) {
            OutboundListener room = stream.listener();
            if (left > 0 && room != null && !stream.canRetransmit()) {
                int sent = room.probe(left, nowNanos);
                any |= sent > 0;
                left -= sent;
            }
        }
        filling = false;
        return any;
    }

    // ---- facts ----

    void wanted(long bitsPerSecond) {
        wanted = bitsPerSecond;
        estimator.wanted(Math.max(wanted, offeredBitrate));
    }

    /** What was told last: the estimate, less what it takes to be rid of what has waited here for long. */
    long bitrate() {
        return toldBitrate;
    }

    /** To be asked what the last feedback told. */
    BandwidthEstimator estimator() {
        return estimator;
    }

    /** As {@link BandwidthEstimator#nonsense}. */
    long nonsense() {
        return estimator.nonsense();
    }

    SendQuality quality(long roundTripNanos) {
        long smoothed = estimator.roundTripNanos();
        return new SendQuality(
                estimator.bitrate(),
                smoothed > 0 ? smoothed : roundTripNanos,
                estimator.queueingDelayNanos(),
                estimator.lossRatio(),
                switch (estimator.state()) {
                    case NORMAL -> SendQuality.LimitedBy.NOTHING;
                    case DELAY_LIMITED -> SendQuality.LimitedBy.DELAY;
                    case LOSS_LIMITED -> SendQuality.LimitedBy.LOSS;
                },
                pacer.queuedBytes());
    }
}
