package org.lyceum.server.room;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.lyceum.net.PeerHandle;
import org.lyceum.net.RoomListener;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.accounts.Role;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Visibility;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.PeerConnectionName;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.Source;
import org.lyceum.server.turn.TurnAccess;
import org.lyceum.sfu.TrackId;

/** A room without a thread, in a time of its own; negotiators on both ends are the real ones. */
final class RoomHarness {
    static final String ROOM = "s1";
    private static final long BEGIN = Long.MAX_VALUE - 5_000_000_000L; // nanoTime may wrap
    static final Principal ANN = new Principal("ann", "Ann", Set.of(Role.VIEWER), "login1");
    static final Principal BOB = new Principal("bob", "Bob", Set.of(Role.VIEWER, Role.ADMIN), "login2");

    /** Someone with a socket. */
    final class Client {
        final SocketParticipant participant;
        RecordingOutlet outlet;

        private Client(SocketParticipant participant, RecordingOutlet outlet) {
            this.participant = participant;
            this.outlet = outlet;
        }

        void say(ClientMessage message) {
            tell(new RoomMessage.Said(participant, outlet, message));
        }

        void loseSocket() {
            tell(new RoomMessage.SocketLost(participant, outlet));
        }

        /** Camera and microphone of the sample, whose m-lines are 0 (sound) and 1 (picture). */
        void publish(String sample) {
            offer(sample, Source.MICROPHONE, Source.CAMERA);
        }

        void offer(String sample, Source... sourcesByMid) {
            String sdp = Sdp.sample(sample);
            List<String> mids = Sdp.mids(sdp);
            List<ClientMessage.OfferedTrack> tracks = Arrays.stream(sourcesByMid)
                    .map(source -> new ClientMessage.OfferedTrack(
                            mids.get(Arrays.asList(sourcesByMid).indexOf(source)), source))
                    .toList();
            say(new ClientMessage.Offer(PeerConnectionName.PUBLISH, sdp, tracks));
        }

        void answerOffer() {
            ServerMessage.Offer offer = outlet.last(ServerMessage.Offer.class);
            say(new ClientMessage.Answer(
                    PeerConnectionName.SUBSCRIBE, offer.offerId(), Sdp.answerTo(plane, offer.sdp())));
        }
    }

    final RecordingPlane plane = new RecordingPlane();
    final MemoryStreams streams = new MemoryStreams();
    final MemoryChats chats = new MemoryChats();
    /** What waits for the disk, where {@link #slowDisk}; done by {@link #writeDisk}. */
    private final Queue<Runnable> disk = new ArrayDeque<>();

    boolean slowDisk;
    final Room room;
    final WatchMeters meters;
    private final Queue<RoomMessage> mail = new ArrayDeque<>();
    private long now = BEGIN;

    RoomHarness() {
        this(RoomLimits.DEFAULT);
    }

    RoomHarness(RoomLimits limits) {
        this(limits, null, new NoMeter());
    }

    /** @param priced null for a stream that costs nothing */
    RoomHarness(RoomLimits limits, @Nullable Stream priced, MeterFacts metering) {
        Stream stream = priced == null ? streams.add(ROOM, ANN.userId(), Visibility.PUBLIC) : streams.add(priced);
        meters = new WatchMeters(metering, Runnable::run);
        streams.onChange(change -> mail.add(new RoomMessage.StreamChanged(change)));
        var media = plane.openRoom(stream.id(), listener());
        room = new Room(
                new RoomContext(
                        stream.id(),
                        plane,
                        media,
                        streams,
                        new ViewerLog(streams, Runnable::run),
                        new ChatLog(chats, this::write),
                        this::clock,
                        limits,
                        new SecureRandom(),
                        new TurnAccess.None(),
                        meters,
                        new Timers(now),
                        mail::add),
                stream);
    }

    Client presenter() {
        return join(ClientRole.PRESENTER, ANN);
    }

    Client watcher() {
        return join(ClientRole.WATCHER, null);
    }

    /** With a connection that is answered and connected. */
    Client watching() {
        Client watcher = watcher();
        watcher.say(new ClientMessage.Subscribe());
        watcher.answerOffer();
        connect(plane.newestPeer());
        return watcher;
    }

    /** A presenter whose camera and microphone flow. */
    Client live() {
        Client presenter = presenter();
        presenter.publish("chromium-publish");
        connect(plane.newestPeer());
        flow("camera", CodecType.VP8);
        flow("microphone", CodecType.OPUS);
        return presenter;
    }

    Client join(ClientRole role, @Nullable Principal principal) {
        return join(role, principal, new RecordingOutlet());
    }

    Client join(ClientRole role, @Nullable Principal principal, RecordingOutlet outlet) {
        return new Client(
                ask(new RoomMessage.Join(role, principal, "guest", outlet, new CompletableFuture<>())), outlet);
    }

    /** The client is back with another socket. */
    void resume(Client client, long lastEventId) {
        RecordingOutlet outlet = new RecordingOutlet();
        ask(new RoomMessage.Resume(
                client.participant.role(),
                client.participant.resumeToken(),
                lastEventId,
                outlet,
                new CompletableFuture<>()));
        client.outlet = outlet;
    }

    SessionParticipant whip(String sample) {
        return ask(new RoomMessage.OpenPublisher(Sdp.sample(sample), new CompletableFuture<>()));
    }

    SessionParticipant whep(boolean screen) {
        return ask(new RoomMessage.OpenPlayer(
                null, "192.0.2.1", Sdp.sample("chromium-recvonly"), screen, new CompletableFuture<>()));
    }

    /** What the room replies; throws what it refuses with. */
    <T> T ask(RoomMessage.Ask<T> question) {
        tell(question);
        try {
            return question.reply().join();
        } catch (CompletionException e) {
            throw new Refused(e.getCause());
        }
    }

    /** The cause is what the room said. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(@Nullable Throwable cause) {
            super(cause);
        }
    }

    void tell(RoomMessage message) {
        mail.add(message);
        deliver();
    }

    void connect(RecordingPlane.RecordingPeer peer) {
        peer.listener.connected();
        deliver();
    }

    void flow(String track, CodecType codec) {
        tell(new RoomMessage.TrackFlowing(new TrackId(track), new Codec(codec, "")));
    }

    void stall(String track) {
        tell(new RoomMessage.TrackStalled(new TrackId(track)));
    }

    /** Lets time pass, second by second. */
    void pass(Duration time) {
        for (long end = now + time.toNanos(); now - end < 0; ) {
            now += Math.min(end - now, Duration.ofMillis(100).toNanos());
            if (room.nanosUntilNext(now) == 0) {
                room.advance(now);
            }
            deliver();
        }
    }

    /** A second passes, and is counted. */
    void second() {
        pass(Duration.ofSeconds(1));
        meters.second(now);
        deliver();
    }

    /** So long nothing runs at all. */
    void standStill(Duration time) {
        now += time.toNanos();
    }

    /** The database does what it was asked, and the room hears of it. */
    void writeDisk() {
        for (Runnable work = disk.poll(); work != null; work = disk.poll()) {
            work.run();
        }
        deliver();
    }

    private void write(Runnable work) {
        if (slowDisk) {
            disk.add(work);
        } else {
            work.run();
        }
    }

    private Instant clock() {
        return MemoryChats.SOMETIME.plusNanos(now - BEGIN);
    }

    void deliver() {
        for (RoomMessage message = mail.poll(); message != null; message = mail.poll()) {
            room.handle(message, now);
        }
    }

    private static RoomListener listener() {
        return new RoomListener() {
            @Override
            public void trackFlowing(TrackId track, Codec codec) {}

            @Override
            public void trackStalled(TrackId track) {}

            @Override
            public void undecodable(PeerHandle peer, String mid, TrackId track, Codec codec) {}
        };
    }
}
