package org.lyceum.server.direct;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.DirectMessage;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.MessageTypes;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.room.Outlet;
import org.lyceum.server.room.ResumeRefusedException;
import org.lyceum.server.room.Timers;
import org.lyceum.server.turn.TurnAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who gets into which direct room, and when they are gone. Has no thread and no clock: its driver calls {@link #handle} for each
 * command and {@link #advance} when {@link #nanosUntilNext} says so, one at a time.
 */
final class DirectHouse {
    private static final Logger LOG = LoggerFactory.getLogger(DirectHouse.class);
    /** How often it is looked whether a Ping was answered. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private static final int SECRET_BYTES = 16;

    /** A member and the room that it is in. */
    record Place(DirectRoom room, DirectMember member) {}

    private final DirectLimits limits;
    private final TurnAccess turn;
    private final RandomGenerator random;
    private final Timers timers;
    private final DirectCounters counters;
    private final RoomCodes codes;
    private final Map<String, DirectRoom> rooms = new HashMap<>();
    private final Map<String, Integer> roomsByAddress = new HashMap<>();
    private boolean draining;

    /** @param random a SecureRandom, but in tests */
    DirectHouse(DirectLimits limits, TurnAccess turn, RandomGenerator random, Timers timers, DirectCounters counters) {
        this.limits = limits;
        this.turn = turn;
        this.random = random;
        this.timers = timers;
        this.counters = counters;
        this.codes = new RoomCodes(limits, timers, random, counters);
    }

    void advance(long nowNanos) {
        try {
            timers.advance(nowNanos);
        } catch (RuntimeException e) {
            LOG.error("a timer of a direct room failed", e);
        }
    }

    long nanosUntilNext(long nowNanos) {
        return timers.nanosUntilNext(nowNanos);
    }

    void handle(DirectCommand command, long nowNanos) {
        advance(nowNanos);
        try {
            dispatch(command);
        } catch (ProtocolException | ResumeRefusedException e) {
            refuse(command, e);
        } catch (RuntimeException e) {
            LOG.error("direct rooms failed to handle {}", command.getClass().getSimpleName(), e);
            refuse(command, new ProtocolException(ErrorCode.INTERNAL, "The server failed to do this."));
        }
    }

    /** Ends everything, for good. */
    void close() {
        draining = true;
        for (DirectRoom room : List.copyOf(rooms.values())) {
            for (DirectMember member : room.members()) {
                depart(new Place(room, member), CloseCode.GOING_AWAY, "the server stops");
            }
        }
        rooms.clear();
    }

    private void dispatch(DirectCommand command) throws ProtocolException, ResumeRefusedException {
        switch (command) {
            case DirectCommand.Enter enter -> enter(enter);
            case DirectCommand.Said said -> said(said);
            case DirectCommand.SocketGone gone -> socketGone(gone);
            case DirectCommand.Make make -> make.reply().complete(make(make.address()));
            case DirectCommand.Look look ->
                look.reply().complete(StatusOf.rooms(rooms.values(), rooms.get(RoomName.DEFAULT)));
            case DirectCommand.CutLogin cut -> cutLogin(cut.loginId());
            case DirectCommand.Drain _ -> drain();
            case DirectCommand.Stop _ -> close();
        }
    }

    private void refuse(DirectCommand command, Exception why) {
        counters.count(DirectCounter.REFUSED);
        if (command instanceof DirectCommand.Ask<?> ask) {
            ask.reply().completeExceptionally(why);
        } else if (command instanceof DirectCommand.Said said && why instanceof ProtocolException refusal) {
            said.through()
                    .send(refusal.toError(MessageTypes.nameOf(said.message().getClass())));
        }
    }

    private void enter(DirectCommand.Enter enter) throws ProtocolException, ResumeRefusedException {
        requireOpen();
        ClientMessage.Register register = enter.register();
        if (register.resumeToken() != null) {
            resume(enter, register.resumeToken());
            return;
        }
        DirectRoom room = find(enter);
        DirectMember sitting = room.sender();
        if (register.role() == ClientRole.RECEIVER) {
            if (room.receivers().size() >= limits.receivers()) {
                throw new ProtocolException(ErrorCode.ROOM_FULL, "There is no place for another receiver.");
            }
            seat(enter, room);
        } else if (sitting == null) {
            seat(enter, room);
        } else if (sitting.outlet() == null) {
            dismiss(new Place(room, sitting));
            enter(enter);
        } else {
            challenge(enter, room, sitting, sitting.outlet());
        }
    }

    /** Another sender is there, as it seems: that shows by its answer to a Ping. */
    private void challenge(DirectCommand.Enter enter, DirectRoom room, DirectMember sitting, Outlet outlet) {
        long heard = outlet.heard();
        outlet.ping();
        await(new Challenge(
                enter,
                room,
                sitting,
                outlet,
                heard,
                timers.now() + limits.ping().toNanos()));
    }

    /**
     * @param heard what had come from the sitting sender before
     * @param deadline until when something more has to come, in nanoseconds
     */
    private record Challenge(
            DirectCommand.Enter enter,
            DirectRoom room,
            DirectMember sitting,
            Outlet outlet,
            long heard,
            long deadline) {}

    private void await(Challenge challenge) {
        timers.after(LOOK, () -> {
            try {
                look(challenge);
            } catch (ProtocolException | ResumeRefusedException e) {
                refuse(challenge.enter(), e);
            }
        });
    }

    private void look(Challenge challenge) throws ProtocolException, ResumeRefusedException {
        DirectCommand.Enter enter = challenge.enter();
        if (enter.reply().isDone()) {
            return; // Nobody waits for it any more.
        }
        boolean sits = challenge.room().contains(challenge.sitting())
                && challenge.sitting().speaksThrough(challenge.outlet());
        if (!sits) {
            enter(enter);
        } else if (challenge.outlet().heard() != challenge.heard()) {
            throw new ProtocolException(ErrorCode.SENDER_TAKEN, "There is a sender in this room already.");
        } else if (timers.now() - challenge.deadline() >= 0) {
            dismiss(new Place(challenge.room(), challenge.sitting()));
            enter(enter);
        } else {
            await(challenge);
        }
    }

    private void dismiss(Place sitting) {
        counters.count(DirectCounter.REPLACED);
        sitting.member().tell(new ServerMessage.Error(ErrorCode.REPLACED, "Another sender took this place.", null));
        depart(sitting, CloseCode.REPLACED, "another sender took this place");
    }

    private void seat(DirectCommand.Enter enter, DirectRoom room) {
        ClientMessage.Register register = enter.register();
        String loginId = enter.principal() == null ? null : enter.principal().sessionId();
        DirectMember member = new DirectMember(secret(), register.role(), secret(), loginId, enter.outlet());
        Place place = new Place(room, member);
        if (!enter.reply().complete(place)) {
            endIfEmpty(room);
            return;
        }
        if (register.room() != null && RoomCodes.isCode(register.room())) {
            codes.used(register.room());
        }
        keep(room);
        room.add(member);
        welcome(place, enter.outlet(), false);
    }

    private void resume(DirectCommand.Enter enter, String token) throws ResumeRefusedException {
        DirectRoom room = rooms.get(RoomName.of(enter.register().room()));
        DirectMember member =
                room == null ? null : room.byResumeToken(enter.register().role(), token);
        if (room == null || member == null) {
            throw new ResumeRefusedException();
        }
        Place place = new Place(room, member);
        if (enter.reply().complete(place)) {
            counters.count(DirectCounter.RESUMED);
            member.attach(enter.outlet());
            welcome(place, enter.outlet(), true);
        }
    }

    private void welcome(Place place, Outlet outlet, boolean resumed) {
        DirectMember member = place.member();
        RoomKeys keys = place.room().keys();
        member.tell(new ServerMessage.Direct.Registered(
                member.role(),
                place.room().name(),
                "direct",
                member.isSender() ? null : member.id(),
                resumed,
                member.resumeToken(),
                keys == null ? null : keys.of(member.role()),
                new ServerMessage.TurnConfig(
                        turn.admitToPeers(member.id(), outlet.client().host())),
                ServerMessage.Registered.HEARTBEAT_SECONDS));
        place.room().introduce(member);
    }

    private DirectRoom find(DirectCommand.Enter enter) throws ProtocolException {
        ClientMessage.Register register = enter.register();
        String name = RoomName.of(register.room());
        Outlet.Client client = enter.outlet().client();
        if (RoomCodes.isCode(name)) {
            return Objects.requireNonNull(rooms.get(codes.open(name, client.address())), "no code outlives its room");
        }
        if (RoomName.isMade(name)) {
            return opened(name, register);
        }
        if (register.token() != null && enter.principal() == null) {
            throw new ProtocolException(ErrorCode.UNAUTHORIZED, "The access token is not valid; sign in again.");
        }
        if (name.equals(RoomName.DEFAULT) && !client.near()) {
            throw new ProtocolException(
                    ErrorCode.FORBIDDEN,
                    "The room 'default' is for devices in the server's own network; name another.");
        }
        if (!client.near() && enter.principal() == null) {
            throw new ProtocolException(
                    ErrorCode.UNAUTHORIZED, "From outside the server's network this needs a room code or an account.");
        }
        DirectRoom room = rooms.get(name);
        return room == null ? open(name, client.address(), null) : room;
    }

    private DirectRoom opened(String name, ClientMessage.Register register) throws ProtocolException {
        DirectRoom room = rooms.get(name);
        if (room == null) {
            throw new ProtocolException(ErrorCode.ROOM_NOT_FOUND, "This room is over.");
        }
        RoomKeys keys = room.keys();
        if (keys != null && !keys.open(register.role(), register.token())) {
            throw new ProtocolException(
                    ErrorCode.UNAUTHORIZED, "This link does not open the room; scan the code again.");
        }
        return room;
    }

    private DirectRoom open(String name, String address, @Nullable RoomKeys keys) throws ProtocolException {
        if (rooms.size() >= limits.rooms() || roomsByAddress.getOrDefault(address, 0) >= limits.roomsPerAddress()) {
            throw new ProtocolException(ErrorCode.SERVER_FULL, "There are too many rooms; try again later.");
        }
        DirectRoom room = new DirectRoom(name, address, keys, counters);
        rooms.put(name, room);
        roomsByAddress.merge(address, 1, Integer::sum);
        return room;
    }

    private MadeRoom make(String address) throws ProtocolException {
        requireOpen();
        RoomKeys keys = new RoomKeys(secret(), secret());
        DirectRoom room = open(RoomName.make(secret()), address, keys);
        endIfEmpty(room);
        String code = codes.make(room.name());
        if (code == null) {
            end(room);
            throw new ProtocolException(ErrorCode.SERVER_FULL, "There are too many room codes; try again later.");
        }
        room.code = code;
        counters.count(DirectCounter.ROOMS_MADE);
        return new MadeRoom(room.name(), code, limits.code(), keys.sender(), keys.receiver());
    }

    private void said(DirectCommand.Said said) throws ProtocolException {
        Place place = said.place();
        DirectMember member = place.member();
        if (!member.speaksThrough(said.through())) {
            return; // The last words of a socket that was replaced.
        }
        switch (said.message()) {
            case DirectMessage.Ping _ -> member.tell(new ServerMessage.Pong());
            case DirectMessage.Leave _ -> depart(place, CloseCode.NORMAL, "left");
            default -> place.room().relay(member, said.message());
        }
    }

    private void socketGone(DirectCommand.SocketGone gone) {
        Place place = gone.place();
        DirectMember member = place.member();
        if (!member.speaksThrough(gone.outlet())) {
            return;
        }
        if (gone.left()) {
            depart(place, CloseCode.NORMAL, "left");
        } else {
            place.room().lose(member);
            member.farewell = timers.after(limits.resume(), () -> depart(place, CloseCode.NORMAL, "lost"));
        }
    }

    /** It is gone for good; its socket is closed if it is open. */
    private void depart(Place place, CloseCode code, String reason) {
        DirectMember member = place.member();
        place.room().remove(member);
        member.close(code, reason);
        member.stay();
        turn.withdraw(member.id());
        endIfEmpty(place.room());
    }

    private static void keep(DirectRoom room) {
        if (room.ending != null) {
            room.ending.cancel();
            room.ending = null;
        }
    }

    /** A room that is known by its name is over with its last member; one that was made waits for them to come back. */
    private void endIfEmpty(DirectRoom room) {
        if (!room.isEmpty() || room.ending != null) {
            return;
        }
        if (room.keys() == null) {
            end(room);
        } else {
            room.ending = timers.after(limits.empty(), () -> end(room));
        }
    }

    private void end(DirectRoom room) {
        keep(room);
        if (room.code != null) {
            codes.used(room.code);
        }
        if (rooms.remove(room.name(), room)) {
            roomsByAddress.computeIfPresent(room.openedBy(), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    private void cutLogin(String loginId) {
        for (DirectRoom room : new ArrayList<>(rooms.values())) {
            for (DirectMember member : room.members()) {
                if (loginId.equals(member.loginId())) {
                    member.tell(new ServerMessage.Error(ErrorCode.CUT, "The login is over.", null));
                    depart(new Place(room, member), CloseCode.CUT, "the login is over");
                }
            }
        }
    }

    private void drain() {
        draining = true;
        rooms.values().forEach(room -> room.members().forEach(member -> member.tell(new ServerMessage.Draining())));
    }

    private void requireOpen() throws ProtocolException {
        if (draining) {
            throw new ProtocolException(ErrorCode.DRAINING, "The server is about to stop; try again soon.");
        }
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
