package org.lyceum.bench.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Made up figures. */
final class Examples {
    private Examples() {}

    static Figures figures(@Nullable Double cpu, @Nullable Double ceiling) {
        return figures(cpu, ceiling, 500);
    }

    static Figures figures(@Nullable Double cpu, @Nullable Double ceiling, double kilobits) {
        Map<String, Double> millis = Map.of("p50", 1.5);
        return new Figures(
                "churn",
                "lyceum",
                null,
                "veth",
                1,
                2,
                3,
                100,
                1,
                cpu,
                1.0,
                ceiling,
                cpu == null || ceiling == null ? null : cpu / ceiling,
                5,
                0,
                millis,
                millis,
                new Joins(7, 2.0, 3, Map.of(503, 3L), 1, 0),
                1000L,
                cpu == null ? null : 50.0,
                40,
                0,
                List.of(group("staying", kilobits), group("coming & going", kilobits)),
                List.of(sample(1, cpu), sample(2, cpu), sample(3, cpu)),
                List.of("not valid: <others> took 7 % of the cores"),
                null);
    }

    private static GroupFigures group(String name, double kilobits) {
        return new GroupFigures(name, 1, 50, kilobits, 30, 0.5, 0, Map.of());
    }

    private static Sample sample(int second, @Nullable Double cpu) {
        Map<String, Double> millis = second == 2 ? Map.of() : Map.of("p50", 1.0, "p99", 2.0, "p999", 3.0);
        Long resident = cpu == null ? null : 1_000_000L * second;
        return new Sample(
                second,
                2,
                90 + second,
                cpu,
                40,
                0,
                millis,
                second,
                0,
                resident,
                resident,
                resident,
                resident,
                null,
                null);
    }
}
