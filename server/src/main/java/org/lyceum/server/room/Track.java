package org.lyceum.server.room;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.ServerMessage.TrackInfo;
import org.lyceum.server.protocol.Source;
import org.lyceum.sfu.TrackId;

/**
 * One source of the presenter. It outlives connections: while nobody publishes it, watchers keep its m-line, and the next
 * publisher of the source goes on under the same id. Confined to the room's thread.
 */
final class Track {
    private final Source source;
    private final TrackId id;
    /** Who publishes it, or did last. */
    String participantId;
    /** On whose connection it arrives; null while it has no source. */
    @Nullable
    Publication publication;
    /** On which m-line of that connection. */
    @Nullable
    String mid;
    /** Watchers have been told of it. */
    boolean announced;

    boolean muted;
    /** Media flows, as far as the media side knows. */
    boolean flowing;

    @Nullable
    String codec;

    /** There is one presenter in a broadcast, so the source names the track. */
    Track(Source source, String participantId) {
        this.source = source;
        this.id = idOf(source);
        this.participantId = participantId;
    }

    static TrackId idOf(Source source) {
        return new TrackId(source.wireName());
    }

    Source source() {
        return source;
    }

    TrackId id() {
        return id;
    }

    String kind() {
        return source.kind().name().toLowerCase(Locale.ROOT);
    }

    /** Media of it reaches the room. */
    boolean isCarried() {
        return flowing && publication != null && publication.isConnected();
    }

    TrackInfo info() {
        return new TrackInfo(id.value(), participantId, source, kind(), muted, codec);
    }
}
