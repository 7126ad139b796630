package org.lyceum.server.direct;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.DirectMessage;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.room.Outlet;
import org.lyceum.server.room.Timers;
import org.lyceum.server.turn.ExternalTurn;
import org.lyceum.server.turn.TurnAccess;

/** Direct rooms in virtual time. */
final class DirectHarness {
    static final Outlet.Client NEAR = new Outlet.Client("192.168.1.7", "192.168.1.5", true);
    static final Outlet.Client FAR = new Outlet.Client("203.0.113.9", "live.example.org", false);

    /** Somebody in a room, or on the way. */
    record Person(FakeClient client, CompletableFuture<DirectHouse.Place> entered) {
        DirectHouse.Place place() {
            return entered.join();
        }

        String id() {
            return place().member().id();
        }
    }

    final DirectCounters counters = new DirectCounters();
    final DirectHouse house;
    private long now = 1_000;

    DirectHarness() {
        this(DirectLimits.DEFAULT);
    }

    DirectHarness(DirectLimits limits) {
        this(limits, new ExternalTurn(List.of("turn:turn.example.org"), "a shared secret", InstantSource.system()));
    }

    DirectHarness(DirectLimits limits, TurnAccess turn) {
        house = new DirectHouse(limits, turn, new Random(7), new Timers(now), counters);
    }

    void handle(DirectCommand command) {
        house.handle(command, now);
    }

    /** Lets time pass, and everything happen that is due in it. */
    void pass(Duration time) {
        long end = now + time.toNanos();
        for (long next = house.nanosUntilNext(now); next <= end - now; next = house.nanosUntilNext(now)) {
            now += next;
            house.advance(now);
        }
        now = end;
        house.advance(now);
    }

    Person sender(@Nullable String room) {
        return enter(NEAR, ClientRole.SENDER, room, null);
    }

    Person receiver(@Nullable String room) {
        return enter(NEAR, ClientRole.RECEIVER, room, null);
    }

    Person enter(Outlet.Client client, ClientRole role, @Nullable String room, @Nullable String token) {
        return enter(client, null, new ClientMessage.Register(role, room, token, null, null, null));
    }

    Person resume(ClientRole role, @Nullable String room, String resumeToken) {
        return enter(FAR, null, new ClientMessage.Register(role, room, null, null, resumeToken, null));
    }

    Person enter(Outlet.Client client, @Nullable Principal principal, ClientMessage.Register register) {
        Person person = new Person(new FakeClient(client), new CompletableFuture<>());
        handle(new DirectCommand.Enter(register, principal, person.client(), person.entered()));
        return person;
    }

    MadeRoom make() {
        CompletableFuture<MadeRoom> reply = new CompletableFuture<>();
        handle(new DirectCommand.Make("192.168.1.7", reply));
        return reply.join();
    }

    DirectStatus status() {
        CompletableFuture<DirectStatus> reply = new CompletableFuture<>();
        handle(new DirectCommand.Look(reply));
        return reply.join();
    }

    void says(Person person, DirectMessage message) {
        handle(new DirectCommand.Said(person.place(), person.client(), message));
    }

    void leaves(Person person) {
        handle(new DirectCommand.SocketGone(person.place(), person.client(), true));
    }

    void vanishes(Person person) {
        handle(new DirectCommand.SocketGone(person.place(), person.client(), false));
    }

    static @Nullable ErrorCode refusal(CompletableFuture<?> reply) {
        if (!reply.isCompletedExceptionally()) {
            return null;
        }
        try {
            throw new AssertionError(reply.join());
        } catch (CompletionException e) {
            return e.getCause() instanceof ProtocolException refused ? refused.code() : null;
        }
    }
}
