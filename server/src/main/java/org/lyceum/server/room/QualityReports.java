package org.lyceum.server.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.lyceum.net.PeerStats;
import org.lyceum.server.protocol.QualityLevel;
import org.lyceum.server.protocol.ServerMessage;

/**
 * Looks at each connection every two seconds and tells its owner how it does. Those that were connected within the same tenth of a second
 * have their turn together, so that a full room asks the media side for a little all the time and never for everything at once, and
 * neither side is woken for each of hundreds. Confined to the room's thread.
 */
final class QualityReports {
    static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Duration TURN = Duration.ofMillis(100);
    private static final int TURNS = (int) INTERVAL.dividedBy(TURN);

    private final RoomContext context;
    private final Members members;
    private final Stage stage;
    /** Of an interval, those in which someone is asked, by number. */
    private final Map<Integer, Turn> turns = new HashMap<>();

    private record Turn(int number, List<Connection> connections) {}

    QualityReports(RoomContext context, Members members, Stage stage) {
        this.context = context;
        this.members = members;
        this.stage = stage;
    }

    /** Media may flow: it is looked at from now on, until it is not its owner's connection any more. */
    void connected(Connection connection) {
        int number = Math.floorMod(Math.floorDiv(context.timers().now(), TURN.toNanos()), TURNS);
        turns.computeIfAbsent(number, this::plan).connections().add(connection);
    }

    private Turn plan(int number) {
        Turn turn = new Turn(number, new ArrayList<>());
        plan(turn);
        return turn;
    }

    private void plan(Turn turn) {
        Timers timers = context.timers();
        long since = Math.floorMod(timers.now() - turn.number() * TURN.toNanos(), INTERVAL.toNanos());
        timers.after(INTERVAL.minusNanos(since), () -> ask(turn));
    }

    private void ask(Turn turn) {
        turn.connections().removeIf(connection -> !connection.isCurrent());
        if (turn.connections().isEmpty()) {
            turns.remove(turn.number());
            return;
        }
        List<RoomMessage.Answer> answers = turn.connections().stream()
                .map(connection ->
                        new RoomMessage.Answer(connection, connection.peer().stats()))
                .toList();
        long asked = context.timers().now();
        var _ = CompletableFuture.allOf(
                        answers.stream().map(RoomMessage.Answer::stats).toArray(CompletableFuture[]::new))
                .whenComplete(
                        (all, gone) -> context.mail().accept(new RoomMessage.Measured(turn.number(), answers, asked)));
    }

    /**
     * The answers. The time that the last of them took tells how busy this server is: the media loops and the room have had their
     * turn.
     */
    void measured(RoomMessage.Measured news) {
        long now = context.timers().now();
        Turn turn = turns.get(news.turn());
        if (turn != null) {
            plan(turn);
        }
        List<Connection> measured = new ArrayList<>(news.answers().size());
        for (RoomMessage.Answer answer : news.answers()) {
            Connection connection = answer.connection();
            PeerStats stats = answer.stats().exceptionally(gone -> null).getNow(null);
            if (stats != null && connection.isCurrent()) {
                connection.measured(stats, now);
                measured.add(connection);
            }
        }
        ServerMessage.ServerQuality server =
                Measure.server(now - news.asked(), context.plane().isShedding());
        measured.forEach(connection -> tell(connection, server));
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
