package org.lyceum.rtc.stream;

/**
 * Takes padding-only packets out of a sequence: every later packet's number is smaller by one for each. Packets that come
 * late, from before a padding-only one, keep the number that they would have had; those from before the last
 * {@link #REMEMBERED} removals have none any more.
 *
 * <p>A padding-only packet that itself comes late cannot be taken out any more, since later packets are already on their way
 * under their numbers; its number stays unused, as does that of one which is lost. Publishers with RTX pad there, so that
 * this is rare.
 */
final class PaddingSqueezer {
    static final int REMEMBERED = 64;

    private final long[] removedAt = new long[REMEMBERED]; // ascending, a ring
    private long removed;
    private long forgotten = Long.MIN_VALUE;
    /** Numbers that went otherwise than by removal of padding, see {@link #jump}. */
    private long skipped;

    /** Removes a number that is higher than all numbers so far. */
    void remove(long sequence) {
        int slot = (int) (removed % REMEMBERED);
        if (removed >= REMEMBERED) {
            forgotten = removedAt[slot];
        }
        removedAt[slot] = sequence;
        removed++;
    }

    /** Whether the number that this one is squeezed to is still known. */
    boolean remembers(long sequence) {
        return sequence > forgotten;
    }

    long squeeze(long sequence) {
        long before = removed;
        long oldest = Math.max(0, removed - REMEMBERED);
        while (before > oldest && removedAt[(int) ((before - 1) % REMEMBERED)] > sequence) {
            before--;
        }
        return sequence - skipped - before;
    }

    /** From this number on, which is higher than all so far, the squeezed numbers go on with {@code squeezed}. */
    void jump(long sequence, long squeezed) {
        skipped = sequence - removed - squeezed;
    }
}
