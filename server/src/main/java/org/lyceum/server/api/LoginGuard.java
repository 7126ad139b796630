package org.lyceum.server.api;

import io.github.bucket4j.TimeMeter;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lyceum.server.http.ProblemException;

/**
 * Keeps passwords from being guessed, without letting one stranger lock somebody out: wrong ones count against the account from
 * one address. Against the account from all addresses together they count as well, as a crowd of guessers has many; that limit
 * is wide, and at an address from which somebody has signed in to the account lately it does not hold. A crowd of guessers can
 * thus keep the owner from signing in at a new address while it goes on, and no longer. Safe to call from many threads.
 */
final class LoginGuard {
    private static final int MOST_KNOWN = 20_000;

    private final RateLimiter byAddress;
    private final RateLimiter byAccount;
    private final Map<String, Boolean> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    LoginGuard(ApiLimits limits, TimeMeter clock) {
        this.byAddress = new RateLimiter(limits.failedLogin(), clock);
        this.byAccount = new RateLimiter(limits.failedByAll(), clock);
    }

    /** One try; wrong until it {@link #succeeded}. */
    record Try(String account, String pair, boolean countedByAll) {}

    /** Before a password is looked at; 429 where there were too many wrong ones, and then this one does not count. */
    Try begin(Context context, String account, String address) {
        String pair = pair(account, address);
        byAddress.take(context, pair);
        if (isKnown(pair)) {
            return new Try(account, pair, false);
        }
        try {
            byAccount.take(context, account);
        } catch (ProblemException refused) {
            byAddress.giveBack(pair);
            throw refused;
        }
        return new Try(account, pair, true);
    }

    void succeeded(Try tried) {
        byAddress.giveBack(tried.pair());
        if (tried.countedByAll()) {
            byAccount.giveBack(tried.account());
        }
        synchronized (known) {
            known.put(tried.pair(), true);
        }
    }

    private boolean isKnown(String pair) {
        synchronized (known) {
            return known.containsKey(pair);
        }
    }

    /** An address has no blank in it, so that no two pairs are the same text. */
    private static String pair(String account, String address) {
        return address + " " + account;
    }
}
