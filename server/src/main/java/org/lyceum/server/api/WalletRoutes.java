package org.lyceum.server.api;

import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.money.Currency;
import org.lyceum.platform.money.InsufficientFunds;
import org.lyceum.platform.money.Money;
import org.lyceum.platform.money.Posted;
import org.lyceum.platform.money.Wallet;
import org.lyceum.server.api.MoneyViews.Moved;
import org.lyceum.server.api.MoneyViews.PayoutView;
import org.lyceum.server.api.MoneyViews.TooLittle;
import org.lyceum.server.api.MoneyViews.WalletView;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.Problem;
import org.lyceum.server.http.RouteGroup;

/** One's own money: what there is, what became of it, more of it by vouchers, and out of the house again. */
final class WalletRoutes implements RouteGroup {
    private final Money money;
    private final Bearer bearer;
    private final ClientAddresses addresses;
    private final RateLimiter wrongCodesOfAccount;
    private final RateLimiter wrongCodesOfAddress;

    WalletRoutes(Money money, Bearer bearer, ClientAddresses addresses, ApiLimits limits, TimeMeter clock) {
        this.money = money;
        this.bearer = bearer;
        this.addresses = addresses;
        this.wrongCodesOfAccount = new RateLimiter(limits.wrongVoucher(), clock);
        this.wrongCodesOfAddress = new RateLimiter(limits.wrongVoucher(), clock);
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.exception(InsufficientFunds.class, this::tooLittle);
        routes.get("/api/wallet", this::wallet);
        routes.get("/api/wallet/entries", this::entries);
        routes.post("/api/wallet/vouchers", this::redeem);
        routes.post("/api/wallet/faucet", this::faucet);
        routes.post("/api/wallet/payouts", this::requestPayout);
        routes.get("/api/wallet/payouts", this::payouts);
    }

    private void tooLittle(InsufficientFunds e, Context context) {
        Answers.json(context, 402, TooLittle.of(e, money.settings().currency()));
        context.contentType(Problem.CONTENT_TYPE);
    }

    private void wallet(Context context) {
        Wallet wallet = money.wallets().of(bearer.require(context).userId());
        Currency currency = money.settings().currency();
        Answers.json(
                context, 200, new WalletView(wallet.balance(), wallet.pending(), currency.code(), currency.decimals()));
    }

    private void entries(Context context) {
        Principal owner = bearer.require(context);
        long before = Paging.number(context, "before", Long.MAX_VALUE, Long.MAX_VALUE);
        Answers.json(
                context,
                200,
                Map.of("entries", money.wallets().entries(owner.userId(), before, Paging.limit(context))));
    }

    /** Codes can not be guessed; who tries all the same is slowed down, by account and by address. */
    private void redeem(Context context) {
        Principal owner = bearer.require(context);
        String address = ClientAddresses.limitKey(addresses.of(context));
        JsonBody body = JsonBody.of(context);
        String code = body.text("code");
        wrongCodesOfAccount.take(context, owner.userId());
        wrongCodesOfAddress.take(context, address);
        Posted posted = money.vouchers().redeem(OnceKeys.of(context, owner, body), owner.userId(), code);
        wrongCodesOfAccount.giveBack(owner.userId());
        wrongCodesOfAddress.giveBack(address);
        Answers.json(context, 201, new Moved(posted.id(), money.vouchers().worth(code), posted.balance()));
    }

    private void faucet(Context context) {
        Principal owner = bearer.require(context);
        JsonBody body = JsonBody.ofOptional(context);
        Posted posted = money.wallets().drinkFromFaucet(OnceKeys.of(context, owner, body), owner.userId());
        Answers.json(context, 201, new Moved(posted.id(), money.settings().faucet(), posted.balance()));
    }

    private void requestPayout(Context context) {
        Principal owner = bearer.require(context);
        JsonBody body = JsonBody.of(context);
        long amount = body.integer("amount");
        Posted posted = money.payouts().request(OnceKeys.of(context, owner, body), owner.userId(), amount);
        Answers.json(context, 201, new Moved(posted.id(), amount, posted.balance()));
    }

    private void payouts(Context context) {
        Principal owner = bearer.require(context);
        Answers.json(
                context,
                200,
                Map.of(
                        "payouts",
                        money.payouts().ofUser(owner.userId()).stream()
                                .map(PayoutView::of)
                                .toList()));
    }
}
