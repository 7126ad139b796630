package org.lyceum.server.room;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.Source;
import org.lyceum.sfu.TrackId;

/**
 * What is presented: the tracks, and the one connection that they come from. When that connection is lost the tracks stay, so
 * that a presenter who is back within seconds goes on without watchers noticing; they are withdrawn when the stream goes
 * offline, when the presenter leaves on purpose, or when the next publisher does not bring them. Confined to the room's thread.
 */
final class Stage {
    private final RoomContext context;
    private final Members members;
    private final Map<Source, Track> tracks = new EnumMap<>(Source.class);
    private @Nullable Publication current;

    Stage(RoomContext context, Members members) {
        this.context = context;
        this.members = members;
    }

    /** Whose tracks they are; null while nobody publishes. */
    @Nullable
    Publication current() {
        return current;
    }

    /** All tracks that watchers have or shall have an m-line for. */
    Map<Source, Track> tracks() {
        return Collections.unmodifiableMap(tracks);
    }

    @Nullable
    Track find(TrackId id) {
        for (Track track : tracks.values()) {
            if (track.id().equals(id)) {
                return track;
            }
        }
        return null;
    }

    /** As clients name it. */
    @Nullable
    Track named(String trackId) {
        return find(new TrackId(trackId));
    }

    /** What a newcomer is told of. */
    List<ServerMessage.TrackInfo> infos() {
        return tracks.values().stream()
                .filter(track -> track.announced)
                .map(Track::info)
                .toList();
    }

    boolean isCarried() {
        return tracks.values().stream().anyMatch(Track::isCarried);
    }

    /** This connection now publishes these sources, on these m-lines, and nothing else. */
    void publish(Publication publication, Map<Source, String> mids) {
        boolean fresh = current != publication;
        current = publication;
        for (Source source : Source.values()) {
            String mid = mids.get(source);
            Track track = tracks.get(source);
            if (mid != null) {
                publish(publication, source, mid, fresh);
            } else if (track != null) {
                withdraw(track);
                tracks.remove(source);
            }
        }
    }

    /**
     * The connection is gone.
     *
     * @param onPurpose nobody need wait for it
     */
    void lost(Publication publication, boolean onPurpose) {
        if (current != publication) {
            return;
        }
        current = null;
        for (Track track : tracks.values()) {
            if (track.publication != null) {
                track.publication = null;
                track.mid = null;
                track.flowing = false;
                context.media().unpublish(track.id());
            }
            if (onPurpose) {
                announceGone(track);
            }
        }
    }

    /** Nobody came back: what has no source is not shown any more; the m-lines stay for the next time. */
    void withdrawOrphans() {
        for (Track track : tracks.values()) {
            if (track.publication == null) {
                announceGone(track);
            }
        }
    }

    private void publish(Publication publication, Source source, String mid, boolean fresh) {
        String participantId = publication.owner().participantId();
        Track track = tracks.computeIfAbsent(source, added -> new Track(added, participantId));
        if (track.publication != publication || !mid.equals(track.mid)) {
            publication.begins(mid);
            context.media().publish(track.id(), publication.peer(), mid);
        }
        boolean news = !track.announced || !track.participantId.equals(participantId) || (fresh && track.muted);
        track.publication = publication;
        track.mid = mid;
        track.participantId = participantId;
        track.announced = true;
        track.muted &= !fresh;
        if (news) {
            announce(track);
        }
    }

    /** Everyone but the publisher, who knows. */
    void announce(Track track) {
        Publication publication = track.publication;
        if (publication != null) {
            members.emitToAllBut(publication.owner(), id -> new ServerMessage.TrackPublished(id, track.info()));
        }
    }

    private void withdraw(Track track) {
        context.media().unpublish(track.id());
        announceGone(track);
    }

    private void announceGone(Track track) {
        if (track.announced) {
            track.announced = false;
            members.emitToAll(
                    id -> new ServerMessage.TrackUnpublished(id, track.id().value()));
        }
    }
}
