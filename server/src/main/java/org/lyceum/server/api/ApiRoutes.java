package org.lyceum.server.api;

import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import java.util.List;
import org.lyceum.platform.Platform;
import org.lyceum.platform.Refusal;
import org.lyceum.server.config.Config;
import org.lyceum.server.direct.DirectRooms;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.OriginCheck;
import org.lyceum.server.http.RouteGroup;
import org.lyceum.server.room.RoomRegistry;

/** The HTTP API as a whole, wired. Its handlers run on virtual threads and wait for the database. */
public final class ApiRoutes implements RouteGroup {
    private final List<RouteGroup> groups;

    public ApiRoutes(
            Platform platform,
            Config config,
            ClientAddresses addresses,
            ServerFacts facts,
            RoomRegistry broadcasts,
            DirectRooms direct) {
        this(platform, config, addresses, facts, broadcasts, direct, ApiLimits.usual(), TimeMeter.SYSTEM_NANOTIME);
    }

    /** With other limits, and their clock. */
    ApiRoutes(
            Platform platform,
            Config config,
            ClientAddresses addresses,
            ServerFacts facts,
            RoomRegistry broadcasts,
            DirectRooms direct,
            ApiLimits limits,
            TimeMeter clock) {
        Bearer bearer = new Bearer(platform.accessTokens());
        StreamDoor streamDoor = new StreamDoor(platform.streams(), bearer);
        StreamViews views = new StreamViews(new PublicUrls(config.publicUrl(), addresses));
        PrivateDoor door = new PrivateDoor(addresses, new OriginCheck(config));
        LoginGuard guard = new LoginGuard(limits, clock);
        this.groups = List.of(
                new CrossOrigin(config.allowedOrigins()),
                new AuthRoutes(
                        platform.accounts(), platform.firstAdmin(), bearer, addresses, door, guard, limits, clock),
                new AccountRoutes(
                        platform.accounts(),
                        platform.personalData(),
                        platform.accessTokens(),
                        bearer,
                        addresses,
                        door,
                        guard,
                        limits,
                        clock),
                new StreamRoutes(
                        platform.streams(), platform.accounts(), bearer, streamDoor, views, addresses, limits, clock),
                new WalletRoutes(platform.money(), bearer, addresses, limits, clock),
                new TipRoutes(streamDoor, platform.tips(), platform.chats(), bearer, limits, clock),
                new ReceiptRoutes(
                        platform.metering(), platform.money().settings().currency(), bearer),
                new ReportRoutes(
                        platform.reports(), platform.money().settings().currency(), bearer, streamDoor, limits, clock),
                new HistoryRoutes(platform.reports(), bearer, limits, clock),
                new AdminMoneyRoutes(platform.money(), platform.tips(), platform.accounts(), bearer),
                new DirectRoutes(direct, broadcasts, bearer, addresses, facts, limits, clock),
                new ConfigRoute(platform.accounts(), config.money().currency(), facts, addresses));
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.exception(Refusal.class, Answers::refusal);
        groups.forEach(group -> group.register(routes));
    }
}
