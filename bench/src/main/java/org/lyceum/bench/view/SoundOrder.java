package org.lyceum.bench.view;

/**
 * Tells sound that comes for the first time from sound that a server sends again, which it does to the bit, so that nothing in the
 * header tells them apart. But packets of sound are 20 ms apart: what comes behind another has not been overtaken on the way.
 * Confined to its viewer's loop.
 */
final class SoundOrder {
    private static final int NONE = -1;

    private int newest = NONE;

    /** Takes the next one's 16-bit sequence number; true where it comes behind. */
    boolean isBehind(int sequence) {
        if (newest != NONE && (short) (sequence - newest) <= 0) {
            return true;
        }
        newest = sequence;
        return false;
    }
}
