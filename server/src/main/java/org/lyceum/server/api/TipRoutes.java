package org.lyceum.server.api;

import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.chat.Chats;
import org.lyceum.platform.money.Posted;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.tips.TipGoal;
import org.lyceum.platform.tips.Tips;
import org.lyceum.server.api.MoneyViews.TipView;
import org.lyceum.server.http.ProblemException;
import org.lyceum.server.http.RouteGroup;

/** Tips: giving them, and for who gets them the feed and the goal. */
final class TipRoutes implements RouteGroup {
    private final StreamDoor door;
    private final Tips tips;
    private final Chats chats;
    private final Bearer bearer;
    private final RateLimiter givings;
    private final RateLimiter goalChanges;

    TipRoutes(StreamDoor door, Tips tips, Chats chats, Bearer bearer, ApiLimits limits, TimeMeter clock) {
        this.door = door;
        this.tips = tips;
        this.chats = chats;
        this.bearer = bearer;
        this.givings = new RateLimiter(limits.tip(), clock);
        this.goalChanges = new RateLimiter(limits.tip(), clock);
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/api/streams/{id}/tips", this::give);
        routes.get("/api/streams/{id}/tips", this::feed);
        routes.post("/api/streams/{id}/goal", this::setGoal);
        routes.get("/api/streams/{id}/goal", this::goal);
        routes.delete("/api/streams/{id}/goal", this::dropGoal);
    }

    private record Given(String id, long amount, String message, long balance) {}

    private void give(Context context) {
        Principal payer = bearer.require(context);
        Stream stream = door.requireWatchable(context, payer);
        JsonBody body = JsonBody.of(context);
        long amount = body.integer("amount");
        String message = Objects.requireNonNullElse(body.optionalText("message"), "");
        givings.take(context, payer.userId());
        if (!message.isBlank() && chats.isRestricted(stream.id(), payer.userId())) {
            throw new ProblemException(
                    403,
                    "not-in-chat",
                    "You may not write in this chat at the moment. A tip without a message is welcome.");
        }
        Posted posted = tips.give(OnceKeys.of(context, payer, body), payer.userId(), stream, amount, message);
        Answers.json(context, 201, new Given(posted.id(), amount, message.strip(), posted.balance()));
    }

    private void feed(Context context) {
        Stream stream = door.requireOwned(context);
        @Nullable String before = context.queryParam("before");
        Answers.json(
                context,
                200,
                Map.of(
                        "tips",
                        tips.ofStream(stream.id(), before, Paging.limit(context)).stream()
                                .map(TipView::of)
                                .toList()));
    }

    private void setGoal(Context context) {
        Stream stream = door.requireOwned(context);
        goalChanges.take(context, stream.creatorId()); // everyone in the room hears of it
        JsonBody body = JsonBody.of(context);
        TipGoal goal = tips.setGoal(stream.id(), body.text("title"), body.integer("target"));
        Answers.json(context, 200, goal);
    }

    private void goal(Context context) {
        Stream stream = door.requireWatchable(context, bearer.find(context).orElse(null));
        // Collecting for nothing is the usual case and no fault: a page that asks has nothing to complain of.
        tips.goal(stream.id()).ifPresentOrElse(goal -> Answers.json(context, 200, goal), () -> context.status(204));
    }

    private void dropGoal(Context context) {
        Stream stream = door.requireOwned(context);
        goalChanges.take(context, stream.creatorId());
        tips.dropGoal(stream.id());
        context.status(204);
    }
}
