package org.lyceum.server.room;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lyceum.net.MediaPlane;
import org.lyceum.net.PeerHandle;
import org.lyceum.net.RoomListener;
import org.lyceum.net.RoomMedia;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.accounts.SessionEnded;
import org.lyceum.platform.chat.Chats;
import org.lyceum.platform.metering.Metering;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.StreamChange;
import org.lyceum.platform.streams.Streams;
import org.lyceum.platform.tips.GoalChange;
import org.lyceum.platform.tips.TipGiven;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.turn.TurnAccess;
import org.lyceum.sfu.Quality;
import org.lyceum.sfu.TrackId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All rooms of this server, and the only way into them. From any thread that may wait (virtual ones): to enter is to ask the
 * database, and then the room. A room comes to life with whoever enters first and ends when all are gone.
 *
 * <p>Listens to {@link Streams#onChange}, so that an ended stream or a dead key cuts at once, whoever said so.
 */
public final class RoomRegistry implements MediaSessions, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoomRegistry.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final MediaPlane plane;
    private final Streams streams;
    private final StreamFacts facts;
    private final Function<String, Optional<Principal>> tokens;
    private final RoomLimits limits;
    private final TurnAccess turn;
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService database = Executors.newVirtualThreadPerTaskExecutor();
    private final ViewerLog viewerLog;
    private final ChatLog chatLog;
    private final WatchMeters meters;
    private final ScheduledExecutorService seconds = daemon("meter");
    private final ScheduledExecutorService batches = daemon("meter-ledger");
    private final ConcurrentMap<String, RoomActor> rooms = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();
    private volatile boolean draining;

    /**
     * @param metering counts what watching costs
     * @param tokens verifies an access token
     * @param turn what participants may relay by
     */
    public RoomRegistry(
            MediaPlane plane,
            Streams streams,
            Chats chats,
            Metering metering,
            Function<String, Optional<Principal>> tokens,
            RoomLimits limits,
            TurnAccess turn) {
        this.plane = plane;
        this.streams = streams;
        this.tokens = tokens;
        this.limits = limits;
        this.turn = turn;
        this.facts = StreamFacts.of(streams);
        this.viewerLog = new ViewerLog(facts, database);
        this.meters = new WatchMeters(MeterFacts.of(metering), database);
        this.chatLog = new ChatLog(ChatFacts.of(chats), database);
        streams.onChange(this::changed);
        startMeters();
    }

    /** Two threads, so that the seconds do not wait for the database. */
    private void startMeters() {
        long second = WatchMeters.SECOND.toNanos();
        long batch = WatchMeters.BATCH.toNanos();
        var _ = seconds.scheduleAtFixedRate(this::countSecond, second, second, TimeUnit.NANOSECONDS);
        var _ = batches.scheduleWithFixedDelay(meters::flush, batch, batch, TimeUnit.NANOSECONDS);
    }

    private void countSecond() {
        try {
            meters.second(System.nanoTime());
        } catch (RuntimeException e) {
            LOG.error("a second could not be counted", e);
        }
    }

    private static ScheduledExecutorService daemon(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /**
     * Registers a socket, new or resumed; the welcome and all that follows go to the outlet.
     *
     * @throws ProtocolException where it is refused; the socket may try again
     * @throws ResumeRefusedException where the session is over; the socket is to be closed
     */
    public Seat register(ClientMessage.Register register, Outlet outlet)
            throws ProtocolException, ResumeRefusedException {
        if (draining) {
            throw new ProtocolException(ErrorCode.DRAINING, "The server is about to stop; try again soon.");
        }
        requireBroadcastRole(register.role());
        String room = register.room();
        if (room == null) {
            throw new ProtocolException(ErrorCode.MISSING_FIELD, "Field 'room' is missing.");
        }
        return register.resumeToken() == null ? join(register, room, outlet) : resume(register, room, outlet);
    }

    @Override
    public MediaSession publish(Stream stream, String offerSdp) throws ProtocolException, NegotiationException {
        CompletableFuture<SessionParticipant> reply = new CompletableFuture<>();
        enter(stream, new RoomMessage.OpenPublisher(offerSdp, reply));
        return Replies.await(reply, NegotiationException.class);
    }

    @Override
    public MediaSession watch(
            Stream stream, @Nullable Principal viewer, String address, String offerSdp, boolean screen)
            throws ProtocolException, NegotiationException {
        requireCapacity();
        CompletableFuture<SessionParticipant> reply = new CompletableFuture<>();
        enter(stream, new RoomMessage.OpenPlayer(viewer, address, offerSdp, screen, reply));
        return Replies.await(reply, NegotiationException.class);
    }

    @Override
    public boolean isFlowing(String streamId) {
        RoomActor room = rooms.get(streamId);
        return room != null && room.isFlowing();
    }

    /** How many watch this stream now. */
    public int viewers(String streamId) {
        RoomActor room = rooms.get(streamId);
        return room == null ? 0 : room.viewers();
    }

    /** How many watch anything now. */
    public int viewers() {
        return rooms.values().stream().mapToInt(RoomActor::viewers).sum();
    }

    /** Watchers turned away because the server was full. */
    public long refused() {
        return refused.sum();
    }

    /** How many rooms are open. */
    public int size() {
        return rooms.size();
    }

    /** Whatever came with this login ends at once: signed out, its token stolen, or its password reset. */
    public void cutLogin(SessionEnded login) {
        rooms.values().forEach(room -> room.post(new RoomMessage.CutLogin(login.sessionId())));
    }

    /** What this person said is shown in no room any more. */
    public void forget(String userId) {
        rooms.values().forEach(room -> room.post(new RoomMessage.PersonForgotten(userId)));
    }

    /** Shows a tip to everyone in its stream's room; nobody is there where there is none. */
    public void tipped(TipGiven given) {
        RoomActor room = rooms.get(given.tip().streamId());
        if (room != null) {
            room.post(new RoomMessage.Tipped(given));
        }
    }

    /** The same for what its stream collects for. */
    public void goalChanged(GoalChange change) {
        RoomActor room = rooms.get(change.streamId());
        if (room != null) {
            room.post(new RoomMessage.GoalChanged(change));
        }
    }

    /** Nobody new comes in, and everybody is told that the server will stop. */
    public void drain() {
        draining = true;
        rooms.values().forEach(room -> room.post(new RoomMessage.Drain()));
    }

    /** Stops all rooms and waits until what they knew is written down, five seconds at most. */
    @Override
    public void close() {
        draining = true;
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        rooms.values().forEach(room -> room.post(new RoomMessage.Stop()));
        try {
            for (RoomActor room : rooms.values()) {
                if (!room.awaitEnd(deadline - System.nanoTime())) {
                    break;
                }
            }
            seconds.shutdown();
            batches.shutdown();
            meters.flush(); // what was watched until now, and what sessions held ahead, which is given back
            database.shutdown();
            var _ = database.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        rooms.clear();
    }

    private static void requireBroadcastRole(ClientRole role) throws ProtocolException {
        switch (role) {
            case PRESENTER, WATCHER -> {}
            case TEACHER, STUDENT ->
                throw new ProtocolException(ErrorCode.NOT_AVAILABLE, "This server has no classes yet.");
            case SENDER, RECEIVER -> throw new ProtocolException(ErrorCode.FORBIDDEN, "This role is for direct rooms.");
        }
    }

    private Seat join(ClientMessage.Register register, String roomId, Outlet outlet) throws ProtocolException {
        Principal principal = verify(register.token());
        Stream stream = streams.find(roomId)
                .orElseThrow(() -> new ProtocolException(ErrorCode.ROOM_NOT_FOUND, "There is no such room."));
        requirePermission(register.role(), stream, principal);
        if (register.role() == ClientRole.WATCHER) {
            requireCapacity();
        }
        CompletableFuture<SocketParticipant> reply = new CompletableFuture<>();
        RoomActor room =
                enter(stream, new RoomMessage.Join(register.role(), principal, register.name(), outlet, reply));
        RoomSeat seat = new RoomSeat(room, Replies.await(reply, RuntimeException.class), outlet);
        String token = register.token();
        if (token != null && tokens.apply(token).isEmpty()) {
            // The login ended on the way in, and its cut may have gone by before.
            seat.leave();
        }
        return seat;
    }

    private Seat resume(ClientMessage.Register register, String roomId, Outlet outlet)
            throws ProtocolException, ResumeRefusedException {
        RoomActor room = rooms.get(roomId);
        if (room == null) {
            throw new ResumeRefusedException();
        }
        CompletableFuture<SocketParticipant> reply = new CompletableFuture<>();
        String token = Objects.requireNonNull(register.resumeToken());
        long lastEventId = Objects.requireNonNullElse(register.lastEventId(), 0L);
        room.post(new RoomMessage.Resume(register.role(), token, lastEventId, outlet, reply));
        return new RoomSeat(room, Replies.await(reply, ResumeRefusedException.class), outlet);
    }

    /** Who is in stays in, and presenters may come: a watcher more is what a machine that sheds cannot take. */
    private void requireCapacity() throws ProtocolException {
        if (plane.isFull()) {
            refused.increment();
            throw new ProtocolException(
                    ErrorCode.SERVER_FULL,
                    "The server has more watchers than it can serve well; there may be room in ten seconds.");
        }
    }

    private @Nullable Principal verify(@Nullable String token) throws ProtocolException {
        if (token == null) {
            return null;
        }
        return tokens.apply(token)
                .orElseThrow(() ->
                        new ProtocolException(ErrorCode.UNAUTHORIZED, "The access token is not valid; sign in again."));
    }

    private void requirePermission(ClientRole role, Stream stream, @Nullable Principal principal)
            throws ProtocolException {
        boolean allowed =
                role == ClientRole.PRESENTER ? stream.isOwnedBy(principal) : streams.mayBeWatched(stream, principal);
        if (!allowed && principal == null) {
            throw new ProtocolException(ErrorCode.UNAUTHORIZED, "This needs an access token; sign in.");
        }
        if (!allowed) {
            throw new ProtocolException(
                    ErrorCode.FORBIDDEN,
                    role == ClientRole.WATCHER
                            ? "This stream is for people whom its creator has invited."
                            : "You may not do this in this room.");
        }
    }

    /** Mails the room, which is made where there is none; never one that is about to retire. */
    private RoomActor enter(Stream stream, RoomMessage message) throws ProtocolException {
        if (draining) {
            throw new ProtocolException(ErrorCode.DRAINING, "The server is about to stop; try again soon.");
        }
        return rooms.compute(stream.id(), (id, present) -> {
            RoomActor room = present == null ? open(stream) : present;
            room.post(message);
            return room;
        });
    }

    private RoomActor open(Stream stream) {
        RoomActor actor = new RoomActor(idle -> retire(stream.id(), idle), gone -> rooms.remove(stream.id(), gone));
        RoomMedia media = plane.openRoom(stream.id(), mailing(actor));
        Timers timers = new Timers(System.nanoTime());
        RoomContext context = new RoomContext(
                stream.id(),
                plane,
                media,
                facts,
                viewerLog,
                chatLog,
                InstantSource.system(),
                limits,
                random,
                turn,
                meters,
                timers,
                actor::post);
        actor.start(new Room(context, stream));
        return actor;
    }

    /** Atomic with {@link #enter}: a room with mail stays. */
    private boolean retire(String id, RoomActor idle) {
        return rooms.compute(id, (key, present) -> present == idle && !idle.hasMail() ? null : present) != idle;
    }

    private void changed(StreamChange change) {
        RoomActor room = rooms.get(change.stream().id());
        if (room != null) {
            room.post(new RoomMessage.StreamChanged(change));
        }
    }

    private static RoomListener mailing(RoomActor room) {
        return new RoomListener() {
            @Override
            public void trackFlowing(TrackId track, Codec codec) {
                room.post(new RoomMessage.TrackFlowing(track, codec));
            }

            @Override
            public void trackStalled(TrackId track) {
                room.post(new RoomMessage.TrackStalled(track));
            }

            @Override
            public void undecodable(PeerHandle peer, String mid, TrackId track, Codec codec) {
                room.post(new RoomMessage.Undecodable(peer, track, codec));
            }

            @Override
            public void layersWanted(PeerHandle publisher, String mid, TrackId track, int wanted) {
                room.post(new RoomMessage.LayersWanted(publisher, mid, track, wanted));
            }

            @Override
            public void forwarding(PeerHandle peer, String mid, TrackId track, Quality quality, boolean paused) {
                room.post(new RoomMessage.Forwarding(peer, mid, track, quality, paused));
            }
        };
    }
}
