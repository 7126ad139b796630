package org.lyceum.net;

import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.sfu.TrackId;

/** What other threads put into a loop's mailbox. All of it is immutable or handed over for good. */
sealed interface LoopMail {
    /** A datagram that another loop's socket got for a peer of this one. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Stray(PeerSession session, byte[] bytes, Path path, MediaLoop from) implements LoopMail {}

    /** Media from an address that the loop which got it knows nobody at; perhaps a peer of this one. */
    @SuppressWarnings("ArrayRecordComponent") // copied before it is changed, never compared
    record Stranger(byte[] bytes, Path path, MediaLoop from) implements LoopMail {}

    /** What comes over the path is the peer's, though the peer lives on another loop. */
    record Route(Path path, PeerSession session) implements LoopMail {}

    /** The path is nobody's any more. */
    record Forget(Path path, PeerSession session) implements LoopMail {}

    /** The peer has commands waiting, or its DTLS has something to say. */
    record Attend(PeerSession session) implements LoopMail {}

    /** A room could not give the peer a packet: an invariant broke. */
    record Broken(PeerSession session, RuntimeException cause) implements LoopMail {}

    /** Nobody claimed the peer in time. */
    record NeverCame(PeerSession session) implements LoopMail {}

    /** A packet for the subscribers that this loop has in the room. */
    record Media(ShardHost shard, TrackId track, MediaPacket packet) implements LoopMail {}

    /** A subscriber on another loop needs a key frame of a track whose source is here. */
    record KeyFrameWanted(ShardHost shard, TrackId track, int layer) implements LoopMail {}

    /** What the watchers on another loop want of a track whose source is here. */
    record LayersWanted(ShardHost shard, TrackId track, int fromLoop, int wanted) implements LoopMail {}

    /** Another source has taken over, or nobody publishes the track any more. */
    record Retract(Publication publication) implements LoopMail {}
}
