package org.lyceum.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.lyceum.net.LoopCounter;
import org.lyceum.net.MediaServer;

/**
 * The media plane on the metrics page: one meter for each {@link LoopCounter}, whatever there is of them, and how full each loop
 * is and how much of the pictures it sends.
 */
final class MediaMetrics {
    private MediaMetrics() {}

    static void bind(MediaServer media, MeterRegistry registry) {
        for (LoopCounter counter : LoopCounter.values()) {
            String name =
                    "lyceum.media." + counter.name().toLowerCase(Locale.ROOT).replace('_', '.');
            FunctionCounter.builder(name, media, m -> m.counters().getOrDefault(counter, 0L))
                    .register(registry);
        }
        for (int i = 0; i < media.figures().size(); i++) {
            int loop = i;
            String name = Integer.toString(loop);
            Gauge.builder(
                            "lyceum.media.loop.load",
                            media,
                            m -> m.figures().get(loop).load())
                    .tag("loop", name)
                    .register(registry);
            Gauge.builder(
                            "lyceum.media.loop.share",
                            media,
                            m -> m.figures().get(loop).share())
                    .tag("loop", name)
                    .register(registry);
        }
        Gauge.builder("lyceum.media.peers", media, MediaServer::peerCount).register(registry);
    }
}
