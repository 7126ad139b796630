package org.lyceum.bench.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a {@link TraceLayer} of what an encoder gives: frames with their temporal layers. What may depend on what is worked out
 * from the reference buffers that the frames change, and never taken for less than it may be: a frame is a layer sync only where
 * no buffer holds a frame of a higher temporal layer than 0 when it is decoded, and nothing depends on it only where it changes
 * none.
 */
public final class EncodedLayer {
    private static final int LAST = 0;
    private static final int GOLDEN = 1;
    private static final int ALT_REF = 2;

    private final String rid;
    private final List<TraceFrame> frames = new ArrayList<>();
    /** The temporal layer of the frame that each buffer holds. */
    private final int[] buffers = new int[3];

    private int pictureSize;

    public EncodedLayer(String rid) {
        this.rid = rid;
    }

    public void add(int temporalLayer, byte[] bytes) {
        Vp8FrameHeader header = Vp8FrameHeader.parse(bytes);
        if (header.key()) {
            pictureSize = Vp8FrameHeader.pictureSize(bytes);
        }
        boolean sync = temporalLayer > 0 && buffers[LAST] + buffers[GOLDEN] + buffers[ALT_REF] == 0;
        int golden = buffers[GOLDEN];
        int altRef = buffers[ALT_REF];
        // RFC 6386, 9.7: copies are of what the buffers held before.
        buffers[GOLDEN] = changed(header.golden(), header.copyToGolden(), temporalLayer, altRef, golden);
        buffers[ALT_REF] = changed(header.altRef(), header.copyToAltRef(), temporalLayer, golden, altRef);
        buffers[LAST] = header.last() ? temporalLayer : buffers[LAST];
        boolean discardable = !header.last() && !header.golden() && !header.altRef();
        frames.add(new TraceFrame(header.key(), temporalLayer, sync, discardable, bytes.length, bytes));
    }

    private int changed(boolean replaced, int copied, int temporalLayer, int other, int own) {
        if (replaced) {
            return temporalLayer;
        }
        return switch (copied) {
            case 1 -> buffers[LAST];
            case 2 -> other;
            default -> own;
        };
    }

    public TraceLayer layer() {
        return new TraceLayer(rid, pictureSize & 0xFFFF, pictureSize >>> 16, frames);
    }
}
