package org.lyceum.server.api;

import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.lyceum.platform.accounts.AccessTokens;
import org.lyceum.platform.accounts.Accounts;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.privacy.PersonalData;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.RouteGroup;

/** What people do with their own account, and the keys by which others verify whom we let in. */
final class AccountRoutes implements RouteGroup {
    private final Accounts accounts;
    private final PersonalData personalData;
    private final AccessTokens accessTokens;
    private final Bearer bearer;
    private final ClientAddresses addresses;
    private final PrivateDoor door;
    private final LoginGuard guard;
    private final RefreshCookie cookie;
    private final RateLimiter exports;

    AccountRoutes(
            Accounts accounts,
            PersonalData personalData,
            AccessTokens accessTokens,
            Bearer bearer,
            ClientAddresses addresses,
            PrivateDoor door,
            LoginGuard guard,
            ApiLimits limits,
            TimeMeter clock) {
        this.accounts = accounts;
        this.personalData = personalData;
        this.accessTokens = accessTokens;
        this.bearer = bearer;
        this.addresses = addresses;
        this.door = door;
        this.guard = guard;
        this.cookie = new RefreshCookie(addresses);
        this.exports = new RateLimiter(limits.export(), clock);
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/api/auth/logout-everywhere", this::logoutEverywhere);
        routes.post("/api/me/password", this::changePassword);
        routes.post("/api/me/email", this::changeEmail);
        routes.get("/api/me/export", this::export);
        routes.post("/api/me/delete", this::delete);
        routes.get("/.well-known/jwks.json", this::keys);
    }

    private void logoutEverywhere(Context context) {
        door.requireOwnPage(context);
        accounts.logoutEverywhere(bearer.require(context));
        cookie.clear(context);
        context.status(204);
    }

    private void changePassword(Context context) {
        Principal principal = requireInPerson(context);
        JsonBody body = JsonBody.of(context);
        String password = body.text("password");
        String newPassword = body.text("newPassword");
        guarded(context, principal, () -> accounts.changePassword(principal, password, newPassword));
        context.status(204);
    }

    private void changeEmail(Context context) {
        Principal principal = requireInPerson(context);
        JsonBody body = JsonBody.of(context);
        String password = body.text("password");
        String email = body.text("email");
        guarded(context, principal, () -> accounts.changeEmail(principal, password, email));
        Answers.json(
                context,
                200,
                AuthRoutes.UserView.of(accounts.find(principal.userId()).orElseThrow()));
    }

    private void delete(Context context) {
        Principal principal = requireInPerson(context);
        JsonBody body = JsonBody.of(context);
        if (principal.isForeign()) {
            personalData.delete(principal, ""); // there is nothing to guess: an old token is no wrong password
        } else {
            String password = body.text("password");
            guarded(context, principal, () -> personalData.delete(principal, password));
        }
        cookie.clear(context);
        context.status(204);
    }

    private void export(Context context) {
        Principal principal = bearer.require(context);
        exports.take(context, principal.userId());
        context.header("Content-Disposition", "attachment; filename=\"lyceum-export.json\"");
        Answers.json(context, 200, personalData.export(principal.userId()));
    }

    private void keys(Context context) {
        context.header("Cache-Control", "public, max-age=3600");
        context.header("Access-Control-Allow-Origin", "*");
        context.contentType("application/jwk-set+json").result(accessTokens.publicKeys());
    }

    private Principal requireInPerson(Context context) {
        door.requireConfidential(context);
        door.requireOwnPage(context);
        return bearer.require(context);
    }

    /** A stolen access token is no way to guess the password at leisure. */
    private void guarded(Context context, Principal principal, Runnable work) {
        LoginGuard.Try tried =
                guard.begin(context, "id " + principal.userId(), ClientAddresses.limitKey(addresses.of(context)));
        work.run();
        guard.succeeded(tried);
    }
}
