package org.lyceum.sfu;

import org.lyceum.rtc.stream.MediaPacket;

/**
 * The ways from one shard of a room to its shards on other loops; each call becomes a mail. Called on the shard's loop, must
 * not call back into the shard.
 */
public interface ShardLinks {
    /** To all other shards of the room: {@link RoomShard#receiveRemote}. */
    void forward(TrackId track, MediaPacket packet);

    /** To the other shards; the one that has the source acts on {@link RoomShard#requestKeyFrame}, the others ignore it. */
    void keyFrameWanted(TrackId track, int layer);
}
