package org.lyceum.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Accounts;
import org.lyceum.platform.money.Currency;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.RouteGroup;

/** {@code GET /api/config}: what a page must know before anyone has signed in. */
final class ConfigRoute implements RouteGroup {
    private final Accounts accounts;
    private final Currency currency;
    private final ServerFacts facts;
    private final ClientAddresses addresses;

    ConfigRoute(Accounts accounts, Currency currency, ServerFacts facts, ClientAddresses addresses) {
        this.accounts = accounts;
        this.currency = currency;
        this.facts = facts;
        this.addresses = addresses;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/api/config", this::answer);
    }

    private record View(
            String registration,
            @Nullable Integer httpsPort,
            String version,
            List<String> lanUrls,
            String currency,
            int decimals) {}

    /** Who comes from the internet has no use for the addresses of the private network, nor any business knowing them. */
    private void answer(Context context) {
        int httpsPort = facts.httpsPort().getAsInt();
        Answers.json(
                context,
                200,
                new View(
                        accounts.isRegistrationOpen() ? "open" : "closed",
                        httpsPort < 0 ? null : httpsPort,
                        facts.version(),
                        ClientAddresses.isPrivate(addresses.of(context))
                                ? facts.lanUrls().get()
                                : List.of(),
                        currency.code(),
                        currency.decimals()));
    }
}
