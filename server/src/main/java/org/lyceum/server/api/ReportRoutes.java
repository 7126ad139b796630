package org.lyceum.server.api;

import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.money.Currency;
import org.lyceum.platform.reports.Days;
import org.lyceum.platform.reports.Earned;
import org.lyceum.platform.reports.EarningsReport;
import org.lyceum.platform.reports.Reports;
import org.lyceum.platform.reports.ViewersOverTime;
import org.lyceum.server.http.ProblemException;
import org.lyceum.server.http.RouteGroup;

/** What creators look back on: what came in, from whom, and who watched. */
final class ReportRoutes implements RouteGroup {
    private static final long USUAL_SUPPORTERS = 10;

    private final Reports reports;
    private final Currency currency;
    private final Bearer bearer;
    private final StreamDoor door;
    private final RateLimiter looks;

    ReportRoutes(
            Reports reports, Currency currency, Bearer bearer, StreamDoor door, ApiLimits limits, TimeMeter clock) {
        this.reports = reports;
        this.currency = currency;
        this.bearer = bearer;
        this.door = door;
        this.looks = new RateLimiter(limits.report(), clock);
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/earnings", this::earnings);
        routes.get("/api/earnings/csv", this::downloadEarnings);
        routes.get("/api/supporters", this::supporters);
        routes.get("/api/audience", this::audience);
        routes.get("/api/broadcasts", this::broadcasts);
        routes.get("/api/broadcasts/{id}/viewers", this::viewers);
    }

    /** @param streamId null for all of the creator's */
    private record Asked(String creatorId, @Nullable String streamId, Days days) {}

    private record EarningsView(
            String currency,
            int decimals,
            Earned total,
            List<EarningsReport.OfDay> days,
            List<EarningsReport.OfStream> streams) {}

    private void earnings(Context context) {
        EarningsReport report = report(asked(context));
        Answers.json(
                context,
                200,
                new EarningsView(
                        currency.code(), currency.decimals(), report.total(), report.days(), report.streams()));
    }

    private void downloadEarnings(Context context) {
        Asked asked = asked(context);
        String name = "earnings-%s-%s.csv"
                .formatted(asked.days().first(), asked.days().last());
        context.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
        context.contentType("text/csv; charset=utf-8").result(csv(report(asked)));
    }

    private EarningsReport report(Asked asked) {
        return reports.earnings(asked.creatorId(), asked.streamId(), asked.days());
    }

    /** As RFC 4180 has it; amounts as plain decimals, which every spreadsheet reads. */
    private String csv(EarningsReport report) {
        StringBuilder lines = new StringBuilder("day,tips,watching,total,pending,available,currency\r\n");
        for (EarningsReport.OfDay day : report.days()) {
            Earned earned = day.earned();
            String amounts = LongStream.of(
                            earned.tips(), earned.watching(), earned.total(), earned.pending(), earned.available())
                    .mapToObj(currency::digits)
                    .collect(Collectors.joining(","));
            lines.append("%s,%s,%s\r\n".formatted(day.day(), amounts, currency.code()));
        }
        return lines.toString();
    }

    private void supporters(Context context) {
        Asked asked = asked(context);
        int limit = (int) Paging.number(context, "limit", USUAL_SUPPORTERS, Paging.MOST);
        Answers.json(
                context,
                200,
                Map.of("supporters", reports.supporters(asked.creatorId(), asked.streamId(), asked.days(), limit)));
    }

    private void audience(Context context) {
        Asked asked = asked(context);
        Answers.json(context, 200, reports.audience(asked.creatorId(), asked.streamId(), asked.days()));
    }

    private void broadcasts(Context context) {
        Asked asked = asked(context);
        @Nullable String before = context.queryParam("before");
        Answers.json(
                context,
                200,
                Map.of(
                        "broadcasts",
                        reports.broadcasts(
                                asked.creatorId(), asked.streamId(), asked.days(), before, Paging.limit(context))));
    }

    private void viewers(Context context) {
        String creatorId = requireCreator(context);
        ViewersOverTime viewers = reports.viewers(creatorId, context.pathParam("id"))
                .orElseThrow(() -> new ProblemException(
                        404, "broadcast-not-found", "There is no broadcast of yours at this address."));
        Answers.json(context, 200, viewers);
    }

    private Asked asked(Context context) {
        String creatorId = requireCreator(context);
        String streamId = context.queryParam("stream");
        if (streamId != null) {
            door.requireOwned(context, streamId);
        }
        return new Asked(creatorId, streamId, DayRange.of(context, reports::today));
    }

    private String requireCreator(Context context) {
        Principal creator = bearer.require(context);
        looks.take(context, creator.userId());
        return creator.userId();
    }
}
