package org.lyceum.sfu;

/** Where a track's packets come from, as its room sees it: something that can be asked for key frames. */
public interface Publisher {
    /**
     * Asks the source for a key frame (PLI, or FIR where that is all it knows). A room asks at most once in 300 ms for a layer
     * and repeats the question itself.
     *
     * @param layer index of the simulcast encoding
     */
    void requestKeyFrame(int layer, long nowNanos);
}
