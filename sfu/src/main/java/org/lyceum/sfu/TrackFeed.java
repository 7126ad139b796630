package org.lyceum.sfu;

import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.stream.MediaPacket;

/** A track as its subscriber sees it: what can be asked of it beside the packets that come by themselves. */
public interface TrackFeed {
    TrackId track();

    /** Number of simulcast encodings seen of the current source; 0 before its first packet. */
    int layers();

    /** Packets of this layer have come within the last second. */
    boolean live(int layer, long nowNanos);

    /** What the layer has carried of late, in bits a second. */
    long bitrate(int layer);

    /** Asks for a key frame of this layer; any number may ask, and the source hears it once in 300 ms, until it answers. */
    void requestKeyFrame(int layer, long nowNanos);

    /** A packet of the layer's present epoch that is still held for retransmission, or null. */
    @Nullable
    MediaPacket held(int layer, int epoch, long sequence, long nowNanos);

    /** The subscriber cannot decode this codec. */
    void undecodable(Codec codec);
}
