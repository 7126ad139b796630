package org.lyceum.server.api;

import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.accounts.Account;
import org.lyceum.platform.accounts.Accounts;
import org.lyceum.platform.accounts.FirstAdmin;
import org.lyceum.platform.accounts.Role;
import org.lyceum.platform.accounts.SignedIn;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.RouteGroup;

/**
 * Making an account, and signing in and out of it. Passwords and refresh tokens are taken over HTTPS or from this machine
 * alone; calls that carry the cookie come from our own pages alone.
 */
final class AuthRoutes implements RouteGroup {
    private static final int MAX_EMAIL = 254;

    private final Accounts accounts;
    private final FirstAdmin firstAdmin;
    private final Bearer bearer;
    private final ClientAddresses addresses;
    private final PrivateDoor door;
    private final RefreshCookie cookie;
    private final RateLimiter registrations;
    private final RateLimiter logins;
    private final LoginGuard guard;
    private final RateLimiter refreshes;

    AuthRoutes(
            Accounts accounts,
            FirstAdmin firstAdmin,
            Bearer bearer,
            ClientAddresses addresses,
            PrivateDoor door,
            LoginGuard guard,
            ApiLimits limits,
            TimeMeter clock) {
        this.accounts = accounts;
        this.firstAdmin = firstAdmin;
        this.bearer = bearer;
        this.addresses = addresses;
        this.door = door;
        this.cookie = new RefreshCookie(addresses);
        this.registrations = new RateLimiter(limits.register(), clock);
        this.logins = new RateLimiter(limits.login(), clock);
        this.guard = guard;
        this.refreshes = new RateLimiter(limits.refresh(), clock);
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/api/auth/register", this::register);
        routes.post("/api/auth/first-admin", this::firstAdmin);
        routes.post("/api/auth/login", this::login);
        routes.post("/api/auth/refresh", this::refresh);
        routes.post("/api/auth/logout", this::logout);
        routes.get("/api/me", this::me);
    }

    record UserView(String id, String email, String displayName, List<String> roles) {
        static UserView of(Account account) {
            return new UserView(
                    account.id(),
                    account.email(),
                    account.displayName(),
                    account.roles().stream().sorted().map(Role::wireName).toList());
        }
    }

    record SessionView(UserView user, String accessToken, long expiresIn) {}

    private void register(Context context) {
        door.requireConfidential(context);
        door.requireOwnPage(context);
        registrations.take(context, addressOf(context));
        JsonBody body = JsonBody.of(context);
        answer(context, 201, accounts.register(body.text("email"), body.text("password"), body.text("displayName")));
    }

    /** By the secret of the link that a new house shows to whoever started it. */
    private void firstAdmin(Context context) {
        door.requireConfidential(context);
        door.requireOwnPage(context);
        registrations.take(context, addressOf(context));
        JsonBody body = JsonBody.of(context);
        answer(
                context,
                201,
                firstAdmin.claim(
                        body.text("secret"), body.text("email"), body.text("password"), body.text("displayName")));
    }

    private void login(Context context) {
        door.requireConfidential(context);
        door.requireOwnPage(context);
        logins.take(context, addressOf(context));
        JsonBody body = JsonBody.of(context);
        String email = body.text("email");
        String password = body.text("password");
        String account = accountKey(email);
        LoginGuard.Try tried = guard.begin(context, account, addressOf(context));
        SignedIn signedIn = accounts.login(email, password);
        guard.succeeded(tried);
        answer(context, 200, signedIn);
    }

    private void refresh(Context context) {
        door.requireConfidential(context);
        door.requireOwnPage(context);
        refreshes.take(context, addressOf(context));
        String token = cookie.read(context);
        if (token == null) {
            throw Answers.unauthorized(context);
        }
        try {
            answer(context, 200, accounts.refresh(token));
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.UNAUTHENTICATED) {
                cookie.clear(context);
            }
            throw refusal;
        }
    }

    /** By the cookie, by the access token, or both; signed out is signed out, so it always succeeds. */
    private void logout(Context context) {
        door.requireOwnPage(context);
        String token = cookie.read(context);
        if (token != null) {
            accounts.logout(token);
        }
        bearer.findValid(context).ifPresent(accounts::logout);
        cookie.clear(context);
        context.status(204);
    }

    private void me(Context context) {
        Account account =
                accounts.find(bearer.require(context).userId()).orElseThrow(() -> Answers.unauthorized(context));
        Answers.json(context, 200, UserView.of(account));
    }

    private void answer(Context context, int status, SignedIn signedIn) {
        cookie.set(context, signedIn.refreshToken(), signedIn.refreshLifetime());
        Answers.json(
                context,
                status,
                new SessionView(
                        UserView.of(signedIn.account()),
                        signedIn.accessToken(),
                        signedIn.accessLifetime().toSeconds()));
    }

    private String addressOf(Context context) {
        return ClientAddresses.limitKey(addresses.of(context));
    }

    private static String accountKey(String email) {
        String key = email.strip().toLowerCase(Locale.ROOT);
        return key.length() <= MAX_EMAIL ? key : "too long for an address";
    }
}
