package org.lyceum.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.lyceum.net.LoopCounter;
import org.lyceum.net.MediaServer;

/** The media plane's counters on the metrics page: one meter for each {@link LoopCounter}, whatever there is of them. */
final class MediaMetrics {
    private MediaMetrics() {}

    static void bind(MediaServer media, MeterRegistry registry) {
        for (LoopCounter counter : LoopCounter.values()) {
            String name =
                    "lyceum.media." + counter.name().toLowerCase(Locale.ROOT).replace('_', '.');
            FunctionCounter.builder(name, media, m -> m.counters().getOrDefault(counter, 0L))
                    .register(registry);
        }
        Gauge.builder("lyceum.media.peers", media, MediaServer::peerCount).register(registry);
    }
}
