package org.lyceum.net;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.sfu.Quality;
import org.lyceum.sfu.TrackId;

/**
 * A room across loops: which loops have members of it, and where the source of each track lives. The maps are the only
 * state that threads share; everything else is in a {@link ShardHost} and confined to its loop.
 *
 * <p>A publication is <em>wanted</em> from the moment signaling asks for it, and <em>active</em> once its peer is
 * connected; until then the earlier source of the track goes on.
 */
final class RoomHub implements RoomMedia {
    private final String id;
    private final RoomListener listener;
    private final MediaServer server;
    private final AtomicReferenceArray<@Nullable ShardHost> shards;
    private final ConcurrentMap<TrackId, Publication> wanted = new ConcurrentHashMap<>();
    private final ConcurrentMap<TrackId, Publication> active = new ConcurrentHashMap<>();
    private volatile boolean closed;

    RoomHub(String id, RoomListener listener, MediaServer server, int loops) {
        this.id = id;
        this.listener = listener;
        this.server = server;
        this.shards = new AtomicReferenceArray<>(loops);
    }

    @Override
    public void publish(TrackId track, PeerHandle peer, String mid) {
        Publication publication = new Publication(this, track, (PeerSession) peer, mid);
        wanted.put(track, publication);
        publication.session().post(new PeerCommand.Publish(publication));
    }

    @Override
    public void unpublish(TrackId track) {
        wanted.remove(track);
        retract(active.remove(track));
    }

    @Override
    public void subscribe(PeerHandle peer, String mid, TrackId track) {
        ((PeerSession) peer).post(new PeerCommand.Subscribe(this, mid, track));
    }

    @Override
    public void unsubscribe(PeerHandle peer, String mid) {
        ((PeerSession) peer).post(new PeerCommand.Unsubscribe(this, mid));
    }

    @Override
    public void close() {
        closed = true;
        wanted.clear();
        active.keySet().forEach(track -> retract(active.remove(track)));
        server.forget(this);
    }

    /** Called on the publication's loop once its peer is connected; false where signaling has changed its mind since. */
    boolean activate(Publication publication) {
        AtomicReference<@Nullable Publication> earlier = new AtomicReference<>();
        // In one step with the question whether it is wanted still: another loop may be activating a later one.
        Publication now = active.compute(publication.track(), (track, before) -> {
            earlier.set(before);
            return !closed && wanted.get(track) == publication ? publication : before;
        });
        if (now != publication) {
            return false;
        }
        if (earlier.get() != publication) {
            retract(earlier.get());
        }
        return true;
    }

    /** Called on the publication's loop when its peer is gone. */
    void deactivate(Publication publication) {
        wanted.remove(publication.track(), publication);
        active.remove(publication.track(), publication);
    }

    private static void retract(@Nullable Publication publication) {
        MediaLoop loop = publication == null ? null : publication.session().loop();
        if (publication != null && loop != null) {
            loop.mail(new LoopMail.Retract(publication));
        }
    }

    /** The room's shard on the loop, made when the first member of the room comes there. On the loop's thread. */
    ShardHost shardOn(MediaLoop loop) {
        ShardHost shard = shards.get(loop.index());
        if (shard == null) {
            shard = new ShardHost(this, loop);
            shards.set(loop.index(), shard);
        }
        return shard;
    }

    /** The shard has no member any more. On its loop's thread. */
    void drop(ShardHost shard, MediaLoop loop) {
        shards.compareAndSet(loop.index(), shard, null);
    }

    /** Mails a packet to every other loop with members of the room. On the thread of {@code from}. */
    void forward(MediaLoop from, TrackId track, MediaPacket packet) {
        for (int i = 0; i < shards.length(); i++) {
            ShardHost shard = i == from.index() ? null : shards.get(i);
            if (shard != null) {
                shard.loop().mail(new LoopMail.Media(shard, track, packet));
            }
        }
    }

    /** Asks the track's source for a key frame, on whichever loop it lives. */
    void keyFrameWanted(TrackId track, int layer) {
        Publication source = active.get(track);
        MediaLoop loop = source == null ? null : source.session().loop();
        ShardHost shard = loop == null ? null : shards.get(loop.index());
        if (loop != null && shard != null) {
            loop.mail(new LoopMail.KeyFrameWanted(shard, track, layer));
        }
    }

    /** Tells the shard with the track's source what the watchers on a loop want. On that loop's thread. */
    void wantLayers(MediaLoop from, TrackId track, int wanted) {
        Publication source = active.get(track);
        MediaLoop loop = source == null ? null : source.session().loop();
        ShardHost shard = loop == null || loop == from ? null : shards.get(loop.index());
        if (loop != null && shard != null) {
            loop.mail(new LoopMail.LayersWanted(shard, track, from.index(), wanted));
        }
    }

    boolean hasSource(TrackId track) {
        return active.containsKey(track);
    }

    void trackFlowing(TrackId track, Codec codec) {
        listener.trackFlowing(track, codec);
    }

    /** A stall on a loop that the source has left is no news: the source goes on elsewhere. */
    void trackStalled(TrackId track, MediaLoop where) {
        Publication source = active.get(track);
        if (source == null || source.session().loop() == where) {
            listener.trackStalled(track);
        }
    }

    /** On a loop that the source has left it is no news: the loop where it goes on says its own. */
    void layersWanted(TrackId track, int wanted, MediaLoop where) {
        Publication source = active.get(track);
        if (source != null && source.session().loop() == where) {
            listener.layersWanted(source.session(), source.mid(), track, wanted);
        }
    }

    void forwarding(PeerSession session, String mid, TrackId track, Quality quality, boolean paused) {
        listener.forwarding(session, mid, track, quality, paused);
    }

    void undecodable(PeerSession session, String mid, TrackId track, Codec codec) {
        listener.undecodable(session, mid, track, codec);
    }

    String id() {
        return id;
    }
}
