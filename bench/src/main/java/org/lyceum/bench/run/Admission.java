package org.lyceum.bench.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.Refused;
import org.lyceum.bench.view.Probe;
import org.lyceum.bench.view.Viewer;

/**
 * The door: lets viewers in, comes back when the server says so, and counts what came of it. Safe to call from any thread; what
 * lets in blocks until there is a first picture.
 */
final class Admission {
    /** Nobody publishes there yet; the publisher is the bench's own, so that it is known to come in a moment. */
    private static final int NOT_LIVE = 409;

    private static final Duration LIVE_SOON = Duration.ofMillis(50);
    private static final long PICTURE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final long patienceNanos;
    private final Recorder joinNanos = new Recorder(Probe.LONGEST_NANOS, 3);
    private final LongAdder joined = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();
    private final ConcurrentMap<Integer, LongAdder> refusals = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, LongAdder> failures = new ConcurrentHashMap<>();
    private volatile long lastJoinNanos;

    /** @param patience how long one who is refused comes back again and again */
    Admission(Duration patience) {
        patienceNanos = patience.toNanos();
    }

    interface Attempt {
        Viewer.Session begin() throws IOException;
    }

    /** Lets one in; null where the server would not have it, or something broke, which is counted. */
    Viewer.@Nullable Session admit(Attempt attempt) throws InterruptedException {
        long deadline = System.nanoTime() + patienceNanos;
        while (true) {
            try {
                return pictured(attempt.begin());
            } catch (Refused e) {
                Duration wait = e.status() == NOT_LIVE ? LIVE_SOON : refused(e);
                if (System.nanoTime() + wait.toNanos() > deadline) {
                    turnedAway.increment();
                    return null;
                }
                TimeUnit.NANOSECONDS.sleep(wait.toNanos());
            } catch (InterruptedIOException e) {
                throw new InterruptedException(e.getMessage());
            } catch (IOException e) {
                failed(String.valueOf(e.getMessage()));
                return null;
            }
        }
    }

    private Duration refused(Refused refusal) {
        refusals.computeIfAbsent(refusal.status(), _ -> new LongAdder()).increment();
        return refusal.retryAfter();
    }

    private Viewer.@Nullable Session pictured(Viewer.Session session) throws IOException, InterruptedException {
        boolean came;
        try {
            came = session.viewer().awaitFirstPicture(PICTURE_NANOS);
        } catch (InterruptedException e) {
            session.connection().peer().close(); // nobody will know of it any more
            throw e;
        }
        if (came) {
            joinNanos.recordValue(Math.min(session.viewer().joinNanos(), Probe.LONGEST_NANOS));
            lastJoinNanos = System.nanoTime();
            joined.increment();
            return session;
        }
        String why = session.viewer().closedBecause();
        failed(why == null ? "no picture came within 30 s" : why);
        session.close();
        return null;
    }

    private void failed(String why) {
        failures.computeIfAbsent(why, _ -> new LongAdder()).increment();
    }

    /** How many have come so far. */
    long joined() {
        return joined.sum();
    }

    /** When the last one came, by {@link System#nanoTime}. */
    long lastJoinNanos() {
        return lastJoinNanos;
    }

    /** How many gave up, since the server would not have them. */
    long turnedAway() {
        return turnedAway.sum();
    }

    /** How often the server said that it has enough to do, by its status. */
    Map<Integer, Long> refusals() {
        return sums(refusals);
    }

    long refused() {
        return refusals.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** How many could not come, by what broke. */
    Map<String, Long> failures() {
        return sums(failures);
    }

    private static <K> Map<K, Long> sums(Map<K, LongAdder> adders) {
        Map<K, Long> sums = new TreeMap<>();
        adders.forEach((key, adder) -> sums.put(key, adder.sum()));
        return sums;
    }

    /** How long joining took since this was asked the last time, in nanoseconds. For one thread. */
    Histogram takeJoinNanos() {
        return joinNanos.getIntervalHistogram();
    }
}
