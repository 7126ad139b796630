package org.lyceum.bench.trace;

import java.util.List;

/**
 * What an encoder made of a camera, to be published again and again: several simulcast encodings of VP8 in step, the smallest
 * first. Immutable.
 *
 * @param frameTicks how long each frame is shown, in units of {@link #CLOCK_RATE}
 * @param layers all with as many frames
 */
public record Trace(int frameTicks, List<TraceLayer> layers) {
    /** RTP clock of video, in Hz. */
    public static final int CLOCK_RATE = 90_000;

    private static final int HIGHEST_TEMPORAL_LAYER = 3;

    public Trace {
        layers = List.copyOf(layers);
        if (layers.isEmpty() || frameTicks <= 0) {
            throw new IllegalArgumentException("a trace of " + layers.size() + " layers, " + frameTicks + " ticks");
        }
        for (TraceLayer layer : layers) {
            if (layer.frames().size() != layers.getFirst().frames().size()) {
                throw new IllegalArgumentException("the layer " + layer.rid() + " is out of step");
            }
        }
    }

    /** Whether it holds the encoded frames, so that what is published can be seen. */
    public boolean decodable() {
        return layers.stream().flatMap(layer -> layer.frames().stream()).allMatch(frame -> frame.bytes() != null);
    }

    /** The same without the encoded bytes. */
    public Trace sizesOnly() {
        return new Trace(frameTicks, layers.stream().map(TraceLayer::sizesOnly).toList());
    }

    /** From one frame to the next, in nanoseconds. */
    public long frameNanos() {
        return frameTicks * 1_000_000_000L / CLOCK_RATE;
    }

    /** What a layer takes with all its temporal layers, in bits a second, without headers. */
    public long bitrate(TraceLayer layer) {
        return bitrate(layer, HIGHEST_TEMPORAL_LAYER);
    }

    /** What a layer takes with its temporal layers up to this one, in bits a second, without headers. */
    public long bitrate(TraceLayer layer, int highestTemporalLayer) {
        long bytes = layer.frames().stream()
                .filter(frame -> frame.temporalLayer() <= highestTemporalLayer)
                .mapToLong(TraceFrame::size)
                .sum();
        return bytes * 8 * CLOCK_RATE / frameTicks / layer.frames().size();
    }
}
