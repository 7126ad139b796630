package org.lyceum.sfu;

import org.jspecify.annotations.Nullable;

/** One subscription's part in its peer's {@link Allocator}: its wish, its ladder, and what it has been through. */
final class Allocation {
    static final long NEVER = Long.MAX_VALUE;
    /** It is not as it was remembered. */
    static final long CHANGED = -1;

    /** A way up has to be open for so long before it is taken. */
    static final long STEADY_NANOS = 500_000_000L;

    /** After bandwidth has been lost, nobody goes up at once. */
    private static final long HOLD_NANOS = 1_000_000_000L;
    /** A step up that had to be taken back so soon was a mistake. */
    private static final long MISTAKE_NANOS = 20_000_000_000L;

    /** A mistake is not repeated for so long, the next one for twice as long, until a step up has held. */
    private static final long FIRST_LESSON_NANOS = 15_000_000_000L;

    private static final long MOST_LESSON_NANOS = 120_000_000_000L;

    /** With so many times the bandwidth in which a mistake was made it is another path, and nothing is known of it. */
    private static final double OUTGROWN = 1.5;

    /** It takes so long without room for the lowest step until a track is paused. */
    private static final long STARVED_NANOS = 3_000_000_000L;

    /** A trial that the estimate does not follow for so long has failed; whatever else is sent suffers from it meanwhile. */
    private static final long TRIAL_NANOS = 1_500_000_000L;

    /** A trial that makes the estimate fall by this share fills the path: its answer is no, and sound waits behind it. */
    private static final double TRIAL_HARMS = 0.03;

    /** A page that wishes more is not kept waiting, once in so long. */
    private static final long GRACE_NANOS = 5_000_000_000L;

    private static final long FIRST_TRY_NANOS = 5_000_000_000L;
    private static final long MOST_TRY_NANOS = 30_000_000_000L;

    final PeerSubscriber subscriber;
    final Ladder ladder = new Ladder();
    LayerWish wish = LayerWish.ANY;
    /** Where it is on the ladder, and where it is going. */
    int current = Ladder.NONE;

    int next = Ladder.NONE;
    /** Where it could go. */
    int aim = Ladder.NONE;
    /** It is being forwarded though the estimate does not carry it, to see whether the path does. */
    boolean trial;
    /**
     * The page wishes something else, or the machine has become short of something or ceased to be, since it was settled last
     * whether there is a picture.
     */
    boolean unsettled;
    /** Layers to be kept on beside those of {@link #next}. */
    int alsoWanted;
    /** Since when not even the lowest step has fitted. */
    private long starvedSince = NEVER;

    /** The most bandwidth since its trial began. */
    private long trialBandwidth;

    private long tryAt = NEVER;
    private long tryPause = FIRST_TRY_NANOS;
    private long openSince = NEVER;
    private long holdUntil = Long.MIN_VALUE;
    private boolean graced;
    private long gracedAt;
    private boolean raised;
    private long raisedAt;
    private long raisedBandwidth;
    /** The newest mistake, NOTHING for none; from it upwards nobody goes for a while. */
    private Quality mistaken = Quality.NOTHING;

    private long lesson;
    private long mistakenAt;
    private long mistakenBandwidth;

    /** What {@link #remember} found. */
    private @Nullable TrackFeed rememberedFeed;

    private int rememberedEpoch;
    private int rememberedLayers;
    private Quality remembered = Quality.NOTHING;

    Allocation(PeerSubscriber subscriber) {
        this.subscriber = subscriber;
    }

    /** Remembers what has been decided; whether it is the best that there is, and is being forwarded, or is sound. */
    boolean remember() {
        TrackFeed feed = subscriber.decodableFeed();
        rememberedFeed = feed;
        if (feed == null) {
            return false;
        }
        rememberedEpoch = feed.epoch();
        rememberedLayers = feed.layers();
        remembered = subscriber.target();
        return subscriber.sound() || (!trial && !unsettled && next == current && next == ideal() && isForwarded());
    }

    private boolean isForwarded() {
        return next != Ladder.NONE && ladder.state(next) == Ladder.State.LIVE && subscriber.settled();
    }

    /** What it costs now, {@link #CHANGED} where it is not as it was remembered. */
    @SuppressWarnings("ReferenceEquality") // the very object
    long costUnlessChanged(long nowNanos) {
        TrackFeed feed = subscriber.decodableFeed();
        if (feed == null
                || feed != rememberedFeed
                || feed.epoch() != rememberedEpoch
                || feed.layers() != rememberedLayers
                || !subscriber.target().equals(remembered)) {
            return CHANGED;
        }
        if (subscriber.sound()) {
            return feed.bitrate(0);
        }
        boolean there = subscriber.settled() && feed.live(remembered.encoding(), remembered.spatial(), nowNanos);
        return there ? feed.cost(remembered.encoding(), remembered.spatial(), remembered.temporal()) : CHANGED;
    }

    /** Looks at what there is now. */
    void refresh(long nowNanos) {
        TrackFeed feed = subscriber.decodableFeed();
        alsoWanted = 0;
        if (feed == null || subscriber.sound()) {
            ladder.clear();
            current = Ladder.NONE;
            return;
        }
        ladder.fill(feed, wish, nowNanos);
        current = ladder.find(subscriber.target());
    }

    /** What sound costs; it is never thinned. */
    long soundCost() {
        @Nullable TrackFeed feed = subscriber.decodableFeed();
        return feed != null && subscriber.sound() ? feed.bitrate(0) : 0;
    }

    /** The step can be stayed at. */
    boolean tenable(int step) {
        Ladder.State state = ladder.state(step);
        return state == Ladder.State.LIVE || (state == Ladder.State.DORMANT && step == current);
    }

    /** The step can be gone up to. Who sees nothing cannot wait for what is not there. */
    boolean reachable(int step) {
        Ladder.State state = ladder.state(step);
        boolean there = state == Ladder.State.LIVE || (state == Ladder.State.DORMANT && subscriber.forwarding());
        return there && ladder.goal(step);
    }

    /** Not even the lowest step fits, or it does; whether the track is to be paused. */
    boolean starves(boolean starved, long nowNanos) {
        if (!starved) {
            starvedSince = NEVER;
            return false;
        }
        if (starvedSince == NEVER) {
            starvedSince = nowNanos;
        }
        if (nowNanos - starvedSince < (trial ? TRIAL_NANOS : STARVED_NANOS)) {
            return false;
        }
        tryLater(nowNanos);
        return true;
    }

    /** It is paused for want of bandwidth. */
    void tryLater(long nowNanos) {
        trial = false;
        starvedSince = NEVER;
        tryAt = nowNanos + tryPause;
        tryPause = Math.min(2 * tryPause, MOST_TRY_NANOS);
    }

    /** A track that was paused for want of bandwidth is to be tried again though the estimate does not carry it. */
    boolean mayTry(long nowNanos) {
        return current == Ladder.NONE && nowNanos >= tryAt && lowest() != Ladder.NONE;
    }

    /** Its least is forwarded, to see whether the path carries more than the estimate. */
    void tries(long bandwidth) {
        next = lowest();
        trial = true;
        trialBandwidth = bandwidth;
    }

    /** The estimate has fallen since the trial began. */
    boolean trialHarms(long bandwidth) {
        trialBandwidth = Math.max(trialBandwidth, bandwidth);
        return bandwidth < (1 - TRIAL_HARMS) * trialBandwidth;
    }

    int lowest() {
        for (int step = 0; step < ladder.steps(); step++) {
            if (tenable(step)) {
                return step;
            }
        }
        return Ladder.NONE;
    }

    /** The next tenable step above one, not beyond a limit. */
    int above(int step, int limit) {
        for (int higher = step + 1; higher <= limit; higher++) {
            if (tenable(higher)) {
                return higher;
            }
        }
        return Ladder.NONE;
    }

    /** The next step above one that can be gone up to. */
    int goalAbove(int step) {
        for (int higher = step + 1; higher < ladder.steps(); higher++) {
            if (reachable(higher)) {
                return higher;
            }
        }
        return Ladder.NONE;
    }

    /** The next tenable step below one. */
    int below(int step) {
        for (int lower = step - 1; lower >= 0; lower--) {
            if (tenable(lower)) {
                return lower;
            }
        }
        return Ladder.NONE;
    }

    /** The best that could be had if there were bandwidth. */
    int ideal() {
        for (int step = ladder.steps() - 1; step >= 0; step--) {
            if (ladder.state(step) != Ladder.State.WITHHELD) {
                return step;
            }
        }
        return Ladder.NONE;
    }

    /** There is a way up now, or none; whether it has been there for long enough. */
    boolean mayRise(boolean open, long nowNanos) {
        if (!open) {
            openSince = NEVER;
            return false;
        }
        if (openSince == NEVER) {
            openSince = nowNanos;
        }
        return nowNanos - openSince >= STEADY_NANOS;
    }

    /** The next step above one that can be gone up to, with what has been learnt of the path. */
    int nextAim(int step, long bandwidth, long nowNanos) {
        int higher = nowNanos < holdUntil ? Ladder.NONE : goalAbove(step);
        return higher != Ladder.NONE && barred(higher, bandwidth, nowNanos) ? Ladder.NONE : higher;
    }

    private boolean barred(int step, long bandwidth, long nowNanos) {
        if (mistaken.encoding() < 0 || nowNanos - mistakenAt >= lesson || bandwidth >= OUTGROWN * mistakenBandwidth) {
            return false;
        }
        int from = ladder.stepOf(mistaken);
        return from != Ladder.NONE && step >= from;
    }

    /**
     * The page wishes otherwise: when it asks for more, that is not kept from it, unless it has just had that grace; a window
     * that is being dragged does not undo what has been learnt of the network.
     */
    void wished(LayerWish newWish, long nowNanos) {
        boolean more = newWish.beyond(wish);
        wish = newWish;
        unsettled = true;
        if (more && (!graced || nowNanos - gracedAt >= GRACE_NANOS)) {
            graced = true;
            gracedAt = nowNanos;
            openSince = nowNanos - STEADY_NANOS;
            holdUntil = Long.MIN_VALUE;
            mistaken = Quality.NOTHING;
            tryAt = nowNanos;
            tryPause = FIRST_TRY_NANOS;
            raised = false;
        } else {
            tryAt = Math.min(tryAt, nowNanos + tryPause);
        }
    }

    /** It has gone up. */
    void raised(long bandwidth, long nowNanos) {
        if (current != Ladder.NONE) {
            tryPause = FIRST_TRY_NANOS; // a step up from what plays
        }
        raised = true;
        raisedAt = nowNanos;
        raisedBandwidth = bandwidth;
        openSince = NEVER;
    }

    /**
     * It has to go down for want of bandwidth. If it went up not long ago and the bandwidth is still much the same, that was a
     * mistake of an optimistic moment, not to be repeated soon; steps below it are none yet.
     *
     * @param disturbed a trial has taken the bandwidth, so that nothing is learnt of the step
     */
    void lowered(long bandwidth, boolean disturbed, long nowNanos) {
        boolean held = raised && nowNanos - raisedAt >= MISTAKE_NANOS;
        boolean same = bandwidth > raisedBandwidth - raisedBandwidth * 2 / 5;
        if (held) {
            lesson = 0;
        } else if (raised && same && !disturbed) {
            lesson = lesson == 0 ? FIRST_LESSON_NANOS : Math.min(2 * lesson, MOST_LESSON_NANOS);
            mistaken = ladder.quality(current);
            mistakenAt = nowNanos;
            mistakenBandwidth = raisedBandwidth;
        }
        raised = false;
        holdUntil = Math.max(holdUntil, nowNanos + HOLD_NANOS);
        openSince = NEVER;
    }
}
