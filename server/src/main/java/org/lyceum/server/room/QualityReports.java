package org.lyceum.server.room;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.QualityLevel;
import org.lyceum.server.protocol.ServerMessage;

/**
 * Looks at each connection every two seconds and tells its owner how it does. Each has its own beat, from the moment when it was
 * connected, so that a full room asks the media side for a little all the time and never for everything at once. Confined to the
 * room's thread.
 */
final class QualityReports {
    static final Duration INTERVAL = Duration.ofSeconds(2);

    private final RoomContext context;
    private final Members members;
    private final Stage stage;

    QualityReports(RoomContext context, Members members, Stage stage) {
        this.context = context;
        this.members = members;
        this.stage = stage;
    }

    /** Media may flow: it is looked at from now on, until it is not its owner's connection any more. */
    void connected(Connection connection) {
        context.timers().after(INTERVAL, () -> ask(connection));
    }

    private void ask(Connection connection) {
        if (!connection.isCurrent()) {
            return;
        }
        long asked = context.timers().now();
        var _ = connection
                .peer()
                .stats()
                .whenComplete(
                        (stats, gone) -> context.mail().accept(new RoomMessage.Measured(connection, stats, asked)));
    }

    /** The answer. The time that it took tells how busy this server is: the media loop and the room have both had their turn. */
    void measured(RoomMessage.Measured news) {
        Connection connection = news.connection();
        if (!connection.isCurrent()) {
            return;
        }
        long now = context.timers().now();
        if (news.stats() != null) {
            connection.measured(news.stats(), now);
            tell(connection, Measure.server(now - news.asked(), context.plane().isShedding()));
        }
        context.timers().after(INTERVAL, () -> ask(connection));
    }

    private void tell(Connection connection, ServerMessage.ServerQuality server) {
        Participant owner = connection.owner();
        ServerMessage.NetworkQuality network = network(connection);
        boolean presents = connection instanceof Publication;
        owner.tell(new ServerMessage.ConnectionQuality(
                owner.participantId(), network.level(), network, upload(), server, presents ? watchers() : null));
    }

    private static ServerMessage.NetworkQuality network(Connection connection) {
        return switch (connection) {
            case Publication publication -> publication.measure().fromPresenter();
            case Subscription subscription ->
                subscription.measure().toWatcher(subscription.isStarved(), subscription.isReduced());
            case Playback playback -> playback.measure().toWatcher(false, false);
        };
    }

    private ServerMessage.@Nullable UploadQuality upload() {
        Publication publication = stage.current();
        if (publication == null) {
            return stage.infos().isEmpty() ? null : lostUpload();
        }
        return publication.measure().upload(publication.owner().participantId());
    }

    /** The presenter's connection is gone, and may be back. */
    private ServerMessage.UploadQuality lostUpload() {
        return new ServerMessage.UploadQuality(stage.infos().getFirst().participantId(), QualityLevel.LOST, 0, 0, 0);
    }

    private ServerMessage.WatcherQualities watchers() {
        Map<QualityLevel, Integer> count = new EnumMap<>(QualityLevel.class);
        for (Participant participant : members.all()) {
            Connection watching = participant.watching;
            if (watching != null) {
                boolean lost = !watching.isConnected() || participant.isAway();
                count.merge(lost ? QualityLevel.LOST : network(watching).level(), 1, Integer::sum);
            }
        }
        return new ServerMessage.WatcherQualities(
                count.getOrDefault(QualityLevel.GOOD, 0),
                count.getOrDefault(QualityLevel.FAIR, 0),
                count.getOrDefault(QualityLevel.POOR, 0),
                count.getOrDefault(QualityLevel.LOST, 0));
    }
}
