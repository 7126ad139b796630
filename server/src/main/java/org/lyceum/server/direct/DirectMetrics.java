package org.lyceum.server.direct;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Direct rooms on the metrics page: one meter for each {@link DirectCounter}, and what there is now. */
public final class DirectMetrics {
    private DirectMetrics() {}

    public static void bind(DirectRooms direct, MeterRegistry registry) {
        for (DirectCounter counter : DirectCounter.values()) {
            String name =
                    "lyceum.direct." + counter.name().toLowerCase(Locale.ROOT).replace('_', '.');
            FunctionCounter.builder(name, direct, d -> d.count(counter)).register(registry);
        }
        Gauge.builder("lyceum.direct.rooms", direct, d -> d.status().rooms()).register(registry);
        Gauge.builder("lyceum.direct.senders", direct, d -> d.status().senders())
                .register(registry);
        Gauge.builder("lyceum.direct.receivers", direct, d -> d.status().receivers())
                .register(registry);
    }
}
