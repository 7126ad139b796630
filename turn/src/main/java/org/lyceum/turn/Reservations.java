package org.lyceum.turn;

import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Ports that EVEN-PORT has asked to be kept (RFC 8656, 7.2), each under a token that cannot be guessed, for half a minute. It is
 * the number that is kept, without a socket: whoever comes with the token may be on another loop. Any thread.
 */
final class Reservations {
    static final int TOKEN_BYTES = 8;
    static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A port that has been taken from its family's and not been given back. */
    record Kept(Family family, int port, long untilNanos) {}

    private final ConcurrentMap<String, Kept> byToken = new ConcurrentHashMap<>();

    byte[] keep(Family family, int port, RandomGenerator random, long nowNanos) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        byToken.put(HexFormat.of().formatHex(token), new Kept(family, port, nowNanos + LIFETIME_NANOS));
        return token;
    }

    /** What was kept under the token, which is the caller's from now on; it may be too late for it. */
    @Nullable
    Kept redeem(byte[] token) {
        return byToken.remove(HexFormat.of().formatHex(token));
    }

    /** Forgets what nobody has come for. */
    void sweep(long nowNanos, RelayPortReturn back) {
        byToken.forEach((token, kept) -> {
            if (kept.untilNanos - nowNanos <= 0 && byToken.remove(token, kept)) {
                back.giveBack(kept.family, kept.port);
            }
        });
    }

    /** Takes a port back. */
    interface RelayPortReturn {
        void giveBack(Family family, int port);
    }
}
