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
    void follow(Map<Source, Track> tracks) {
        lines.forEach((mid, kind) -> {
            Source source = kind == MediaKind.VIDEO ? picture(tracks) : sound(tracks);
            TrackId wanted = Track.idOf(source);
            if (wanted.equals(sent.put(mid, wanted))) {
                return;
            }
            context.media().subscribe(peer(), mid, wanted);
            if (kind == MediaKind.VIDEO) {
                peer().layerWish(mid, Layers.wish(source, null));
            }
        });
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
