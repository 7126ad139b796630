package org.lyceum.server.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.LayerChoice;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.Source;
import org.lyceum.sfu.LayerWish;
import org.lyceum.sfu.Quality;

/**
 * Which layers of the tracks go where: watchers' wishes on their way to the media side, and what is decided there on its way to
 * watchers, and to the presenter who may save what nobody watches. Confined to the room's thread.
 */
final class Layers {
    private static final int MEDIUM = 1;
    private static final int LOWEST = 0;
    private static final int ANY = -1;

    private final RoomContext context;
    private final Stage stage;
    private final Audience audience;

    Layers(RoomContext context, Stage stage, Audience audience) {
        this.context = context;
        this.stage = stage;
        this.audience = audience;
    }

    /** A watcher's page wishes this from now on, for this connection and the ones that follow. */
    void preferred(SocketParticipant who, ClientMessage.LayerPreference preference) throws ProtocolException {
        if (!who.isWatcher()) {
            throw new ProtocolException(ErrorCode.WRONG_ROLE, "Only watchers have preferences.");
        }
        Track track = stage.named(preference.trackId());
        if (track == null) {
            throw new ProtocolException(ErrorCode.UNKNOWN_TRACK, "There is no track of this id.");
        }
        who.preferences.put(track.id(), preference);
        if (who.watching instanceof Subscription subscription) {
            subscription.wish(track);
        }
    }

    /** What the media side is to know of a source that is sent to someone with this preference. */
    static LayerWish wish(Source source, ClientMessage.@Nullable LayerPreference preference) {
        int priority = switch (source) {
            case SCREEN -> LayerWish.SCREEN;
            case CAMERA -> LayerWish.SPEAKER;
            case MICROPHONE, SCREEN_AUDIO -> LayerWish.OTHER;
        };
        if (preference == null) {
            return new LayerWish(0, ANY, false, priority);
        }
        boolean paused = Boolean.TRUE.equals(preference.paused());
        return switch (Objects.requireNonNullElse(preference.layer(), LayerChoice.AUTO)) {
            case AUTO -> new LayerWish(Objects.requireNonNullElse(preference.maxHeight(), 0), ANY, paused, priority);
            case HIGH -> new LayerWish(0, ANY, paused, priority);
            case MEDIUM -> new LayerWish(0, MEDIUM, paused, priority);
            case LOW -> new LayerWish(0, LOWEST, paused, priority);
        };
    }

    /** The part of a wish that is granted. */
    static LayerWish permitted(LayerWish wish, Permit permit) {
        return permit == Permit.SOUND ? new LayerWish(wish.maxHeight(), LOWEST, wish.paused(), wish.priority()) : wish;
    }

    /** The media side says which layers anybody watches. */
    void wanted(RoomMessage.LayersWanted news) {
        Track track = stage.find(news.track());
        Publication publication = track == null ? null : track.publication;
        if (track == null
                || publication == null
                || !publication.peer().id().equals(news.publisher().id())
                || !news.mid().equals(track.mid)) {
            return; // Of a connection or an m-line that is not the track's any more.
        }
        List<ServerMessage.WantedLayer> layers = layers(publication.rids(news.mid()), news.wanted());
        if (!publication.tellWanted(news.mid(), layers)) {
            return;
        }
        publication
                .owner()
                .emit(id -> new ServerMessage.LayersWanted(id, track.id().value(), news.mid(), layers));
    }

    private static List<ServerMessage.WantedLayer> layers(List<String> rids, int wanted) {
        List<ServerMessage.WantedLayer> layers = new ArrayList<>();
        for (int i = 0; i < rids.size(); i++) {
            layers.add(new ServerMessage.WantedLayer(rids.get(i), null, (wanted & (1 << i)) != 0));
        }
        for (int i = 0; rids.isEmpty() && i < Publication.SPATIAL_LAYERS; i++) {
            layers.add(new ServerMessage.WantedLayer(null, i, (wanted & (1 << i)) != 0));
        }
        return layers;
    }

    /** The media side says what it sends to a watcher from now on. */
    void forwarding(RoomMessage.Forwarding news) {
        Track track = stage.find(news.track());
        Subscription subscription = audience.subscriptionOf(news.peer());
        if (track == null || subscription == null || !subscription.carries(track, news.mid())) {
            return;
        }
        SocketParticipant watcher = subscription.watcher();
        LayerChoice layer = news.paused() ? null : layer(track, news.quality());
        boolean wished =
                wish(track.source(), watcher.preferences.get(track.id())).paused();
        String reason = news.paused() ? whyPaused(wished) : null;
        if (subscription.tell(track, new Subscription.Sent(news.quality(), layer, reason))) {
            watcher.emit(id -> new ServerMessage.TrackLayer(id, track.id().value(), layer, news.paused(), reason));
            audience.updateVisit(watcher);
        }
    }

    /** A server that sheds has taken it, as far as anybody can tell. */
    private String whyPaused(boolean wished) {
        if (wished) {
            return "wish";
        }
        return context.plane().isShedding() ? "server" : "network";
    }

    private static LayerChoice layer(Track track, Quality quality) {
        Publication publication = track.publication;
        String mid = track.mid;
        if (publication == null || mid == null) {
            return LayerChoice.HIGH;
        }
        return publication.layer(mid, quality);
    }
}
