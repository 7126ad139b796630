package org.lyceum.rtc.stream;

import java.util.Arrays;

/**
 * Gives every forwarded packet of changing sources a place in one continuous outgoing numbering, and finds the way back. Used
 * for RTP sequence numbers, picture ids and frame numbers, all extended to 64 bits. Confined to its owner's thread; allocates
 * only while its bounded memory grows.
 *
 * <p>The numbering is a list of runs. Within a run, outgoing and source numbers differ by a constant; a run ends where the
 * source changes ({@link #begin}), where something is left out on purpose ({@link #drop}) or put in ({@link #insert}). A number that is late finds its
 * own run, so that reordering before this point stays visible behind it and a loss here stays a gap there.
 */
public final class SequenceRewriter {
    /** No number: what was asked for has no place in the outgoing numbering. */
    public static final long NONE = -1;

    private static final int FIRST_CAPACITY = 4;
    private static final int MAX_RUNS = 256;

    /** Ring of runs, the newest at (runs - 1): first source number of each, and what is to be added to it. */
    private long[] firstSource = new long[FIRST_CAPACITY];

    private long[] shift = new long[FIRST_CAPACITY];
    private int[] generations = new int[FIRST_CAPACITY];
    /** The outgoing number at which the run before ends: less than the first of this one where something was put in between. */
    private long[] endsBefore = new long[FIRST_CAPACITY];

    private int oldestRun;
    private int runs;

    private final long first;
    private int generation;
    private long newestSource;
    private long newestOut;
    /** Of the newest run, as in {@link #shift}: nearly every packet needs no more than this. */
    private long newestShift;

    private long foundSource;
    private int foundGeneration;

    /**
     * @param first the first outgoing number, not negative
     */
    public SequenceRewriter(long first) {
        this.first = first;
        newestOut = first - 1;
    }

    /** A new source: its number gets the place behind everything given so far. Numbers before it have none. */
    public void begin(long source) {
        generation++;
        newestSource = source - 1;
        addRun(source, newestOut + 1 - source, newestOut + 1);
    }

    /**
     * The outgoing number of a source number; the same for the same. {@link #NONE} before the first {@link #begin}, for what
     * was dropped, and for what is older than this source or than memory reaches.
     */
    public long rewrite(long source) {
        if (runs == 0) {
            return NONE;
        }
        if (source > newestSource) {
            newestSource = source;
            newestOut = source + newestShift;
            return newestOut;
        }
        return late(source);
    }

    private long late(long source) {
        long limit = Long.MAX_VALUE;
        for (int run = runs - 1; run >= 0; run--) {
            int slot = slot(run);
            if (generations[slot] != generation) {
                return NONE;
            }
            if (source >= firstSource[slot]) {
                long out = source + shift[slot];
                if (out >= limit) {
                    return NONE;
                }
                newestOut = Math.max(newestOut, out); // what follows it may all have been dropped
                return out;
            }
            limit = endsBefore[slot];
        }
        return NONE;
    }

    /**
     * This source number is left out: what follows closes up. A number that is late leaves a gap, because its place has been
     * kept free.
     */
    public void drop(long source) {
        if (runs == 0 || source <= newestSource) {
            return;
        }
        newestSource = source;
        int last = slot(runs - 1);
        if (firstSource[last] == source) {
            firstSource[last]++;
            shift[last] = --newestShift;
        } else {
            addRun(source + 1, newestShift - 1, source + newestShift);
        }
    }

    /** The number that {@link #insert} would give now. */
    public long next() {
        return runs == 0 ? NONE : newestSource + newestShift + 1;
    }

    /**
     * A number that no source number has, behind everything so far; what follows makes room for it. {@link #find} does not find
     * it. {@link #NONE} before the first {@link #begin}.
     */
    public long insert() {
        if (runs == 0) {
            return NONE;
        }
        int last = slot(runs - 1);
        newestOut = next();
        if (firstSource[last] > newestSource) {
            shift[last] = ++newestShift;
        } else {
            addRun(newestSource + 1, newestShift + 1, newestOut);
        }
        return newestOut;
    }

    /**
     * Looks up a 16-bit outgoing number among those given, newest first. True if it belongs to a run that is still known; then
     * {@link #foundSource} and {@link #foundGeneration} tell of it.
     */
    public boolean find(int out) {
        int behind = (int) (newestOut - out) & 0xffff;
        if (behind >= 0x8000) {
            return false;
        }
        long extended = newestOut - behind;
        if (extended < first) {
            return false;
        }
        long limit = Long.MAX_VALUE;
        for (int run = runs - 1; run >= 0; run--) {
            int slot = slot(run);
            if (extended >= firstSource[slot] + shift[slot]) {
                foundSource = extended - shift[slot];
                foundGeneration = generations[slot];
                return extended < limit;
            }
            limit = endsBefore[slot];
        }
        return false;
    }

    /** The source number that {@link #find} has found. */
    public long foundSource() {
        return foundSource;
    }

    /** The {@link #generation} in which what {@link #find} has found was given. */
    public int foundGeneration() {
        return foundGeneration;
    }

    /** Counts the sources: grows by one with each {@link #begin}. */
    public int generation() {
        return generation;
    }

    /** The highest outgoing number given; one less than the first before there is one. */
    public long newest() {
        return newestOut;
    }

    private int slot(int run) {
        return (oldestRun + run) & (firstSource.length - 1);
    }

    private void addRun(long source, long difference, long endBefore) {
        if (runs == firstSource.length) {
            if (runs < MAX_RUNS) {
                grow();
            } else {
                oldestRun = slot(1);
                runs--;
            }
        }
        int slot = slot(runs++);
        firstSource[slot] = source;
        shift[slot] = difference;
        newestShift = difference;
        endsBefore[slot] = endBefore;
        generations[slot] = generation;
    }

    private void grow() {
        // A full ring that begins at 0 grows in place; only at full size does its beginning ever move.
        int capacity = firstSource.length * 2;
        firstSource = Arrays.copyOf(firstSource, capacity);
        shift = Arrays.copyOf(shift, capacity);
        generations = Arrays.copyOf(generations, capacity);
        endsBefore = Arrays.copyOf(endsBefore, capacity);
    }
}
