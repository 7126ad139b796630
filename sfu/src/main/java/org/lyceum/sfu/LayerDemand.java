package org.lyceum.sfu;

import java.util.Arrays;

/**
 * Which layers of a track anybody wants, over all shards, as the shard with the source knows it, and what the source has been
 * told: what is wanted is on at once, what is no more goes off after {@link #OFF_NANOS}. What another shard said counts for
 * {@link #REMEMBERED_NANOS}; it repeats itself. Confined to its shard's loop; allocates only for a shard heard of first.
 */
final class LayerDemand {
    static final long OFF_NANOS = 2_000_000_000L;
    static final long REMEMBERED_NANOS = 3_500_000_000L;
    static final long NEVER = Long.MAX_VALUE;

    private int[] shards = new int[0];
    private int[] wants = new int[0];
    private long[] heard = new long[0];
    /** When each layer was wanted last. */
    private final long[] wantedAt = new long[Integer.SIZE];

    private int told = WantedLayers.ALL;
    private long deadline = NEVER;

    LayerDemand(long nowNanos) {
        otherSource(nowNanos);
    }

    /** Another source, which sends everything until it is told otherwise. */
    void otherSource(long nowNanos) {
        told = WantedLayers.ALL;
        Arrays.fill(wantedAt, nowNanos);
    }

    /** Another shard has said what its watchers want. */
    void remote(int shard, int wanted, long nowNanos) {
        int at = 0;
        while (at < shards.length && shards[at] != shard) {
            at++;
        }
        if (at == shards.length) {
            shards = Arrays.copyOf(shards, at + 1);
            wants = Arrays.copyOf(wants, at + 1);
            heard = Arrays.copyOf(heard, at + 1);
            shards[at] = shard;
        }
        wants[at] = wanted;
        heard[at] = nowNanos;
    }

    /**
     * Takes stock.
     *
     * @param wantedHere what this shard's watchers want and what is kept on in any case
     */
    void update(int wantedHere, long nowNanos) {
        int wanted = wantedHere;
        for (int i = 0; i < shards.length; i++) {
            if (nowNanos - heard[i] <= REMEMBERED_NANOS) {
                wanted |= wants[i];
            }
        }
        int keep = 0;
        deadline = NEVER;
        for (int layer = 0; layer < Integer.SIZE; layer++) {
            int bit = 1 << layer;
            if ((wanted & bit) != 0) {
                wantedAt[layer] = nowNanos;
            } else if ((told & bit) != 0 && nowNanos - wantedAt[layer] < OFF_NANOS) {
                keep |= bit;
                deadline = Math.min(deadline, wantedAt[layer] + OFF_NANOS);
            }
        }
        told = wanted | keep;
    }

    /** What the source is to send. */
    int told() {
        return told;
    }

    /** When {@link #update} is due though nobody says anything. */
    long deadlineNanos() {
        return deadline;
    }
}
