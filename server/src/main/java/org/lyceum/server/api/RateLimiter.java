package org.lyceum.server.api;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.lyceum.server.http.ProblemException;

/**
 * A token bucket for each key (an address, an account). Safe to call from many threads. Of the keys seen, the most recent
 * ones are remembered, so that nobody fills the memory with them.
 */
public final class RateLimiter {
    private static final int MAX_KEYS = 20_000;

    private final ApiLimits.Limit limit;
    private final TimeMeter clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_KEYS;
        }
    };

    public RateLimiter(ApiLimits.Limit limit, TimeMeter clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Takes one; 429 with Retry-After when there is none left. */
    public void take(Context context, String key) {
        ConsumptionProbe probe = bucket(key).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
            context.header("Retry-After", Long.toString(seconds));
            throw new ProblemException(
                    429, "too-many-requests", "Too many tries. Please wait %d seconds.".formatted(seconds));
        }
    }

    /** Gives one back that turned out not to count. */
    void giveBack(String key) {
        bucket(key).addTokens(1);
    }

    private Bucket bucket(String key) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(key, _ -> newBucket());
        }
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(limit.atOnce())
                        .refillGreedy(limit.atOnce(), limit.refilledIn())
                        .build())
                .withCustomTimePrecision(clock)
                .build();
    }
}
