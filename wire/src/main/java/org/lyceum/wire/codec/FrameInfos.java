package org.lyceum.wire.codec;

/** Every value that a {@link FrameInfo} can have, made once, so that inspection allocates nothing. */
final class FrameInfos {
    private static final int MAX_LAYER = 7;
    private static final int KEY_FRAME = 0x01;
    private static final int START = 0x02;
    private static final int END = 0x04;
    private static final int SWITCHING_POINT = 0x08;
    private static final int DISCARDABLE = 0x10;
    private static final FrameInfo[] ALL = all();

    private FrameInfos() {}

    private static FrameInfo[] all() {
        FrameInfo[] all = new FrameInfo[1 << 11];
        for (int i = 0; i < all.length; i++) {
            all[i] = new FrameInfo(
                    (i & KEY_FRAME) != 0,
                    (i & START) != 0,
                    (i & END) != 0,
                    (i >> 5) & MAX_LAYER,
                    (i >> 8) & MAX_LAYER,
                    (i & SWITCHING_POINT) != 0,
                    (i & DISCARDABLE) != 0);
        }
        return all;
    }

    /** Layer ids above 7 are taken for 7: nothing real has so many. */
    static FrameInfo of(
            boolean keyFrame,
            boolean startOfFrame,
            boolean endOfFrame,
            int spatialLayer,
            int temporalLayer,
            boolean switchingPoint,
            boolean discardable) {
        return ALL[
                (keyFrame ? KEY_FRAME : 0)
                        | (startOfFrame ? START : 0)
                        | (endOfFrame ? END : 0)
                        | (switchingPoint ? SWITCHING_POINT : 0)
                        | (discardable ? DISCARDABLE : 0)
                        | (Math.min(spatialLayer, MAX_LAYER) << 5)
                        | (Math.min(temporalLayer, MAX_LAYER) << 8)];
    }
}
