package org.lyceum.sfu;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.peer.OutboundListener;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.rtc.stream.SequenceRewriter;

/**
 * A watcher's m-line. Make one for each {@link OutboundMedia} and keep it as long as that lives, through any number of
 * subscriptions: its sequence numbers, timestamps and picture ids go on through every change of track, source and layer, so
 * that no SRTP nonce is used twice. It listens to the m-line's feedback by itself. Confined to the peer's loop, which is its
 * shard's.
 *
 * <p>A watcher begins with a key frame: one that has just been, if it is all there, else one that is asked for; and if that
 * does not come within a second, with the last one there was, brought up to now in fast motion. The same when a watcher
 * has lost the picture and the source does not answer.
 */
public final class PeerSubscriber implements Subscriber, OutboundListener {
    /** No layer. */
    private static final int NONE = -1;
    /** A key frame that is no older need not be asked for again: the source would not be asked again so soon either. */
    private static final long FRESH_NANOS = KeyFrameWish.SPACING_NANOS;

    private static final long SELECT_NANOS = 500_000_000L;
    private static final long RETRY_NANOS = 300_000_000L;
    /** A watcher whose picture is lost gets old packets at most so often, since they can be megabytes. */
    private static final long REPLAY_NANOS = 10_000_000_000L;
    /** Catching up: so many packets at once, then a pause; under 80 Mbit/s. */
    private static final int BURST_PACKETS = 32;

    private static final long BURST_PAUSE_NANOS = 5_000_000L;
    private static final long MIN_KEY_FRAME_FLIGHT_NANOS = 100_000_000L;

    private final OutboundMedia media;
    private final LayerSelector selector;
    private final Outgoing outgoing;
    private final ResendBudget budget = new ResendBudget();
    private @Nullable TrackFeed feed;
    private int epoch;
    private boolean epochKnown;
    private boolean video;
    private boolean decodable;
    /** What the room was told of last. */
    private @Nullable Codec undecodable;

    /** The layer being forwarded, and the one that will be from its next key frame on. */
    private int current = NONE;

    private int target = NONE;
    private long selectAt;
    /** Since when a key frame has been missing; NEVER while none is. */
    private long missingSince = NEVER;

    private long retryAt = NEVER;
    private boolean keyFrameSent;
    private long keyFrameSentAt;
    private boolean replayed;
    private long replayedAt;
    private boolean catchingUp;
    private long cursor;
    private long burstAt;

    /**
     * @param random where the first sequence number and timestamp come from (RFC 3550, 5.1); used now only
     */
    public PeerSubscriber(OutboundMedia media, LayerSelector selector, RandomGenerator random) {
        this.media = media;
        this.selector = selector;
        this.outgoing = new Outgoing(media, random);
    }

    @Override
    public void subscribed(TrackFeed newFeed, long nowNanos) {
        feed = newFeed;
        epochKnown = false;
        stop();
        outgoing.forgetCodec();
        undecodable = null;
        media.listen(this);
        Codec codec = newFeed.codec();
        if (codec != null && newFeed.layers() > 0) {
            enter(newFeed.epoch(), codec, newFeed, nowNanos);
            if (video && decodable) {
                begin(newFeed, nowNanos);
            }
        }
    }

    @Override
    public void unsubscribed() {
        feed = null;
        stop();
        media.listen(null);
    }

    private void stop() {
        current = NONE;
        target = NONE;
        catchingUp = false;
        missingSince = NEVER;
        retryAt = NEVER;
    }

    @Override
    public void forward(MediaPacket packet, long nowNanos) {
        TrackFeed from = feed;
        if (from == null) {
            return;
        }
        if (!epochKnown || packet.epoch() != epoch) {
            enterWith(packet, from, nowNanos);
        }
        if (!decodable) {
            return;
        }
        if (nowNanos >= selectAt) {
            select(from, nowNanos);
        }
        int layer = packet.layer();
        if (layer == target && Layer.beginsKeyFrame(packet.frame()) && beginsHere(packet)) {
            beginWith(packet, from, nowNanos);
        } else if (layer == current && !catchingUp) {
            send(packet, nowNanos);
        }
    }

    /** A key frame of the layer that is being forwarded needs no new beginning, unless it cuts catching up short. */
    private boolean beginsHere(MediaPacket packet) {
        return current != target || (catchingUp && packet.sequence() > cursor);
    }

    /** The first packet of a source that comes to this watcher. */
    private void enterWith(MediaPacket packet, TrackFeed from, long nowNanos) {
        enter(packet.epoch(), packet.codec(), from, nowNanos);
        boolean beginsNow = packet.layer() == target && Layer.beginsKeyFrame(packet.frame());
        if (video && decodable && !beginsNow) {
            begin(from, nowNanos);
        }
    }

    private void enter(int newEpoch, Codec codec, TrackFeed from, long nowNanos) {
        epoch = newEpoch;
        epochKnown = true;
        video = codec.type().kind() == MediaKind.VIDEO;
        stop();
        decodable = outgoing.adopt(codec);
        if (!decodable && !codec.equals(undecodable)) {
            undecodable = codec;
            from.undecodable(codec);
        }
        target = selector.select(from, NONE, nowNanos);
        selectAt = nowNanos + SELECT_NANOS;
    }

    /** In the middle of a source: with the key frame that has just been, or with the next. */
    private void begin(TrackFeed from, long nowNanos) {
        if (!beginHeld(from, FRESH_NANOS, nowNanos)) {
            miss(from, target, nowNanos);
        }
    }

    private void select(TrackFeed from, long nowNanos) {
        selectAt = nowNanos + SELECT_NANOS;
        int selected = selector.select(from, target, nowNanos);
        if (selected == target) {
            return;
        }
        target = selected;
        if (current != selected) {
            from.requestKeyFrame(selected, nowNanos);
        }
    }

    /** A key frame is missing: it is asked for, and not waited for for ever. */
    private void miss(TrackFeed from, int layer, long nowNanos) {
        from.requestKeyFrame(layer, nowNanos);
        if (missingSince == NEVER) {
            missingSince = nowNanos;
            retryAt = nowNanos + KeyFrameWish.ANSWER_NANOS;
            from.wakeAt(retryAt);
        }
    }

    private void beginWith(MediaPacket packet, TrackFeed from, long nowNanos) {
        current = target;
        catchingUp = false;
        outgoing.begin(packet);
        send(packet, nowNanos);
        // What overtook the key frame's first packet on the way was of no use until now.
        long last = Math.min(from.newest(current), packet.sequence() + Layer.MAX_OVERTAKING);
        for (long sequence = packet.sequence() + 1; sequence <= last; sequence++) {
            MediaPacket later = from.held(current, sequence, nowNanos);
            if (later != null) {
                send(later, nowNanos);
            }
        }
    }

    /** Begins with the newest key frame that is held, if it is not too old. */
    private boolean beginHeld(TrackFeed from, long maxAgeNanos, long nowNanos) {
        long keyFrame = from.keyFrameHeld(target, maxAgeNanos, nowNanos);
        MediaPacket first = keyFrame == TrackFeed.NONE ? null : from.held(target, keyFrame, nowNanos);
        if (first == null) {
            return false;
        }
        current = target;
        catchingUp = true;
        cursor = keyFrame;
        outgoing.beginCatchUp(first, from.newestCapture(current));
        burst(from, nowNanos);
        return true;
    }

    /** Sends the next old packets; caught up when the newest has been sent. */
    private void burst(TrackFeed from, long nowNanos) {
        long newest = from.newest(current);
        for (int sent = 0; sent < BURST_PACKETS && cursor <= newest; cursor++) {
            MediaPacket packet = from.held(current, cursor, nowNanos);
            if (packet != null) {
                send(packet, nowNanos);
                sent++;
            }
        }
        if (cursor > newest) {
            catchingUp = false;
            outgoing.caughtUp();
        } else {
            burstAt = nowNanos + BURST_PAUSE_NANOS;
            from.wakeAt(burstAt);
        }
    }

    private void send(MediaPacket packet, long nowNanos) {
        if (!outgoing.send(packet, nowNanos)) {
            return;
        }
        budget.sent(packet.payload().length);
        if (Layer.beginsKeyFrame(packet.frame())) {
            keyFrameSent = true;
            keyFrameSentAt = nowNanos;
            missingSince = NEVER;
            retryAt = NEVER;
        }
    }

    @Override
    public void nack(int[] sequences, int count, long nowNanos) {
        TrackFeed from = feed;
        if (from == null || current == NONE) {
            return;
        }
        for (int i = 0; i < count; i++) {
            long source = outgoing.sourceOf(sequences[i]);
            if (source != SequenceRewriter.NONE) {
                answer(from, sequences[i], source, nowNanos);
            }
        }
    }

    private void answer(TrackFeed from, int sequence, long source, long nowNanos) {
        MediaPacket packet = from.held(current, source, nowNanos);
        if (packet != null) {
            if (budget.take(sequence, packet.payload().length, media.roundTripNanos(), nowNanos)) {
                outgoing.resend(packet, nowNanos);
            }
        } else if (from.lost(current, source, nowNanos)) {
            keyFrameRequested(nowNanos);
        }
    }

    @Override
    public void keyFrameRequested(long nowNanos) {
        TrackFeed from = feed;
        if (from == null || !video || current == NONE || catchingUp) {
            return;
        }
        // One that is still on its way answers this as well; if it got lost, the watcher asks again.
        long flight = Math.max(MIN_KEY_FRAME_FLIGHT_NANOS, media.roundTripNanos());
        if (!keyFrameSent || nowNanos - keyFrameSentAt >= flight) {
            miss(from, current, nowNanos);
        }
    }

    @Override
    public long onDeadline(long nowNanos) {
        TrackFeed from = feed;
        if (from == null) {
            return NEVER;
        }
        if (catchingUp) {
            if (nowNanos >= burstAt) {
                burst(from, nowNanos);
            }
        } else if (nowNanos >= retryAt) {
            retryAt = nowNanos + RETRY_NANOS;
            if (mayReplay(nowNanos) && beginHeld(from, NEVER, nowNanos)) {
                replayed = true;
                replayedAt = nowNanos;
            }
        }
        return catchingUp ? burstAt : retryAt;
    }

    private boolean mayReplay(long nowNanos) {
        return current == NONE || !replayed || nowNanos - replayedAt >= REPLAY_NANOS;
    }
}
