package org.lyceum.server.turn;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.lyceum.turn.TurnCounter;

/** The TURN server on the metrics page: one meter for each {@link TurnCounter}, and what there is now. */
public final class TurnMetrics {
    private TurnMetrics() {}

    public static void bind(HouseTurn turn, MeterRegistry registry) {
        for (TurnCounter counter : TurnCounter.values()) {
            String name =
                    "lyceum.turn." + counter.name().toLowerCase(Locale.ROOT).replace('_', '.');
            FunctionCounter.builder(name, turn, t -> t.counters().getOrDefault(counter, 0L))
                    .register(registry);
        }
        Gauge.builder("lyceum.turn.allocations", turn, HouseTurn::allocations).register(registry);
        Gauge.builder("lyceum.turn.admitted", turn, HouseTurn::admitted).register(registry);
    }
}
