package org.lyceum.sfu;

import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.stream.MediaPacket;

/** A track as its subscriber sees it: what can be asked of it beside the packets that come by themselves. */
public interface TrackFeed {
    /** No sequence number. */
    long NONE = Long.MIN_VALUE;

    TrackId track();

    /** What the track was in when its newest packet came; null before the first. */
    @Nullable
    Codec codec();

    /** The epoch of the current source. */
    int epoch();

    /** One more than the highest simulcast encoding seen of the current source; 0 before its first packet. */
    int layers();

    /** Packets of this layer come, or none of any other layer either; noticed within half a second. */
    boolean live(int layer, long nowNanos);

    /** The same of one spatial layer. */
    boolean live(int layer, int spatial, long nowNanos);

    /** The layer is not live, but may come within seconds when it is wanted: it is off because nobody has wanted it. */
    boolean expected(int layer, int spatial, long nowNanos);

    /** Spatial layers that have been seen of an encoding. */
    int spatialLayers(int layer);

    /** Temporal layers that have been seen of an encoding. */
    int temporalLayers(int layer);

    /** Picture height of a spatial layer in pixels, 0 where it is not known. */
    int height(int layer, int spatial);

    /**
     * What everything up to these layers of an encoding costs of late, in bits a second, headers included; of one that has fallen
     * silent what it cost before. 0 until a quarter of a second of it has been seen.
     */
    long cost(int layer, int spatial, int temporal);

    /** What of that cost comes from the key frames of late. Several in a row cost a multiple of everything else, and pass. */
    long keyCost(int layer, int spatial);

    /** What the layer has carried of late, in bits a second; 0 until a quarter of a second of it has been seen. */
    long bitrate(int layer);

    /** The newest sequence number of a layer that has packets. */
    long newest(int layer);

    /** When the newest packet of a layer was captured. */
    long newestCapture(int layer);

    /** Asks for a key frame of this layer; any number may ask, and the source hears it once in 300 ms, until it answers. */
    void requestKeyFrame(int layer, long nowNanos);

    /** A packet of the current source that is still held, or null. */
    @Nullable
    MediaPacket held(int layer, long sequence, long nowNanos);

    /**
     * The first packet of the layer's newest key frame, if that came no longer ago than this and everything since it is held
     * that has come; else {@link #NONE}.
     */
    long keyFrameHeld(int layer, long maxAgeNanos, long nowNanos);

    /** The packet is not held and will not come any more. */
    boolean lost(int layer, long sequence, long nowNanos);

    /** {@link Subscriber#wantedLayers} says something else from now on. */
    void wantsChanged(long nowNanos);

    /** The subscriber gets another quality from now on; nothing while paused. */
    void forwarding(Quality quality, boolean paused);

    /** {@link Subscriber#onDeadline} is to be called at this time at the latest. */
    void wakeAt(long deadlineNanos);

    /** The subscriber cannot decode this codec. */
    void undecodable(Codec codec);
}
