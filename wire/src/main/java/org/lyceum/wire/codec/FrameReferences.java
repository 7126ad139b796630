package org.lyceum.wire.codec;

import java.util.Arrays;

/**
 * The newest frames of one encoding by frame number, so that what a frame depends on is known by its layers: where a receiver of
 * less may begin to take more (dependency descriptor, A.8.2). Allocates nothing a frame.
 */
final class FrameReferences {
    private static final int REMEMBERED = 256;
    private static final int UNKNOWN = -1;

    private final int[] numbers = new int[REMEMBERED];
    private final long[] timestamps = new long[REMEMBERED];
    private final byte[] temporals = new byte[REMEMBERED];
    private boolean temporalSwitch;
    private boolean spatialSwitch;

    FrameReferences() {
        Arrays.fill(numbers, UNKNOWN);
    }

    /** Remembers the frame that has just been read, and looks at what it depends on. */
    void add(DependencyDescriptor frame, long timestamp) {
        int number = frame.frameNumber();
        int slot = number & (REMEMBERED - 1);
        numbers[slot] = number;
        timestamps[slot] = timestamp;
        temporals[slot] = (byte) frame.temporalId();
        temporalSwitch = true;
        spatialSwitch = frame.spatialId() > 0;
        for (int i = 0; i < frame.frameDiffCount(); i++) {
            reference(frame, (number - frame.frameDiff(i)) & 0xffff, timestamp);
        }
        temporalSwitch |= frame.temporalId() == 0;
    }

    private void reference(DependencyDescriptor frame, int number, long timestamp) {
        int slot = number & (REMEMBERED - 1);
        boolean known = numbers[slot] == number;
        boolean samePicture = known && timestamps[slot] == timestamp;
        temporalSwitch &= samePicture || (known && temporals[slot] < frame.temporalId());
        spatialSwitch &= samePicture;
    }

    /** It depends on its own picture and on lower temporal layers only. */
    boolean temporalSwitch() {
        return temporalSwitch;
    }

    /** It is of a higher spatial layer and depends on its own picture only. */
    boolean spatialSwitch() {
        return spatialSwitch;
    }
}
