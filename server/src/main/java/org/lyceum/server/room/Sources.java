package org.lyceum.server.room;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.Source;

/** Which m-line of an accepted offer carries which source. */
final class Sources {
    private Sources() {}

    /** Each m-line carries one source, each source comes once. */
    static void requireDistinct(List<ClientMessage.OfferedTrack> tracks) throws ProtocolException {
        Set<Object> seen = new HashSet<>();
        for (ClientMessage.OfferedTrack track : tracks) {
            if (!seen.add(track.mid()) || !seen.add(track.source())) {
                throw new ProtocolException(
                        ErrorCode.BAD_FIELD, "Field 'tracks' must name each mid and each source once.");
            }
        }
    }

    /** As the offer names them; m-lines that were not accepted are left out. */
    static Map<Source, String> named(List<ClientMessage.OfferedTrack> tracks, Map<String, MediaKind> accepted)
            throws ProtocolException {
        Map<Source, String> mids = new EnumMap<>(Source.class);
        for (ClientMessage.OfferedTrack track : tracks) {
            MediaKind kind = accepted.get(track.mid());
            if (kind != null && kind != track.source().kind()) {
                throw new ProtocolException(
                        ErrorCode.BAD_FIELD, "Field 'tracks' names a source that is not of its m-line's kind.");
            }
            if (kind != null) {
                mids.put(track.source(), track.mid());
            }
        }
        return mids;
    }

    /** WHIP does not say what is what: the first picture is the camera, the second the screen; sound likewise. */
    static Map<Source, String> inOrder(Map<String, MediaKind> accepted) {
        Map<Source, String> mids = new EnumMap<>(Source.class);
        accepted.forEach((mid, kind) -> {
            Source first = kind == MediaKind.VIDEO ? Source.CAMERA : Source.MICROPHONE;
            Source second = kind == MediaKind.VIDEO ? Source.SCREEN : Source.SCREEN_AUDIO;
            mids.putIfAbsent(mids.containsKey(first) ? second : first, mid);
        });
        return mids;
    }
}
