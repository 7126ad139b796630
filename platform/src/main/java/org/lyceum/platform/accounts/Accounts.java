package org.lyceum.platform.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.accounts.AccountRows.Credentials;
import org.lyceum.platform.accounts.LoginSessions.Grant;
import org.lyceum.platform.accounts.LoginSessions.Rotation;
import org.lyceum.platform.audit.AuditLog;
import org.lyceum.platform.db.Database;

/**
 * Accounts, and how people sign in to them.
 *
 * <p>Called on virtual threads, never on a media loop: every method waits for the database, those that take a password for
 * Argon2id as well. Safe to call from many threads. What can not be done is refused by a {@link Refusal}.
 */
public final class Accounts implements AutoCloseable {
    /** A token from elsewhere that is not older stands for a password, which people from there have none of. */
    private static final Duration JUST_SIGNED_IN = Duration.ofMinutes(5);
    /** Any account may watch and create. */
    private static final Set<Role> FIRST_ROLES = EnumSet.of(Role.VIEWER, Role.CREATOR);

    private final Database database;
    private final Secrets secrets;
    private final InstantSource clock;
    private final boolean registrationOpen;
    private final PasswordHasher passwords;
    private final LoginSessions sessions;
    private final AccessTokens accessTokens;
    private final AuditLog audit;
    private final List<Consumer<SessionEnded>> listeners = new CopyOnWriteArrayList<>();

    /** @param passwords closed with this */
    public Accounts(
            Database database,
            Secrets secrets,
            InstantSource clock,
            AccessTokens accessTokens,
            AuditLog audit,
            PasswordHasher passwords,
            boolean registrationOpen) {
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
        this.registrationOpen = registrationOpen;
        this.passwords = passwords;
        this.sessions = new LoginSessions(secrets);
        this.accessTokens = accessTokens;
        this.audit = audit;
    }

    /** Called once, before the first request: sessions that were ended shortly before a restart stay ended. */
    public void recover() {
        tidy();
        recentlyEnded()
                .forEach(ended -> accessTokens.refuseSession(ended.session().sessionId(), ended.at()));
    }

    /** Forgets logins and tokens that can not come back. Called now and then while the server runs. */
    public void tidy() {
        database.write(sql -> {
            sessions.purge(sql, clock.instant());
            return true;
        });
    }

    /**
     * Ends here what another process has ended in the database: an administrator who reset a password beside the running server.
     * Called every few seconds.
     */
    public void noticeEnded() {
        for (LoginSessions.Ended ended : recentlyEnded()) {
            if (!accessTokens.refuses(ended.session().sessionId())) {
                announce(ended.session());
            }
        }
    }

    private List<LoginSessions.Ended> recentlyEnded() {
        return database.read(sql -> sessions.endedSince(sql, clock.instant().minus(AccessTokens.LIFETIME)));
    }

    public boolean isRegistrationOpen() {
        return registrationOpen;
    }

    /** A stranger makes an account and is signed in to it. */
    public SignedIn register(String email, String password, String displayName) {
        if (!registrationOpen) {
            throw new Refusal(
                    Refusal.Kind.FORBIDDEN,
                    "registration-closed",
                    "This server takes no new accounts by itself. Ask whoever runs it for one.");
        }
        return signIn(create(email, password, displayName, Set.of()).id());
    }

    /** An account with these roles beside those that everyone has; whether registration is open does not matter here. */
    public Account create(String email, String password, String displayName, Set<Role> moreRoles) {
        Set<Role> roles = EnumSet.copyOf(FIRST_ROLES);
        roles.addAll(moreRoles);
        Account account =
                new Account(secrets.id(), Words.email(email), Words.displayName(displayName), roles, clock.instant());
        String hash = passwords.hash(Words.newPassword(password));
        boolean made = database.write(sql -> AccountRows.insert(sql, account, Words.emailKey(email), hash)
                && noted(sql, account.id(), "account-made", account.id()));
        if (!made) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "email-taken",
                    "There is an account with this e-mail address already. Sign in to it instead.");
        }
        return account;
    }

    /** Takes as long, and says the same, whether it is the address or the password that is wrong. */
    public SignedIn login(String email, String password) {
        Optional<Credentials> found =
                Words.lookupKey(email).flatMap(key -> database.read(sql -> AccountRows.findCredentials(sql, key)));
        String stored = found.map(Credentials::passwordHash).orElse(null);
        if (!Words.couldBePassword(password) || !passwords.matches(password, stored) || found.isEmpty()) {
            throw wrongCredentials();
        }
        String userId = found.get().userId();
        String renewed = stored != null && passwords.isOutdated(stored) ? passwords.hash(password) : stored;
        Optional<Grant> opened = database.write(sql -> {
            // While this waited for its turn the password may have been changed, or the account deleted.
            boolean holds = AccountRows.findCredentialsById(sql, userId)
                    .filter(now -> Objects.equals(now.passwordHash(), stored))
                    .isPresent();
            if (holds && renewed != null && !renewed.equals(stored)) {
                AccountRows.setPasswordHash(sql, userId, renewed);
            }
            return holds ? Optional.of(sessions.open(sql, userId, clock.instant())) : Optional.empty();
        });
        return signedIn(opened.orElseThrow(Accounts::wrongCredentials));
    }

    private static Refusal wrongCredentials() {
        return new Refusal(
                Refusal.Kind.UNAUTHENTICATED, "wrong-credentials", "The e-mail address or the password is wrong.");
    }

    /** Continues a login. A refresh token is good once, and for 30 s more; used later it ends the login. */
    public SignedIn refresh(String refreshToken) {
        Rotation rotation = database.write(sql -> sessions.rotate(sql, refreshToken, clock.instant()));
        return switch (rotation) {
            case Rotation.Continued(Grant grant) -> signedIn(grant);
            case Rotation.Reused(SessionEnded ended) -> {
                database.write(sql -> noted(sql, ended.userId(), "refresh-token-stolen", ended.sessionId()));
                announce(ended);
                throw sessionOver();
            }
            case Rotation.Refused() -> throw sessionOver();
        };
    }

    /** Ends the login that this refresh token continues. Nothing happens for a token that is none. */
    public void logout(String refreshToken) {
        database.write(sql -> sessions.sessionOf(sql, refreshToken, clock.instant())
                        .filter(session -> sessions.end(sql, session.sessionId(), clock.instant())))
                .ifPresent(this::announce);
    }

    /** Ends the login that this person's access token came from. */
    public void logout(Principal principal) {
        if (database.write(sql -> sessions.end(sql, principal.sessionId(), clock.instant()))) {
            announce(new SessionEnded(principal.userId(), principal.sessionId()));
        }
    }

    /** Closes what a token from elsewhere has opened by now; the logins of this house are ended instead. */
    public void cut(Principal principal) {
        if (principal.isForeign()) {
            announce(new SessionEnded(principal.userId(), principal.sessionId()));
        }
    }

    /** Ends all logins of this person, the one that asks included. A token from elsewhere goes on to count, but what it has opened is closed. */
    public void logoutEverywhere(Principal principal) {
        String userId = principal.userId();
        cut(principal);
        database.write(sql -> {
                    noted(sql, userId, "logout-everywhere", userId);
                    return sessions.endAll(sql, userId, clock.instant());
                })
                .forEach(this::announce);
    }

    /**
     * A new password, by someone who knows the old one; their other logins end.
     *
     * @throws Refusal where the old one is wrong
     */
    public void changePassword(Principal principal, String password, String newPassword) {
        String userId = principal.userId();
        requirePassword(principal, password);
        String hash = passwords.hash(Words.newPassword(newPassword));
        database.write(sql -> {
                    AccountRows.setPasswordHash(sql, userId, hash);
                    noted(sql, userId, "password-changed", userId);
                    return sessions.endAllBut(sql, userId, principal.sessionId(), clock.instant());
                })
                .forEach(this::announce);
    }

    /** Another address to sign in by, by someone who knows the password. */
    public Account changeEmail(Principal principal, String password, String email) {
        String userId = principal.userId();
        String kept = Words.email(email);
        requirePassword(principal, password);
        boolean changed = database.write(sql -> AccountRows.setEmail(sql, userId, kept, Words.emailKey(kept))
                && noted(sql, userId, "email-changed", userId));
        if (!changed) {
            throw new Refusal(Refusal.Kind.CONFLICT, "email-taken", "Another account has this e-mail address already.");
        }
        return find(userId).orElseThrow(Accounts::sessionOver);
    }

    /**
     * Whether whoever has this login knows the account's password too.
     *
     * @throws Refusal where it is wrong
     */
    public void requirePassword(Principal principal, String password) {
        String stored = database.read(sql -> AccountRows.findCredentialsById(sql, principal.userId()))
                .map(Credentials::passwordHash)
                .orElse(null);
        if (!Words.couldBePassword(password) || !passwords.matches(password, stored)) {
            throw new Refusal(Refusal.Kind.FORBIDDEN, "wrong-password", "That is not your password.");
        }
    }

    /**
     * Whether it is the person who asks, and not whoever found a token of theirs: they know the password or, where they come from
     * elsewhere, bring a token that was made just now. An issuer that renews tokens without a sign-in vouches for its people.
     *
     * @param password of no matter for people from elsewhere
     * @throws Refusal where it is not sure
     */
    public void requireInPerson(Principal principal, String password) {
        Instant issued = principal.foreignIssuedAt();
        if (issued == null) {
            requirePassword(principal, password);
            return;
        }
        Instant now = clock.instant();
        if (issued.isBefore(now.minus(JUST_SIGNED_IN)) || issued.isAfter(now.plus(ForeignTokens.SKEW))) {
            throw new Refusal(
                    Refusal.Kind.FORBIDDEN,
                    "sign-in-again",
                    "Sign in again where you have your account, and do this within five minutes.");
        }
    }

    public Optional<Account> find(String userId) {
        return Secrets.isBase58(userId) ? database.read(sql -> AccountRows.find(sql, userId)) : Optional.empty();
    }

    /** Whoever signs in by this address. */
    public Optional<Account> findByEmail(String email) {
        return Words.lookupKey(email)
                .flatMap(key -> database.read(sql -> AccountRows.findCredentials(sql, key)
                        .flatMap(credentials -> AccountRows.find(sql, credentials.userId()))));
    }

    /** Whether anybody administers this house. */
    public boolean hasAdmin() {
        return database.read(AccountRows::hasAdmin);
    }

    /** Of the account with this address; refused where there is none. */
    public String idOf(String email) {
        return Words.lookupKey(email)
                .flatMap(key -> database.read(sql -> AccountRows.findCredentials(sql, key)))
                .map(Credentials::userId)
                .orElseThrow(() -> new Refusal(
                        Refusal.Kind.NOT_FOUND, "no-such-account", "There is no account with this e-mail address."));
    }

    /** For the administrator: a new password, and all logins of the account ended. */
    public void resetPassword(String email, String newPassword) {
        String userId = idOf(email);
        String hash = passwords.hash(Words.newPassword(newPassword));
        database.write(sql -> {
                    AccountRows.setPasswordHash(sql, userId, hash);
                    noted(sql, "console", "password-reset", userId);
                    return sessions.endAll(sql, userId, clock.instant());
                })
                .forEach(this::announce);
    }

    /** For the administrator: one more role. It counts from the account's next refresh on. */
    public Account grant(String email, Role role) {
        String userId = idOf(email);
        return database.write(sql -> {
            AccountRows.insertRole(sql, userId, role);
            noted(sql, "console", "role-granted " + role.wireName(), userId);
            return AccountRows.find(sql, userId).orElseThrow();
        });
    }

    /** Calls {@code listener} when a login has ended, on the thread that ended it. It must return soon. */
    public void onSessionEnded(Consumer<SessionEnded> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        passwords.close();
    }

    private SignedIn signIn(String userId) {
        return signedIn(database.write(sql -> sessions.open(sql, userId, clock.instant())));
    }

    private SignedIn signedIn(Grant grant) {
        Account account = find(grant.userId()).orElseThrow(Accounts::sessionOver);
        String accessToken = accessTokens.issue(
                new Principal(account.id(), account.displayName(), account.roles(), grant.sessionId()));
        return new SignedIn(account, accessToken, AccessTokens.LIFETIME, grant.refreshToken(), LoginSessions.LIFETIME);
    }

    private void announce(SessionEnded ended) {
        accessTokens.refuseSession(ended.sessionId());
        listeners.forEach(listener -> listener.accept(ended));
    }

    private boolean noted(Handle sql, String actor, String action, String target) {
        audit.add(sql, new AuditLog.Entry(clock.instant(), actor, action, target, ""));
        return true;
    }

    private static Refusal sessionOver() {
        return new Refusal(Refusal.Kind.UNAUTHENTICATED, "session-over", "You are signed out. Please sign in again.");
    }
}
