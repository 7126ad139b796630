package org.lyceum.bench.trace;

import java.util.List;

/**
 * One simulcast encoding of a trace.
 *
 * @param rid its restriction id (RFC 8851)
 * @param width of its pictures
 * @param height of its pictures
 * @param frames in order; the first is a key frame, and the last is followed by the first
 */
public record TraceLayer(String rid, int width, int height, List<TraceFrame> frames) {
    public TraceLayer {
        frames = List.copyOf(frames);
        if (frames.isEmpty() || !frames.getFirst().key()) {
            throw new IllegalArgumentException("the layer " + rid + " does not begin with a key frame");
        }
    }

    /** The same without the encoded bytes. */
    TraceLayer sizesOnly() {
        return new TraceLayer(
                rid, width, height, frames.stream().map(TraceFrame::sizeOnly).toList());
    }
}
