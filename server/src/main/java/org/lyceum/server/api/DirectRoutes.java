package org.lyceum.server.api;

import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.direct.DirectRooms;
import org.lyceum.server.direct.DirectStatus;
import org.lyceum.server.direct.MadeRoom;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.ProblemException;
import org.lyceum.server.http.RouteGroup;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.room.RoomRegistry;

/** Making direct rooms, and how rooms of all shapes stand. */
final class DirectRoutes implements RouteGroup {
    private final DirectRooms direct;
    private final RoomRegistry broadcasts;
    private final Bearer bearer;
    private final ClientAddresses addresses;
    private final ServerFacts facts;
    private final RateLimiter makings;

    DirectRoutes(
            DirectRooms direct,
            RoomRegistry broadcasts,
            Bearer bearer,
            ClientAddresses addresses,
            ServerFacts facts,
            ApiLimits limits,
            TimeMeter clock) {
        this.direct = direct;
        this.broadcasts = broadcasts;
        this.bearer = bearer;
        this.addresses = addresses;
        this.facts = facts;
        this.makings = new RateLimiter(limits.makeRoom(), clock);
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/api/direct-rooms", this::make);
        routes.get("/api/status", this::status);
    }

    private record RoomView(String room, String code, long codeExpiresIn, String senderToken, String receiverToken) {}

    private record StatusView(String status, String version, BroadcastView broadcast, DirectView direct) {}

    private record BroadcastView(int rooms, int watchers) {}

    private record DirectView(
            int rooms,
            int senders,
            int receivers,
            int offered,
            int answered,
            DirectStatus.@Nullable RoomStatus defaultRoom) {}

    /** For those in the server's own network and for accounts: relays cost, and strangers would find a use for them. */
    private void make(Context context) {
        if (!addresses.isNear(context)) {
            bearer.require(context);
        }
        String address = ClientAddresses.limitKey(addresses.of(context));
        makings.take(context, address);
        try {
            MadeRoom made = direct.make(address);
            context.header("Cache-Control", "no-store");
            Answers.json(
                    context,
                    201,
                    new RoomView(
                            made.room(),
                            made.code(),
                            made.codeLasts().toSeconds(),
                            made.senderToken(),
                            made.receiverToken()));
        } catch (ProtocolException e) {
            context.header("Retry-After", "10");
            throw new ProblemException(503, e.code().wireName(), e.getMessage());
        }
    }

    /** Numbers for everyone; who is in the default room only for those who could be in it. */
    private void status(Context context) {
        DirectStatus now = direct.status();
        Answers.json(
                context,
                200,
                new StatusView(
                        "up",
                        facts.version(),
                        new BroadcastView(broadcasts.size(), broadcasts.viewers()),
                        new DirectView(
                                now.rooms(),
                                now.senders(),
                                now.receivers(),
                                now.offered(),
                                now.answered(),
                                addresses.isNear(context) ? now.defaultRoom() : null)));
    }
}
