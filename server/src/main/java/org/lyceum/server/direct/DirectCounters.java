package org.lyceum.server.direct;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** One number for each {@link DirectCounter}. From any thread. */
final class DirectCounters {
    /** Never changed once filled. */
    private final Map<DirectCounter, LongAdder> counts = new EnumMap<>(DirectCounter.class);

    DirectCounters() {
        Arrays.stream(DirectCounter.values()).forEach(counter -> counts.put(counter, new LongAdder()));
    }

    void count(DirectCounter counter) {
        adder(counter).increment();
    }

    long of(DirectCounter counter) {
        return adder(counter).sum();
    }

    private LongAdder adder(DirectCounter counter) {
        return Objects.requireNonNull(counts.get(counter));
    }
}
