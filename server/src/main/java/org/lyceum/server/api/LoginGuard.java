package org.lyceum.server.api;

import io.github.bucket4j.TimeMeter;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps passwords from being guessed, without letting a stranger lock somebody out: wrong ones count against the account from
 * one address. Against the account from all addresses together they count as well, as a crowd of guessers has many; that limit
 * is wide, and where somebody has signed in to the account lately it does not hold. Safe to call from many threads.
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

    /** Before a try, which counts as wrong until {@link #succeeded}; 429 where there were too many. */
    void trying(Context context, String account, String address) {
        String pair = pair(account, address);
        byAddress.take(context, pair);
        if (!isKnown(pair)) {
            byAccount.take(context, account);
        }
    }

    void succeeded(String account, String address) {
        String pair = pair(account, address);
        byAddress.giveBack(pair);
        synchronized (known) {
            if (known.put(pair, true) == null) {
                byAccount.giveBack(account);
            }
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
