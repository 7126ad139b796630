package org.lyceum.server.room;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lyceum.rtc.session.IceRestarted;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.Negotiated;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.rtc.session.WhepNegotiator;
import org.lyceum.server.protocol.PeerConnectionName;
import org.lyceum.server.protocol.Source;
import org.lyceum.sfu.TrackId;

/**
 * A WHEP player's connection: the m-lines are fixed by its offer, and what is sent on them follows what there is. Confined to
 * the room's thread.
 */
final class Playback extends Connection {
    private final RoomContext context;
    private final WhepNegotiator negotiator;
    private final boolean screen;
    private final Map<String, MediaKind> lines = new LinkedHashMap<>();
    private final Map<String, TrackId> sent = new HashMap<>();
    private Map<Source, Track> tracks = Map.of();

    /** @param negotiated the answer that {@code negotiator} has made */
    Playback(RoomContext context, Participant owner, WhepNegotiator negotiator, Negotiated negotiated, boolean screen) {
        super(context, owner);
        this.context = context;
        this.negotiator = negotiator;
        this.screen = screen;
        for (MediaSection section : negotiated.update().sections()) {
            if (section.local() != null) {
                lines.put(section.mid(), section.kind());
            }
        }
        peer().update(negotiated.update());
    }

    @Override
    PeerConnectionName name() {
        return PeerConnectionName.SUBSCRIBE;
    }

    /** Sends what suits best of what there is now; a line keeps its source while there is nothing better. */
    void follow(Map<Source, Track> there) {
        tracks = there;
        lines.forEach(this::route);
    }

    /** It may be sent more than before, or less. */
    void permitted() {
        lines.forEach((mid, kind) -> {
            route(mid, kind);
            wish(mid, kind);
        });
    }

    private void route(String mid, MediaKind kind) {
        TrackId wanted = mayBeSent(kind) ? Track.idOf(source(kind)) : null;
        TrackId before = wanted == null ? sent.remove(mid) : sent.put(mid, wanted);
        if (wanted != null && !wanted.equals(before)) {
            context.media().subscribe(peer(), mid, wanted);
            wish(mid, kind);
        } else if (wanted == null && before != null) {
            context.media().unsubscribe(peer(), mid);
        }
    }

    private void wish(String mid, MediaKind kind) {
        if (kind == MediaKind.VIDEO && sent.containsKey(mid)) {
            peer().layerWish(mid, Layers.permitted(Layers.wish(source(kind), null), owner().permit));
        }
    }

    private boolean mayBeSent(MediaKind kind) {
        return switch (owner().permit) {
            case ALL -> true;
            case SOUND -> kind == MediaKind.AUDIO || !tracks.containsKey(source(MediaKind.AUDIO));
            case NOTHING -> false;
        };
    }

    private Source source(MediaKind kind) {
        return kind == MediaKind.VIDEO ? picture(tracks) : sound(tracks);
    }

    /** @return the answering fragment */
    String restartIce(String fragment) throws NegotiationException {
        IceRestarted restarted = negotiator.restartIce(fragment);
        peer().update(restarted.update());
        return restarted.fragment();
    }

    private Source picture(Map<Source, Track> tracks) {
        Source first = screen ? Source.SCREEN : Source.CAMERA;
        Source second = screen ? Source.CAMERA : Source.SCREEN;
        return tracks.containsKey(first) || !tracks.containsKey(second) ? first : second;
    }

    private static Source sound(Map<Source, Track> tracks) {
        boolean onlyScreen = tracks.containsKey(Source.SCREEN_AUDIO) && !tracks.containsKey(Source.MICROPHONE);
        return onlyScreen ? Source.SCREEN_AUDIO : Source.MICROPHONE;
    }
}
