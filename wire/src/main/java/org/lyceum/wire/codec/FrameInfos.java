package org.lyceum.wire.codec;

/** Every value that a {@link FrameInfo} can have, made once, so that inspection allocates nothing. */
final class FrameInfos {
    static final int KEY_FRAME = 0x01;
    static final int START = 0x02;
    static final int END = 0x04;
    static final int SWITCHING_POINT = 0x08;
    static final int DISCARDABLE = 0x10;
    static final int SPATIAL_SWITCH = 0x20;
    static final int USED_ABOVE = 0x40;

    private static final int FLAG_BITS = 7;
    private static final int MAX_SPATIAL = 3;
    private static final int SPATIAL_BITS = 2;
    private static final int MAX_TEMPORAL = 7;
    private static final FrameInfo[] ALL = all();

    private FrameInfos() {}

    private static FrameInfo[] all() {
        FrameInfo[] all = new FrameInfo[1 << (FLAG_BITS + SPATIAL_BITS + 3)];
        for (int i = 0; i < all.length; i++) {
            all[i] = new FrameInfo(
                    (i & KEY_FRAME) != 0,
                    (i & START) != 0,
                    (i & END) != 0,
                    (i >> FLAG_BITS) & MAX_SPATIAL,
                    (i >> (FLAG_BITS + SPATIAL_BITS)) & MAX_TEMPORAL,
                    (i & SWITCHING_POINT) != 0,
                    (i & DISCARDABLE) != 0,
                    (i & SPATIAL_SWITCH) != 0,
                    (i & USED_ABOVE) != 0);
        }
        return all;
    }

    /** The value of a flag that holds or not, to be combined by or. */
    static int flag(int flag, boolean holds) {
        return holds ? flag : 0;
    }

    /** Layer ids above what is real are taken for the highest. */
    static FrameInfo of(int flags, int spatialLayer, int temporalLayer) {
        int spatial = Math.min(spatialLayer, MAX_SPATIAL);
        int temporal = Math.min(temporalLayer, MAX_TEMPORAL);
        return ALL[flags | (spatial << FLAG_BITS) | (temporal << (FLAG_BITS + SPATIAL_BITS))];
    }
}
