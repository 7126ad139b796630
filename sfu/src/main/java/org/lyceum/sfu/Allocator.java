package org.lyceum.sfu;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Divides one watching peer's bandwidth among its subscriptions. One for each peer that watches, on its loop; sans-IO: after any
 * call {@link #deadlineNanos} says when {@link #onDeadline} wants to be called. Before the first {@link #bandwidth} everything
 * fits.
 *
 * <p>Sound comes first and is never thinned. Then everybody gets the least there is of their track, those of higher priority
 * first, and then those of higher priority as much as fits before the others get more; equals rise side by side. Who is up keeps
 * what still fits, and gives up without delay what does not, first frame rate, then size; a shortage of less than a tenth is
 * borne for a second, since estimates are noisy. Up goes only who has had {@link #HEADROOM} beyond the cost for half a second, and
 * where it has not just been a mistake ({@link Allocation#lowered}). A track of which not even the least fits is paused, and
 * resumed when it fits with the same headroom; and tried again now and then in any case, since an estimate knows little of a
 * path on which nothing is sent; such a trial takes nothing from the others, and ends when they run short or, beside sound, when
 * the estimate falls.
 *
 * <p>Costs are measured, so what is decided follows the source: a layer that it drops is left within half a second, one that is
 * off because nobody wanted it is asked for and waited for, while what there is goes on.
 *
 * <p>Where the machine rather than the path is short of something, {@link #ration} bounds what pictures may cost. Nothing is learnt
 * of the path from that, and nothing is tried beyond it.
 */
public final class Allocator {
    /** Rations: no bound but the path's, the least of every picture, and sound alone. */
    public static final double EVERYTHING = 1;

    public static final double LEAST = 0;
    public static final double NO_PICTURES = -1;

    /** No deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Hears what the allocation needs. */
    public interface Listener {
        /** What would be used if there were bandwidth, in bits a second, headers included: worth probing for up to here. */
        void wanted(long bitsPerSecond);
    }

    static final long TICK_NANOS = 100_000_000L;
    /**
     * Where everybody has the best there is, that is all that is looked at in so long: whether they still have it and can. What is
     * better than the best, or would be if there were bandwidth, is found so much later.
     */
    private static final long CALM_NANOS = 500_000_000L;

    /** What has to be there to go up, over what it will cost. */
    static final double HEADROOM = 1.2;

    /**
     * What is worth knowing of the bandwidth, over what everything costs now: an encoder sends twice as much when something
     * moves, and an estimate that only just carries a still picture has people pay for every moment in which it dips.
     */
    private static final double WANTED = 2;

    /** The same for pictures that cost next to nothing at the moment, as most do when they begin. */
    private static final long LEAST_WANTED = 1_000_000;

    private static final double BEARABLE = 0.9;
    private static final long BEAR_NANOS = 1_000_000_000L;
    /** Estimates feel a trial for so long after its end. */
    private static final long DISTURBED_NANOS = 2_000_000_000L;

    private static final double TELL_CHANGE = 0.05;

    private final Listener listener;
    /** Higher priority first. */
    private final List<Allocation> allocations = new ArrayList<>();

    private long bandwidth = Long.MAX_VALUE;
    private double ration = EVERYTHING;
    /** What may be used of the bandwidth. */
    private long available = Long.MAX_VALUE;

    private long deadline = NEVER;
    private long calmUntil = Long.MIN_VALUE;
    private long shortSince = NEVER;
    private boolean disturbed;
    private long trialAt;
    private long wantedTold;
    private long soundCost;

    public Allocator(Listener listener) {
        this.listener = listener;
    }

    /**
     * The subscriber takes part from now on, without a wish until {@link #wish}: add it before it is subscribed, so that it
     * begins with what fits. Harmless when it does already.
     */
    public void add(PeerSubscriber subscriber, long nowNanos) {
        if (find(subscriber) == null) {
            allocations.add(new Allocation(subscriber));
            sort();
            calmUntil = Long.MIN_VALUE;
            deadline = Math.min(deadline, nowNanos);
        }
    }

    /** It is gone. Harmless when it was not there. */
    public void remove(PeerSubscriber subscriber, long nowNanos) {
        Allocation known = find(subscriber);
        if (known != null) {
            allocations.remove(known);
            allocate(nowNanos);
        }
    }

    /** Its page wishes something else. Ignored for one that does not take part. */
    public void wish(PeerSubscriber subscriber, LayerWish wish, long nowNanos) {
        Allocation known = find(subscriber);
        if (known != null && !wish.equals(known.wish)) {
            known.wished(wish, nowNanos);
            sort();
            allocate(nowNanos);
        }
    }

    /** What the path carries now, in bits a second, headers included. */
    public void bandwidth(long bitsPerSecond, long nowNanos) {
        bandwidth = bitsPerSecond;
        allocate(nowNanos);
    }

    /** The newest figure of {@link #bandwidth}. */
    public long bandwidth() {
        return bandwidth;
    }

    /**
     * What this machine can send of the pictures: {@link #EVERYTHING}, or less, a share of what the best costs beyond the least,
     * down to {@link #LEAST}; below that, {@link #NO_PICTURES}. Sound is never rationed.
     */
    public void ration(double share, long nowNanos) {
        if (share != ration) {
            boolean beginsOrEnds = (share < EVERYTHING) != (ration < EVERYTHING);
            if (beginsOrEnds || (share < LEAST) != (ration < LEAST)) {
                unsettle();
            }
            ration = share;
            allocate(nowNanos);
        }
    }

    /** What is paused may have another reason from now on. */
    private void unsettle() {
        for (int i = 0; i < allocations.size(); i++) {
            allocations.get(i).unsettled = true;
        }
    }

    /** When {@link #onDeadline} wants to be called. Takes no time. */
    public long deadlineNanos() {
        return deadline;
    }

    /** Looks again at what there is and at what it costs. */
    public void onDeadline(long nowNanos) {
        if (nowNanos < deadline) {
            return;
        }
        if (nowNanos < calmUntil && carriesAll(nowNanos)) {
            deadline = nowNanos + TICK_NANOS;
        } else {
            allocate(nowNanos);
        }
    }

    /** Everybody still has what they had when it was calm, and it fits with the headroom that it took to go up to it. */
    private boolean carriesAll(long nowNanos) {
        long cost = 0;
        for (int i = 0; i < allocations.size(); i++) {
            long its = allocations.get(i).costUnlessChanged(nowNanos);
            if (its == Allocation.CHANGED) {
                return false;
            }
            cost += its;
        }
        return carries(cost);
    }

    private void sort() {
        allocations.sort((a, b) -> Integer.compare(b.wish.priority(), a.wish.priority()));
    }

    @SuppressWarnings("ReferenceEquality") // the very object
    private @Nullable Allocation find(PeerSubscriber subscriber) {
        for (int i = 0; i < allocations.size(); i++) {
            if (allocations.get(i).subscriber == subscriber) {
                return allocations.get(i);
            }
        }
        return null;
    }

    /** What a subscriber that enters a source begins with: the best that fits and is there, the least where nothing does. */
    Quality first(PeerSubscriber subscriber, long nowNanos) {
        Allocation newcomer = find(subscriber);
        if (newcomer == null || newcomer.wish.paused() || ration < LEAST) {
            return Quality.NOTHING;
        }
        refresh(nowNanos);
        long others = soundCost;
        for (int i = 0; i < allocations.size(); i++) {
            Allocation each = allocations.get(i);
            others += each.equals(newcomer) ? 0 : each.ladder.cost(each.current);
        }
        calmUntil = Long.MIN_VALUE;
        deadline = Math.min(deadline, nowNanos + TICK_NANOS);
        Ladder ladder = newcomer.ladder;
        int first = Ladder.NONE;
        for (int step = 0; step < ladder.steps(); step++) {
            boolean live = ladder.state(step) == Ladder.State.LIVE;
            if (live && (first == Ladder.NONE || (ladder.goal(step) && carries(others + ladder.cost(step))))) {
                first = step;
            }
        }
        return first == Ladder.NONE ? Quality.best(0) : ladder.quality(first);
    }

    private boolean carries(long cost) {
        return (double) cost * HEADROOM <= (double) available;
    }

    /** Looks at what there is, at what it costs, and at what may be used for it. */
    private void refresh(long nowNanos) {
        soundCost = 0;
        long least = 0;
        long best = 0;
        for (int i = 0; i < allocations.size(); i++) {
            Allocation each = allocations.get(i);
            each.refresh(nowNanos);
            soundCost += each.soundCost();
            least += each.ladder.cost(each.lowest());
            best += each.ladder.cost(each.ideal());
        }
        available = ration >= EVERYTHING ? bandwidth : Math.min(bandwidth, rationed(least, best));
    }

    /** With the headroom that it takes to go up to it, so that what may be had can be reached. */
    private long rationed(long least, long best) {
        double pictures = ration < LEAST ? 0 : least + ration * Math.max(0, best - least);
        return (long) Math.ceil((soundCost + pictures) * HEADROOM);
    }

    private void allocate(long nowNanos) {
        deadline = allocations.isEmpty() ? NEVER : nowNanos + TICK_NANOS;
        refresh(nowNanos);
        watchTrials(nowNanos);
        keep(budget(nowNanos) - soundCost, nowNanos);
        rise(nowNanos);
        for (int i = 0; i < allocations.size(); i++) {
            apply(allocations.get(i), nowNanos);
        }
        tellWanted();
        calmUntil = isCalm() ? nowNanos + CALM_NANOS : Long.MIN_VALUE;
    }

    private boolean isCalm() {
        boolean calm = !disturbed && ration >= EVERYTHING && carries(used());
        for (int i = 0; i < allocations.size() && calm; i++) {
            calm = allocations.get(i).remember();
        }
        return calm;
    }

    /** What goes on beside a trial must not suffer from it. */
    private void watchTrials(long nowNanos) {
        disturbed = disturbed && nowNanos - trialAt < DISTURBED_NANOS;
        for (int i = 0; i < allocations.size(); i++) {
            Allocation each = allocations.get(i);
            each.trial &= each.current != Ladder.NONE;
            if (each.trial) {
                disturbed = true;
                trialAt = nowNanos;
            }
        }
    }

    /** What there is costs now, but for trials. */
    private long currentCost() {
        long cost = 0;
        for (int i = 0; i < allocations.size(); i++) {
            Allocation each = allocations.get(i);
            cost += each.trial ? 0 : each.ladder.cost(each.current);
        }
        return cost;
    }

    /** What may be used by what there is: the bandwidth, or for a while a little more if that avoids a switch. */
    private long budget(long nowNanos) {
        long used = soundCost + currentCost();
        if (used <= available || used * BEARABLE > available || available <= 0) {
            shortSince = NEVER;
            return available;
        }
        if (shortSince == NEVER) {
            shortSince = nowNanos;
        }
        return nowNanos - shortSince < BEAR_NANOS ? used : available;
    }

    // ---- down ----

    /** Everybody keeps what fits of what they have. */
    private void keep(long budget, long nowNanos) {
        long left = budget;
        long leftBetweenKeyFrames = budget;
        for (int i = 0; i < allocations.size(); i++) {
            Allocation each = allocations.get(i);
            each.next = Ladder.NONE;
            if (!each.trial) {
                left -= keepLowest(each, leftBetweenKeyFrames, nowNanos);
                leftBetweenKeyFrames -= each.ladder.costBetweenKeyFrames(each.next);
            }
        }
        for (int from = 0; from < allocations.size(); ) {
            int to = endOfGroup(from);
            left = raiseSideBySide(from, to, left);
            from = to;
        }
        keepTrials(left, nowNanos);
    }

    /** Trials get what is left, and go on beyond it for a while, but not while the others run short. */
    private void keepTrials(long budget, long nowNanos) {
        long others = currentCost();
        boolean suffering = others > 0 && others > available - soundCost;
        long left = budget;
        for (int i = 0; i < allocations.size(); i++) {
            Allocation each = allocations.get(i);
            if (each.trial && (suffering || (soundCost > 0 && each.trialHarms(bandwidth)))) {
                each.tryLater(nowNanos);
            } else if (each.trial) {
                long cost = keepLowest(each, left, nowNanos);
                each.trial &= cost > left;
                left -= cost;
            }
        }
    }

    private long keepLowest(Allocation each, long left, long nowNanos) {
        each.next = each.current == Ladder.NONE || ration < LEAST ? Ladder.NONE : each.lowest();
        long cost = each.ladder.cost(each.next);
        // Key frames and guesses are no reason to pause: they pass, and to come back takes another key frame.
        if (each.starves(each.ladder.costBetweenKeyFrames(each.next) > Math.max(0, left), nowNanos)) {
            each.next = Ladder.NONE;
            return 0;
        }
        return cost;
    }

    private int endOfGroup(int from) {
        int priority = allocations.get(from).wish.priority();
        int to = from + 1;
        while (to < allocations.size() && allocations.get(to).wish.priority() == priority) {
            to++;
        }
        return to;
    }

    private long raiseSideBySide(int from, int to, long budget) {
        long left = budget;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int i = from; i < to; i++) {
                Allocation each = allocations.get(i);
                int above = each.next == Ladder.NONE ? Ladder.NONE : each.above(each.next, each.current);
                long more = each.ladder.cost(above) - each.ladder.cost(each.next);
                if (above != Ladder.NONE && more <= left) {
                    each.next = above;
                    left -= more;
                    moved = true;
                }
            }
        }
        return left;
    }

    // ---- up ----

    private void rise(long nowNanos) {
        for (int from = 0; from < allocations.size(); ) {
            int to = endOfGroup(from);
            aim(from, to, nowNanos);
            boolean taken = false;
            for (int i = from; i < to; i++) {
                Allocation each = allocations.get(i);
                boolean open = each.aim > each.next;
                if (each.mayRise(open, nowNanos)) {
                    each.next = each.aim;
                    each.trial = false;
                    taken = true;
                } else if (!open && ration >= EVERYTHING && each.mayTry(nowNanos)) {
                    each.tries(bandwidth);
                }
                each.alsoWanted |= open ? each.ladder.wanted(each.aim) : 0;
            }
            if (taken) {
                spare(allocations.get(from).wish.priority());
            }
            from = to;
        }
        long used = used();
        for (int i = 0; i < allocations.size(); i++) {
            Allocation each = allocations.get(i);
            each.alsoWanted |= hoped(each, used - each.ladder.cost(each.next));
        }
    }

    private long used() {
        long used = soundCost;
        for (int i = 0; i < allocations.size(); i++) {
            used += allocations.get(i).ladder.cost(allocations.get(i).next);
        }
        return used;
    }

    private long trialCost() {
        long cost = 0;
        for (int i = 0; i < allocations.size(); i++) {
            Allocation each = allocations.get(i);
            cost += each.trial ? each.ladder.cost(each.next) : 0;
        }
        return cost;
    }

    /** How far each of a group can go up with all others of the group: whoever has least takes the next step. */
    private void aim(int from, int to, long nowNanos) {
        long used = used() - sparable(allocations.get(from).wish.priority());
        for (int i = from; i < to; i++) {
            allocations.get(i).aim = allocations.get(i).next;
        }
        for (Allocation least = leastThatCanRise(from, to, used, nowNanos);
                least != null;
                least = leastThatCanRise(from, to, used, nowNanos)) {
            int step = least.nextAim(least.aim, available, nowNanos);
            used += least.ladder.cost(step) - least.ladder.cost(least.aim);
            least.aim = step;
        }
    }

    private @Nullable Allocation leastThatCanRise(int from, int to, long used, long nowNanos) {
        Allocation least = null;
        for (int i = from; i < to; i++) {
            Allocation each = allocations.get(i);
            int step = each.nextAim(each.aim, available, nowNanos);
            boolean can = step != Ladder.NONE && carries(used - each.ladder.cost(each.aim) + each.ladder.cost(step));
            if (can && (least == null || each.ladder.cost(each.aim) < least.ladder.cost(least.aim))) {
                least = each;
            }
        }
        return least;
    }

    /** What those of lower priority have beyond the least. */
    private long sparable(int priority) {
        long sum = 0;
        for (int i = allocations.size() - 1; i >= 0 && allocations.get(i).wish.priority() < priority; i--) {
            Allocation each = allocations.get(i);
            sum += each.next == Ladder.NONE
                    ? 0
                    : Math.max(0, each.ladder.cost(each.next) - each.ladder.cost(each.lowest()));
        }
        return sum;
    }

    /** Those of lower priority give up what those above them have taken. */
    private void spare(int priority) {
        long used = used() - trialCost();
        for (int i = allocations.size() - 1; i >= 0 && allocations.get(i).wish.priority() < priority; i--) {
            Allocation each = allocations.get(i);
            while (!carries(used) && each.next != Ladder.NONE && each.below(each.next) != Ladder.NONE) {
                int below = each.below(each.next);
                used -= each.ladder.cost(each.next) - each.ladder.cost(below);
                each.next = below;
            }
        }
    }

    /** Layers that do not come, or have never been seen, and would be taken if they came. */
    private int hoped(Allocation each, long others) {
        int hoped = 0;
        for (int step = each.next + 1; each.next != Ladder.NONE && step < each.ladder.steps(); step++) {
            boolean withheld = each.ladder.state(step) == Ladder.State.WITHHELD;
            if (withheld && carries(others + each.ladder.cost(step))) {
                hoped |= each.ladder.wanted(step);
            }
        }
        TrackFeed feed = each.subscriber.decodableFeed();
        if (feed != null && each.ladder.open(each.next)) {
            hoped |= WantedLayers.from(each.ladder.encoding(each.next), feed.layers());
        }
        return hoped;
    }

    // ---- what comes of it ----

    private void apply(Allocation each, long nowNanos) {
        TrackFeed feed = each.subscriber.decodableFeed();
        if (feed == null || each.subscriber.sound()) {
            return;
        }
        if (each.next > each.current && !each.trial) {
            each.raised(available, nowNanos);
        } else if (each.next < each.current && each.tenable(each.current)) {
            each.lowered(available, disturbed || ration < EVERYTHING, nowNanos);
        }
        boolean stays = each.next != Ladder.NONE && each.ladder.is(each.next, each.subscriber.target());
        Quality quality = stays ? each.subscriber.target() : each.ladder.quality(each.next);
        settle(each);
        each.subscriber.target(quality, meanwhile(each, feed), each.alsoWanted, nowNanos);
    }

    /**
     * Of a pause that outlasts another wish, or the beginning or end of a ration, its watcher has to hear why; one that is about to
     * end has no other reason.
     */
    private static void settle(Allocation each) {
        if (each.next != Ladder.NONE) {
            each.unsettled &= !each.subscriber.forwarding();
        } else if (each.unsettled && each.aim == Ladder.NONE) {
            each.unsettled = false;
            each.subscriber.stillPaused();
        }
    }

    /** The highest temporal layer of what is forwarded now that fits into what there is for the track, -1 for none. */
    private static int meanwhile(Allocation each, TrackFeed feed) {
        int encoding = each.subscriber.current();
        int temporal = Quality.TEMPORAL_LAYERS - 1;
        if (encoding < 0 || each.next == Ladder.NONE) {
            return temporal;
        }
        long share = each.ladder.cost(each.next);
        int spatial = each.subscriber.currentSpatial();
        while (temporal >= 0 && feed.cost(encoding, spatial, temporal) > share) {
            temporal--;
        }
        return temporal;
    }

    private void tellWanted() {
        long cost = 0;
        for (int i = 0; i < allocations.size(); i++) {
            Allocation each = allocations.get(i);
            cost += each.ladder.cost(each.ideal());
        }
        long wanted = (long) ((soundCost + cost) * WANTED);
        if (cost > 0) {
            wanted = Math.max(wanted, LEAST_WANTED);
        }
        wanted = ration < EVERYTHING ? Math.min(wanted, available) : wanted;
        if (Math.abs(wanted - wantedTold) > wantedTold * TELL_CHANGE || (wanted == 0) != (wantedTold == 0)) {
            wantedTold = wanted;
            listener.wanted(wanted);
        }
    }
}
