package org.lyceum.bench.trace;

import org.jspecify.annotations.Nullable;

/**
 * One encoded frame of a layer.
 *
 * @param key a key frame, with which a closed group begins
 * @param temporalLayer TID, 0 for the base
 * @param layerSync Y of RFC 7741: it depends on frames of temporal layer 0 alone
 * @param discardable N of RFC 7741: no other frame depends on it
 * @param size bytes of the encoded frame
 * @param bytes the encoded frame, null where the trace holds sizes alone
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record TraceFrame(
        boolean key, int temporalLayer, boolean layerSync, boolean discardable, int size, byte @Nullable [] bytes) {
    public TraceFrame {
        if (temporalLayer < 0 || temporalLayer > 3 || size <= 0) {
            throw new IllegalArgumentException("a frame of layer " + temporalLayer + " and of " + size + " bytes");
        }
        if (bytes != null && bytes.length != size) {
            throw new IllegalArgumentException("a frame of " + size + " bytes that has " + bytes.length);
        }
    }

    /** One of which only the size is known. */
    public static TraceFrame ofSize(boolean key, int temporalLayer, boolean layerSync, boolean discardable, int size) {
        return new TraceFrame(key, temporalLayer, layerSync, discardable, size, null);
    }

    /** The same without its bytes. */
    TraceFrame sizeOnly() {
        return ofSize(key, temporalLayer, layerSync, discardable, size);
    }
}
