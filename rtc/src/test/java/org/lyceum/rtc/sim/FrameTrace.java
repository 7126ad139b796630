package org.lyceum.rtc.sim;

import java.util.random.RandomGenerator;

/**
 * Frame sizes as an encoder of conversational video makes them for a rate: every frame differs from its neighbours,
 * movements come and go over seconds, key frames are several times as large and paid back by the frames after them.
 */
public final class FrameTrace {
    public static final int FRAMES_PER_SECOND = 30;

    private static final double KEY_FRAME = 5;
    private static final double FRAME_DEVIATION = 0.2;
    private static final double SCENE_DEVIATION = 0.02;

    private final RandomGenerator random;
    private double scene = 1;
    private double debt;
    private boolean keyFrame = true;

    public FrameTrace(RandomGenerator random) {
        this.random = random;
    }

    public void keyFrame() {
        keyFrame = true;
    }

    /** Bytes of the next frame at this rate. */
    public int next(long bitrate) {
        double mean = bitrate / 8.0 / FRAMES_PER_SECOND;
        scene = Math.clamp(scene + random.nextGaussian() * SCENE_DEVIATION + (1 - scene) * 0.02, 0.7, 1.1);
        if (keyFrame) {
            keyFrame = false;
            debt += (KEY_FRAME - 1) * mean;
            return (int) (KEY_FRAME * mean);
        }
        double size = mean * scene * Math.clamp(1 + random.nextGaussian() * FRAME_DEVIATION, 0.3, 2);
        double paid = Math.min(debt, size / 4);
        debt -= paid;
        return Math.max(60, (int) (size - paid));
    }
}
