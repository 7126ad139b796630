package org.lyceum.bench.trace;

/**
 * The place of one layer's playback: frame after frame, round and round. A request for a key frame jumps to the beginning of
 * the next closed group. Of a trace of sizes the rest of the present group follows that key frame's size, since any frame may
 * follow any other there, and the rate stays what it was. Confined to one thread.
 */
public final class TraceCursor {
    private final TraceLayer layer;
    private final boolean sizesOnly;
    private int next;
    private boolean keyWanted;

    public TraceCursor(TraceLayer layer) {
        this.layer = layer;
        this.sizesOnly = layer.frames().getFirst().bytes() == null;
    }

    /** The next frame is to be a key frame. */
    public void requestKeyFrame() {
        keyWanted = true;
    }

    public TraceFrame next() {
        boolean jump = keyWanted && !layer.frames().get(next).key();
        keyWanted = false;
        if (!jump) {
            return take(next);
        }
        int key = nextKey();
        if (!sizesOnly) {
            return take(key);
        }
        // It takes the place of a frame of the base layer, so that the pattern of temporal layers is not broken.
        while (layer.frames().get(next).temporalLayer() != 0) {
            next = following(next);
        }
        next = following(next);
        return layer.frames().get(key);
    }

    private TraceFrame take(int index) {
        next = following(index);
        return layer.frames().get(index);
    }

    private int following(int index) {
        return (index + 1) % layer.frames().size();
    }

    private int nextKey() {
        int index = next;
        while (!layer.frames().get(index).key()) {
            index = following(index);
        }
        return index;
    }
}
