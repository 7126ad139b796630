package org.lyceum.sfu;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.peer.OutboundListener;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * A watcher's m-line. Make one for each {@link OutboundMedia} and keep it as long as that lives, through any number of
 * subscriptions: its sequence numbers, timestamps and picture ids go on through every change of track, source and layer, so
 * that no SRTP nonce is used twice. It listens to the m-line's feedback by itself. Confined to the peer's loop, which is its
 * shard's.
 *
 * <p>What it forwards follows its {@link Allocator}. Another encoding begins with its next
 * key frame, behind the last whole picture of the one before; until then that one goes on, thinned if it has to be
 * ({@link Switchover}). Within an encoding {@link LayerFilter} decides.
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

    private final OutboundMedia media;
    private final Allocator allocator;
    private final Outgoing outgoing;
    private final Resends resends;
    private final LayerFilter filter = new LayerFilter();
    private final Switchover switchover = new Switchover();
    private final Overload overload;
    private final CatchUp catchUp = new CatchUp(this::pass);
    private final MissingPicture missing = new MissingPicture();
    private @Nullable TrackFeed feed;
    private int epoch;
    private boolean epochKnown;
    private boolean video;
    private boolean decodable;
    /** What the room was told of last. */
    private @Nullable Codec undecodable;

    private Quality told = Quality.NOTHING;
    private boolean toldPaused;
    private int toldDecisions;

    /** The encoding being forwarded, and what will be from its next key frame on; NOTHING while paused. */
    private int current = NONE;

    private Quality target = Quality.NOTHING;
    /** Layers wanted beyond current and target. */
    private int alsoWanted;

    /** One has been asked for, for the sake of another spatial layer. */
    private boolean keyFrameAsked;

    /** The allocator's target needs one that the watcher's budget has not allowed yet. */
    private boolean keyFrameDue;

    private boolean refused;
    private long refusedNanos;

    /**
     * @param allocator decides what is forwarded, which is nothing of a picture that it has not been given by
     *     {@link Allocator#add}
     * @param random where the first sequence number and timestamp come from (RFC 3550, 5.1); used now only
     */
    public PeerSubscriber(OutboundMedia media, Allocator allocator, RandomGenerator random) {
        this.media = media;
        this.allocator = allocator;
        this.outgoing = new Outgoing(media, random);
        this.resends = new Resends(media, outgoing);
        this.overload = new Overload(media);
    }

    // ---- what the allocator asks and says ----

    /** The track, while there is a source that the watcher can decode; else null. */
    @Nullable
    TrackFeed decodableFeed() {
        return epochKnown && decodable ? feed : null;
    }

    /** It is sound, which is never thinned. */
    boolean sound() {
        return !video;
    }

    /** Something is being forwarded. */
    boolean forwarding() {
        return current != NONE;
    }

    /** What was said last by {@link #target(Quality, int, int, long)}, or begun with. */
    Quality target() {
        return target;
    }

    /** The encoding being forwarded, -1 for none. */
    int current() {
        return current;
    }

    /** All that is meant is being forwarded, and nothing has to begin for it. */
    boolean settled() {
        return current != NONE
                && current == target.encoding()
                && filter.spatial() == target.spatial()
                && !filter.needsKeyFrame();
    }

    /** The highest spatial layer being forwarded. */
    int currentSpatial() {
        return Math.max(0, filter.spatial());
    }

    /**
     * What is to be forwarded from now on, as soon as it can be; {@link Quality#NOTHING} pauses.
     *
     * @param meanwhile highest temporal layer of the encoding that is forwarded until then, -1 where not even the lowest fits
     * @param wanted layers to be kept on at the source beside those that are needed for this, a set of {@link WantedLayers}
     */
    void target(Quality quality, int meanwhile, int wanted, long nowNanos) {
        TrackFeed from = feed;
        if (from == null || !epochKnown || !decodable || !video) {
            return;
        }
        boolean changed = !quality.equals(target);
        target = quality;
        if (quality.encoding() == NONE) {
            pause(from);
        } else if (current == NONE) {
            if (changed && !beginHeld(from, FRESH_NANOS, nowNanos)) {
                keyFrameDue = true;
                missing.begin(nowNanos);
                from.wakeAt(missing.retryAtNanos());
            }
            askIfDue(from, nowNanos);
        } else {
            follow(from, quality, meanwhile, changed, nowNanos);
        }
        if (changed || wanted != alsoWanted) {
            alsoWanted = wanted;
            from.wantsChanged(nowNanos);
        }
    }

    private void follow(TrackFeed from, Quality quality, int meanwhile, boolean changed, long nowNanos) {
        if (quality.encoding() != current) {
            filter.want(filter.spatial(), Math.max(0, meanwhile));
            overload.leaving(meanwhile <= 0, meanwhile < 0);
            if (changed) {
                switchover.cancel();
                keyFrameDue = true;
            }
            askIfDue(from, nowNanos);
            return;
        }
        switchover.cancel();
        overload.leaving(false, false);
        keyFrameDue = false;
        filter.want(quality.spatial(), quality.temporal());
        boolean needed = filter.needsKeyFrame();
        if (needed) {
            filter.want(quality.spatial(), Math.clamp(meanwhile, 0, quality.temporal()));
        }
        // A layer that does not come would not come with a key frame either.
        boolean due = needed && (changed || !keyFrameAsked) && from.live(current, quality.spatial(), nowNanos);
        if (due && allowKeyFrame(nowNanos)) {
            keyFrameAsked = true;
            from.requestKeyFrame(current, nowNanos);
        }
        keyFrameAsked &= needed;
    }

    /** What is allocated follows the page's wishes, so that its key frames count as the watcher's; refused ones come later. */
    private void askIfDue(TrackFeed from, long nowNanos) {
        if (keyFrameDue && allowKeyFrame(nowNanos)) {
            keyFrameDue = false;
            from.requestKeyFrame(target.encoding(), nowNanos);
        }
    }

    /** Asked wherever a key frame would be of use, which can be for every packet: after a refusal not again for a while. */
    private boolean allowKeyFrame(long nowNanos) {
        if (refused && nowNanos - refusedNanos < KeyFrameWish.SPACING_NANOS) {
            return false;
        }
        refused = !media.allowKeyFrame(nowNanos);
        refusedNanos = nowNanos;
        return !refused;
    }

    /** It stays paused, but why may be another matter. */
    void stillPaused() {
        TrackFeed from = feed;
        if (from != null && toldPaused) {
            from.forwarding(told, true);
        }
    }

    private void pause(TrackFeed from) {
        if (current != NONE) {
            media.discard();
        }
        stop();
        tell(from, Quality.NOTHING, true);
    }

    @Override
    public int wantedLayers() {
        if (!epochKnown) {
            return WantedLayers.ALL;
        }
        if (!decodable) {
            return 0;
        }
        int wanted = alsoWanted;
        if (target.encoding() != NONE) {
            wanted |= WantedLayers.upTo(target.encoding(), target.spatial());
        }
        if (current != NONE) {
            wanted |= WantedLayers.upTo(current, Math.max(0, filter.spatial()));
        }
        return wanted;
    }

    // ---- the subscription ----

    @Override
    public void subscribed(TrackFeed newFeed, long nowNanos) {
        feed = newFeed;
        epochKnown = false;
        stop();
        outgoing.forgetCodec();
        undecodable = null;
        told = Quality.NOTHING;
        toldPaused = false;
        media.listen(this);
        Codec codec = newFeed.codec();
        if (codec != null && newFeed.layers() > 0) {
            enter(newFeed.epoch(), codec, newFeed, nowNanos);
            if (video && waits()) {
                begin(newFeed, nowNanos);
            }
        }
    }

    @Override
    public void unsubscribed() {
        feed = null;
        epochKnown = false;
        stop();
        media.listen(null);
    }

    private void stop() {
        current = NONE;
        target = Quality.NOTHING;
        keyFrameDue = false;
        switchover.begin();
        catchUp.stop();
        missing.stop();
        overload.stop();
    }

    /** There is something to begin with. */
    private boolean waits() {
        return decodable && target.encoding() != NONE;
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
        if (!waits()) {
            return;
        }
        if (overload.wantsKeyFrame(target.encoding()) && allowKeyFrame(nowNanos)) {
            overload.keyFrameAsked(target.encoding());
            miss(from, target.encoding(), nowNanos);
        }
        int layer = packet.layer();
        if (layer == target.encoding() && Layer.beginsKeyFrame(packet.frame()) && beginsHere(packet)) {
            if (current == NONE || current == layer || !switchover.defer(packet, from.newest(layer))) {
                beginWith(packet, from, nowNanos);
            }
        } else if (switchover.deferred()) {
            goOn(packet, from, nowNanos);
        } else if (layer == current && !catchUp.active()) {
            pass(packet, nowNanos);
        }
    }

    /**
     * A key frame of the encoding that is being forwarded needs no new beginning, unless it cuts catching up short, has lost
     * packets that came before its first, or comes after pictures that were left out.
     */
    private boolean beginsHere(MediaPacket packet) {
        return current != target.encoding()
                || catchUp.before(packet)
                || overload.broken()
                || (!catchUp.active() && filter.overtaken(packet));
    }

    /** The key frame is there, the picture of the encoding before is not whole. */
    private void goOn(MediaPacket packet, TrackFeed from, long nowNanos) {
        if (switchover.belongsToOpenPicture(packet, current)) {
            pass(packet, nowNanos);
        }
        if (switchover.due(packet, current, target.encoding())) {
            beginDeferred(from, nowNanos);
        }
    }

    private void beginDeferred(TrackFeed from, long nowNanos) {
        MediaPacket first = from.held(target.encoding(), switchover.keyFrame(), nowNanos);
        switchover.cancel();
        if (first == null) {
            from.requestKeyFrame(target.encoding(), nowNanos);
        } else {
            beginWith(first, from, nowNanos);
        }
    }

    /** The first packet of a source that comes to this watcher. */
    private void enterWith(MediaPacket packet, TrackFeed from, long nowNanos) {
        enter(packet.epoch(), packet.codec(), from, nowNanos);
        boolean beginsNow = packet.layer() == target.encoding() && Layer.beginsKeyFrame(packet.frame());
        if (video && waits() && !beginsNow) {
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
        target = video ? allocator.first(this, nowNanos) : Quality.best(0);
        alsoWanted = WantedLayers.ALL;
        if (decodable && target.encoding() == NONE) {
            tell(from, Quality.NOTHING, true);
        }
    }

    /** In the middle of a source: with the key frame that has just been, or with the next. */
    private void begin(TrackFeed from, long nowNanos) {
        if (!beginHeld(from, FRESH_NANOS, nowNanos)) {
            miss(from, target.encoding(), nowNanos);
        }
    }

    /** A key frame is missing: it is asked for, and not waited for for ever. */
    private void miss(TrackFeed from, int layer, long nowNanos) {
        from.requestKeyFrame(layer, nowNanos);
        missing.begin(nowNanos);
        from.wakeAt(missing.retryAtNanos());
    }

    private void beginWith(MediaPacket packet, TrackFeed from, long nowNanos) {
        catchUp.stop();
        outgoing.begin(packet);
        become(packet);
        pass(packet, nowNanos);
        // What overtook the key frame's first packet on the way was of no use until now.
        long last = Math.min(from.newest(current), packet.sequence() + Layer.MAX_OVERTAKING);
        for (long sequence = packet.sequence() + 1; sequence <= last; sequence++) {
            MediaPacket later = from.held(current, sequence, nowNanos);
            if (later != null) {
                pass(later, nowNanos);
            }
        }
    }

    private void become(MediaPacket first) {
        current = target.encoding();
        filter.want(target.spatial(), target.temporal());
        filter.begin(first);
        overload.begin(first);
        switchover.begin();
        resends.begin();
        keyFrameAsked = false;
        keyFrameDue = false;
    }

    /** Begins with the newest key frame that is held, if it is not too old. */
    private boolean beginHeld(TrackFeed from, long maxAgeNanos, long nowNanos) {
        int layer = target.encoding();
        long keyFrame = from.keyFrameHeld(layer, maxAgeNanos, nowNanos);
        MediaPacket first = keyFrame == TrackFeed.NONE ? null : from.held(layer, keyFrame, nowNanos);
        if (first == null) {
            return false;
        }
        outgoing.beginCatchUp(first, from.newestCapture(layer));
        become(first);
        catchUp.begin(keyFrame);
        burst(from, nowNanos);
        return true;
    }

    private void burst(TrackFeed from, long nowNanos) {
        if (catchUp.burst(from, current, nowNanos)) {
            outgoing.caughtUp();
        }
    }

    /** A packet of the encoding that is forwarded: sent, or left out for its layer. */
    private void pass(MediaPacket packet, long nowNanos) {
        if (filter.admit(packet) && overload.takes(packet)) {
            boolean marker = filter.marker(packet);
            if (outgoing.send(packet, marker, filter.activeTargets(packet), nowNanos)) {
                sent(packet, marker, nowNanos);
            }
        } else {
            outgoing.drop(packet);
        }
        if (filter.decisions() != toldDecisions || told.encoding() != current) {
            toldDecisions = filter.decisions();
            tellNow();
        }
    }

    private void sent(MediaPacket packet, boolean marker, long nowNanos) {
        resends.sent(packet);
        switchover.sent(packet, marker);
        if (Layer.beginsKeyFrame(packet.frame())) {
            keyFrameAsked = false;
            missing.keyFrameSent(nowNanos);
        }
    }

    private void tellNow() {
        TrackFeed from = feed;
        if (from != null && video) {
            tell(from, new Quality(current, Math.max(0, filter.spatial()), filter.temporal()), false);
        }
    }

    private void tell(TrackFeed from, Quality quality, boolean paused) {
        if (!quality.equals(told) || paused != toldPaused) {
            told = quality;
            toldPaused = paused;
            from.forwarding(quality, paused);
        }
    }

    // ---- what the watcher says ----

    @Override
    public void nack(int[] sequences, int count, long nowNanos) {
        TrackFeed from = feed;
        if (from == null || current == NONE) {
            return;
        }
        boolean lost = false;
        for (int i = 0; i < count; i++) {
            lost |= !resends.answer(from, current, filter, sequences[i], nowNanos);
        }
        if (lost && keyFrameHelps(nowNanos) && allowKeyFrame(nowNanos)) {
            miss(from, current, nowNanos);
        }
    }

    @Override
    public void lost(int sequence, long departureNanos, long nowNanos) {
        TrackFeed from = feed;
        if (from != null && current != NONE) {
            resends.lost(from, current, filter, sequence, departureNanos, nowNanos);
        }
    }

    @Override
    public int probe(int bytes, long nowNanos) {
        TrackFeed from = feed;
        if (from == null || !video || catchUp.active()) {
            return 0;
        }
        if (outgoing.hasRtx()) {
            return current == NONE ? 0 : resends.probe(from, current, filter, bytes, nowNanos);
        }
        return switchover.open() ? 0 : outgoing.pad(bytes, nowNanos);
    }

    @Override
    public void keyFrameRequested(long nowNanos) {
        TrackFeed from = feed;
        if (from != null && keyFrameHelps(nowNanos)) {
            miss(from, current, nowNanos);
        }
    }

    /** There is a picture that can be lost, and none on its way to mend it. */
    private boolean keyFrameHelps(long nowNanos) {
        return video
                && current != NONE
                && !catchUp.active()
                && !media.keyFrameWaits()
                && !missing.keyFrameInFlight(media.roundTripNanos(), nowNanos);
    }

    @Override
    public long onDeadline(long nowNanos) {
        TrackFeed from = feed;
        if (from == null) {
            return NEVER;
        }
        if (catchUp.active()) {
            if (nowNanos >= catchUp.deadlineNanos()) {
                burst(from, nowNanos);
            }
        } else if (missing.retries(nowNanos)) {
            boolean may = current == NONE || missing.mayReplay(nowNanos);
            if (may && beginHeld(from, NEVER, nowNanos)) {
                missing.replayed(nowNanos);
            }
        }
        return catchUp.active() ? catchUp.deadlineNanos() : missing.retryAtNanos();
    }
}
