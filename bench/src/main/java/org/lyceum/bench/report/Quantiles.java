package org.lyceum.bench.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** The few numbers that a histogram is told by. */
public final class Quantiles {
    private static final Map<String, Double> PERCENTILES = new LinkedHashMap<>();

    static {
        PERCENTILES.put("p50", 50.0);
        PERCENTILES.put("p99", 99.0);
        PERCENTILES.put("p999", 99.9);
    }

    private Quantiles() {}

    /** In milliseconds, of nanoseconds; nothing of an empty one. */
    public static Map<String, Double> millis(Histogram nanos) {
        Map<String, Double> millis = new LinkedHashMap<>();
        if (nanos.getTotalCount() > 0) {
            PERCENTILES.forEach((name, percentile) -> millis.put(name, nanos.getValueAtPercentile(percentile) / 1e6));
        }
        return millis;
    }

    static String text(Map<String, Double> millis) {
        if (millis.isEmpty()) {
            return "not measured";
        }
        return millis.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%s %.2f ms", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
