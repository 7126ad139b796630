package org.lyceum.sfu;

import org.lyceum.rtc.stream.MediaPacket;

/**
 * The ways from one shard of a room to its shards on other loops, where each call becomes a mail, and to the duty cycle of its
 * own. Called on the shard's loop, must not call back into the shard.
 */
public interface ShardLinks {
    /** To all other shards of the room: {@link RoomShard#receiveRemote}. */
    void forward(TrackId track, MediaPacket packet);

    /** To the other shards; the one that has the source acts on {@link RoomShard#requestKeyFrame}, the others ignore it. */
    void keyFrameWanted(TrackId track, int layer);

    /**
     * To the shard with the source: {@link RoomShard#layersWanted}. Said on every change, and again once a second while
     * anything is wanted, so that a source that has moved hears it too.
     *
     * @param wanted a set of {@link WantedLayers}
     */
    void layersWanted(TrackId track, int wanted);

    /** Packets wait: {@link RoomShard#handOut} is to be called at the end of this cycle. */
    void handOutLater();

    /** One subscriber has got what there is for it in this cycle, and all of it is warm: a good time to send it. */
    void served();
}
