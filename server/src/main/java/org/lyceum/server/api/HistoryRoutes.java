package org.lyceum.server.api;

import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.reports.Reports;
import org.lyceum.server.http.RouteGroup;

/** What one has watched and given oneself. */
final class HistoryRoutes implements RouteGroup {
    private final Reports reports;
    private final Bearer bearer;
    private final RateLimiter looks;

    HistoryRoutes(Reports reports, Bearer bearer, ApiLimits limits, TimeMeter clock) {
        this.reports = reports;
        this.bearer = bearer;
        this.looks = new RateLimiter(limits.report(), clock);
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/history/watched", this::watched);
        routes.get("/api/history/tips", this::tips);
    }

    private void watched(Context context) {
        Principal viewer = bearer.require(context);
        looks.take(context, viewer.userId());
        Answers.json(
                context,
                200,
                Map.of("watched", reports.watched(viewer.userId(), before(context), Paging.limit(context))));
    }

    private void tips(Context context) {
        Principal payer = bearer.require(context);
        looks.take(context, payer.userId());
        Answers.json(
                context,
                200,
                Map.of("tips", reports.tipsGiven(payer.userId(), before(context), Paging.limit(context))));
    }

    private static @Nullable String before(Context context) {
        return context.queryParam("before");
    }
}
