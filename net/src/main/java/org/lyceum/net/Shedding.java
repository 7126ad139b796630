package org.lyceum.net;

import java.util.Arrays;
import org.lyceum.sfu.Allocator;

/**
 * How much of the pictures a loop sends while it cannot send all: a share of 1, which shrinks again and again while the loop is
 * overloaded, by a tenth first and then by more, stays while it is crowded, and grows back otherwise, faster the more room there is,
 * and faster yet until that has been a mistake: growth that led into overload again. Half of what was grown last is taken back, and
 * nothing more is tried for a while, longer each time.
 *
 * <p>Watchers of one stream who all went down together would all come up together, from too little to too much and back. So each
 * has a lot, and what is taken is taken from the highest lots first: layers, and once everybody is at the least, whole pictures. What is sent
 * follows the share smoothly, and a loop settles where it is crowded. Sans-IO; confined to the loop.
 */
final class Shedding {
    /** Overload is borne for so long before anything is shed: many who join at once, or code that is not compiled yet. */
    static final long BEAR_NANOS = 2_000_000_000L;

    /** Nobody new is let in once it has been shed for so long, until there is room. */
    static final long FULL_AFTER_NANOS = 1_000_000_000L;

    /** It takes so long to see what a step down has brought: other layers begin with a key frame. */
    private static final long STEP_NANOS = 800_000_000L;

    /** What a step down leaves, but for the first ones. */
    private static final double SHRINK = 0.7;
    /** What the first one leaves of many, since nobody knows how much too much it is; the next takes so much more. */
    private static final double FIRST_SHRINK = 0.9;

    private static final double HARDER = 0.1;
    /** Less than this is nothing. */
    private static final double SMALLEST = 0.02;
    /** Below this share everybody is at the least, and pictures are paused. */
    private static final double LEAST = 0.25;

    private static final long GROW_NANOS = 1_000_000_000L;
    private static final double SLOWEST = 0.01;
    private static final double FASTEST = 0.1;
    /** Of the way to where it is thought that the loop would be crowded. */
    private static final double GAIN = 0.4;

    /** What many were given before that has been borne for a while, and is no part of a mistake. */
    private static final int REMEMBERED_STEPS = 4;

    private static final long REST_NANOS = 3_000_000_000L;
    private static final long FIRST_WAIT_NANOS = 6_000_000_000L;
    private static final long LONGEST_WAIT_NANOS = 120_000_000_000L;
    /** The same where a single watcher's layers are no great part of the whole. */
    private static final long LONGEST_WAIT_OF_MANY_NANOS = 2 * FIRST_WAIT_NANOS;
    /** So many can be given or lose a little; of few one goes up or down, or nobody. */
    private static final int MANY = 50;

    private static final long MISTAKE_NANOS = 10_000_000_000L;
    private static final double GOLDEN = 0.618033988749895;

    private double share = 1;
    private boolean overloaded;
    private long overloadedSince;
    private long steppedAt;
    private long sheddingSince;
    private long restUntil;
    private double nextShrink = FIRST_SHRINK;
    private boolean grew;
    private long grewAt;
    /** Of many watchers what it was before each of its last steps up, the next to be forgotten at {@link #oldest}; of few before the first. */
    private final double[] grewFrom = new double[REMEMBERED_STEPS];

    private int oldest;
    /** Beyond this it does not grow before a mistake has been waited out. */
    private double ceiling = 1;

    private long ceilingUntil;
    private long wait = FIRST_WAIT_NANOS;
    private double newestLot;

    /** 1 where nothing is shed. */
    double share() {
        return share;
    }

    /** Whether nobody new should come: something is shed, and there is no room in sight. */
    boolean full(LoopLoad load, long nowNanos) {
        return share < 1 && nowNanos - sheddingSince >= FULL_AFTER_NANOS && load.verdict() != LoopLoad.Verdict.NORMAL;
    }

    /**
     * Follows the loop's load.
     *
     * @param watchers how many share it; presenters among them make no difference
     * @return whether the share has changed
     */
    boolean follow(LoopLoad load, int watchers, long nowNanos) {
        boolean before = overloaded;
        overloaded = load.verdict() == LoopLoad.Verdict.OVERLOADED;
        if (overloaded && !before) {
            overloadedSince = nowNanos;
            nextShrink = watchers < MANY ? SHRINK : FIRST_SHRINK;
        }
        return switch (load.verdict()) {
            case OVERLOADED -> shrink(watchers, nowNanos);
            case CROWDED -> false;
            case NORMAL -> grow(load.load(), watchers, nowNanos);
        };
    }

    private boolean shrink(int watchers, long nowNanos) {
        boolean mistake = grew && nowNanos - grewAt < MISTAKE_NANOS;
        boolean bears = share == 1 || (!mistake && steppedAt - overloadedSince < 0);
        long since = bears ? nowNanos - overloadedSince - BEAR_NANOS : nowNanos - steppedAt - STEP_NANOS;
        if (share == 0 || since < 0) {
            return false;
        }
        if (share == 1) {
            sheddingSince = nowNanos;
            wait = mistake ? wait : FIRST_WAIT_NANOS;
        }
        grew = false;
        steppedAt = nowNanos;
        restUntil = nowNanos + REST_NANOS;
        if (mistake) {
            takeBack(watchers, nowNanos);
        } else {
            share = share * nextShrink < SMALLEST ? 0 : share * nextShrink;
            nextShrink = Math.max(SHRINK, nextShrink - HARDER);
        }
        return true;
    }

    private void takeBack(int watchers, long nowNanos) {
        share = (grewFrom[oldest] + share) / 2;
        ceiling = share;
        long longest = watchers < MANY ? LONGEST_WAIT_NANOS : LONGEST_WAIT_OF_MANY_NANOS;
        ceilingUntil = nowNanos + Math.min(wait, longest);
        wait = Math.min(2 * wait, longest);
    }

    private boolean grow(double load, int watchers, long nowNanos) {
        double limit = nowNanos < ceilingUntil ? ceiling : 1;
        if (share >= limit || nowNanos < restUntil || nowNanos - steppedAt < GROW_NANOS) {
            return false;
        }
        if (!grew) {
            grew = true;
            Arrays.fill(grewFrom, share);
        }
        if (watchers >= MANY) {
            grewFrom[oldest] = share;
            oldest = (oldest + 1) % REMEMBERED_STEPS;
        }
        share = Math.min(limit, share + Math.clamp(step(load), SLOWEST, FASTEST));
        steppedAt = nowNanos;
        grewAt = nowNanos;
        return true;
    }

    /**
     * A step of the room that there is; until that has been a mistake, of the way to where the loop would be crowded if all of its load
     * were pictures.
     */
    private double step(double load) {
        double room = 1 - load / LoopLoad.CROWDED;
        boolean warned = wait > FIRST_WAIT_NANOS;
        return Math.max(FASTEST * room, warned ? 0 : GAIN * share * room / Math.max(load, SMALLEST));
    }

    /** A newcomer's lot, 0 to 1: however many there are, they lie evenly. */
    double drawLot() {
        newestLot = (newestLot + GOLDEN) % 1;
        return newestLot;
    }

    /** What whoever has this lot may be sent, in {@link Allocator#ration}'s terms. */
    double ration(double lot) {
        return ration(share, lot);
    }

    static double ration(double share, double lot) {
        if (share == 1) {
            return Allocator.EVERYTHING;
        }
        if (share < LEAST) {
            return lot * LEAST < share ? Allocator.LEAST : Allocator.NO_PICTURES;
        }
        return Math.clamp(2 * (share - LEAST) / (1 - LEAST) - lot, Allocator.LEAST, Allocator.EVERYTHING);
    }
}
