package org.lyceum.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.metering.Metering;
import org.lyceum.platform.metering.Receipt;
import org.lyceum.platform.money.Currency;
import org.lyceum.server.http.ProblemException;
import org.lyceum.server.http.RouteGroup;

/** What one's watching has cost, session by session, to look at and to keep. */
final class ReceiptRoutes implements RouteGroup {
    private final Metering metering;
    private final Currency currency;
    private final Bearer bearer;

    ReceiptRoutes(Metering metering, Currency currency, Bearer bearer) {
        this.metering = metering;
        this.currency = currency;
        this.bearer = bearer;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/receipts", this::list);
        routes.get("/api/receipts/{id}", this::read);
        routes.get("/api/receipts/{id}/text", this::download);
    }

    private record View(
            String id,
            String streamId,
            String streamTitle,
            String creatorName,
            long pricePerMinute,
            long previewSeconds,
            long seconds,
            long charged,
            @Nullable Long spendingCap,
            String currency,
            int decimals,
            Instant openedAt,
            @Nullable Instant closedAt,
            @Nullable String endReason) {}

    private void list(Context context) {
        Principal viewer = bearer.require(context);
        Answers.json(
                context,
                200,
                Map.of(
                        "receipts",
                        metering.receiptsOf(viewer.userId()).stream()
                                .map(this::view)
                                .toList()));
    }

    private void read(Context context) {
        Answers.json(context, 200, view(require(context)));
    }

    private void download(Context context) {
        Receipt receipt = require(context);
        context.header("Content-Disposition", "attachment; filename=\"receipt-" + receipt.sessionId() + ".txt\"");
        context.contentType("text/plain; charset=utf-8").result(text(receipt));
    }

    private Receipt require(Context context) {
        Principal viewer = bearer.require(context);
        return metering.receipt(context.pathParam("id"))
                .filter(receipt -> viewer.isAdmin() || viewer.userId().equals(receipt.viewerId()))
                .orElseThrow(() -> new ProblemException(
                        404, "receipt-not-found", "There is no receipt of yours at this address."));
    }

    private View view(Receipt receipt) {
        return new View(
                receipt.sessionId(),
                receipt.streamId(),
                receipt.streamTitle(),
                receipt.creatorName(),
                receipt.pricePerMinute(),
                receipt.previewSeconds(),
                receipt.seconds(),
                receipt.charged(),
                receipt.spendingCap(),
                currency.code(),
                currency.decimals(),
                receipt.openedAt(),
                receipt.closedAt(),
                receipt.endReason());
    }

    private String text(Receipt receipt) {
        Instant closed = receipt.closedAt();
        return """
                Receipt %s

                Watched      %s, by %s
                From         %s
                Until        %s
                Preview      %d s, free
                Paid         %d s at %s a minute
                Total        %s
                """.formatted(
                        receipt.sessionId(),
                        receipt.streamTitle(),
                        receipt.creatorName(),
                        receipt.openedAt(),
                        closed == null ? "still watching" : closed,
                        receipt.previewSeconds(),
                        receipt.seconds(),
                        currency.format(receipt.pricePerMinute()),
                        currency.format(receipt.charged()));
    }
}
