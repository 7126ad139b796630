package org.lyceum.platform.accounts;

import java.security.MessageDigest;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.StartupException;

/**
 * How a house gets its first administrator: by what its owner sets, or by a secret that its server shows to whoever started it.
 * Nobody becomes one by being first. The secret is in memory alone, so that each start has its own. Safe to call from many threads.
 */
public final class FirstAdmin {
    private static final String PREFIX = "fa_";
    private static final int BITS = 160;

    private final Accounts accounts;
    private final Secrets secrets;
    private byte @Nullable [] offered;

    public FirstAdmin(Accounts accounts, Secrets secrets) {
        this.accounts = accounts;
        this.secrets = secrets;
    }

    /**
     * Makes the administrator that the settings name, where there is none yet.
     *
     * @throws StartupException when someone else may have that address already
     */
    public void make(String email, String password) {
        if (accounts.hasAdmin()) {
            return;
        }
        try {
            accounts.create(email, password, email.replaceAll("@.*", ""), EnumSet.of(Role.ADMIN));
        } catch (Refusal e) {
            throw new StartupException(
                    "The first administrator can not be made of LYCEUM_ADMIN_EMAIL and LYCEUM_ADMIN_PASSWORD: "
                            + e.sentence()
                            + " To make an administrator of an account that is yours: ./lyceum user grant <e-mail> admin",
                    e);
        }
    }

    /** The secret by which someone becomes the first administrator; null where there is one. An earlier one is dead. */
    public synchronized @Nullable String offer() {
        if (accounts.hasAdmin()) {
            offered = null;
            return null;
        }
        String secret = secrets.secret(PREFIX, BITS);
        offered = Secrets.hash(secret);
        return secret;
    }

    /** Someone has the secret: they are the administrator now, and it is dead. */
    public synchronized SignedIn claim(String secret, String email, String password, String displayName) {
        if (offered == null || !MessageDigest.isEqual(offered, Secrets.hash(secret)) || accounts.hasAdmin()) {
            throw new Refusal(
                    Refusal.Kind.FORBIDDEN,
                    "link-not-valid",
                    "This link is not valid any more. The server shows a new one when it starts, as long as it has no"
                            + " administrator.");
        }
        accounts.create(email, password, displayName, EnumSet.of(Role.ADMIN));
        offered = null;
        return accounts.login(email, password);
    }
}
