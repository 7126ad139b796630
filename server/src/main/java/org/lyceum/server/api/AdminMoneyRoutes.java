package org.lyceum.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.lyceum.platform.accounts.Accounts;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.money.LedgerCheck;
import org.lyceum.platform.money.Money;
import org.lyceum.platform.money.Posted;
import org.lyceum.platform.tips.Tips;
import org.lyceum.server.api.MoneyViews.Granted;
import org.lyceum.server.api.MoneyViews.PayoutView;
import org.lyceum.server.http.RouteGroup;

/** The administrators' side of money. */
final class AdminMoneyRoutes implements RouteGroup {
    private final Money money;
    private final Tips tips;
    private final Accounts accounts;
    private final Bearer bearer;

    AdminMoneyRoutes(Money money, Tips tips, Accounts accounts, Bearer bearer) {
        this.money = money;
        this.tips = tips;
        this.accounts = accounts;
        this.bearer = bearer;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/api/admin/vouchers", this::makeVouchers);
        routes.post("/api/admin/grants", this::grant);
        routes.get("/api/admin/payouts", this::payouts);
        routes.post("/api/admin/payouts/{id}/paid", this::payoutPaid);
        routes.post("/api/admin/payouts/{id}/refuse", this::refusePayout);
        routes.post("/api/admin/tips/{id}/refund", this::refundTip);
        routes.post("/api/admin/ledger/verify", this::verify);
        routes.get("/api/admin/ledger/verify", this::verifying);
    }

    private record Codes(long amount, List<String> codes) {}

    private record FaultView(String fault, String place, long expected, long found) {}

    private record Verified(boolean sound, long transactions, long entries, List<FaultView> faults) {}

    private void makeVouchers(Context context) {
        Principal admin = bearer.requireAdmin(context);
        JsonBody body = JsonBody.of(context);
        long amount = body.integer("amount");
        List<String> codes = money.vouchers().create(admin.userId(), amount, body.integerOr("count", 1));
        context.header("Cache-Control", "no-store");
        Answers.json(context, 201, new Codes(amount, codes));
    }

    private void grant(Context context) {
        Principal admin = bearer.requireAdmin(context);
        JsonBody body = JsonBody.of(context);
        String userId = accounts.idOf(body.text("email"));
        String note = body.optionalText("note");
        Posted posted = money.wallets()
                .grant(OnceKeys.of(context, admin, body), userId, body.integer("amount"), note == null ? "" : note);
        Answers.json(context, 201, new Granted(posted.id()));
    }

    private void payouts(Context context) {
        bearer.requireAdmin(context);
        Answers.json(
                context,
                200,
                Map.of(
                        "payouts",
                        money.payouts().requested().stream().map(PayoutView::of).toList()));
    }

    private void payoutPaid(Context context) {
        Principal admin = bearer.requireAdmin(context);
        JsonBody body = JsonBody.ofOptional(context);
        answerPayout(context, money.payouts().paid(OnceKeys.of(context, admin, body), context.pathParam("id")));
    }

    private void refusePayout(Context context) {
        Principal admin = bearer.requireAdmin(context);
        JsonBody body = JsonBody.ofOptional(context);
        answerPayout(context, money.payouts().refuse(OnceKeys.of(context, admin, body), context.pathParam("id")));
    }

    private void answerPayout(Context context, Posted posted) {
        Answers.json(
                context, 200, PayoutView.of(money.payouts().find(posted.id()).orElseThrow()));
    }

    private void refundTip(Context context) {
        Principal admin = bearer.requireAdmin(context);
        JsonBody body = JsonBody.ofOptional(context);
        Posted posted = tips.refund(OnceKeys.of(context, admin, body), context.pathParam("id"));
        Answers.json(context, 200, MoneyViews.TipView.of(tips.find(posted.id()).orElseThrow()));
    }

    /** For who waits for the answer to the other one, and for what runs by night. */
    private void verifying(Context context) {
        bearer.requireAdmin(context);
        money.verifying().ifPresentOrElse(now -> Answers.json(context, 200, now), () -> context.status(204));
    }

    private void verify(Context context) {
        bearer.requireAdmin(context);
        LedgerCheck.Report report = money.verify();
        Answers.json(
                context,
                200,
                new Verified(
                        report.isSound(),
                        report.transactions(),
                        report.entries(),
                        report.faults().stream()
                                .map(fault ->
                                        new FaultView(fault.fault(), fault.place(), fault.expected(), fault.found()))
                                .toList()));
    }
}
