package org.lyceum.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * {@code GET /health}: 200 {@code {"status":"up",...}} while everything works, 503 with status {@code draining} once a
 * stop was asked for, or {@code broken} with the names of the parts that fail. {@code crowded} says that nobody new may watch for the
 * moment; a crowded server is up. Any thread.
 */
public final class Health implements RouteGroup {
    private final String version;
    private final Map<String, BooleanSupplier> checks;
    private final BooleanSupplier crowded;
    private volatile boolean draining;

    /**
     * @param version of this build
     * @param checks parts by name; each answers quickly whether it works
     * @param crowded whether new watchers are refused for now; answers quickly
     */
    public Health(String version, Map<String, BooleanSupplier> checks, BooleanSupplier crowded) {
        this.version = version;
        this.crowded = crowded;
        this.checks = Map.copyOf(checks);
    }

    /** From now on load balancers are told to stay away. */
    public void drain() {
        draining = true;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/health", this::answer);
    }

    private void answer(Context context) {
        Map<String, String> parts = new LinkedHashMap<>();
        boolean works = true;
        for (Map.Entry<String, BooleanSupplier> check : checks.entrySet()) {
            boolean up = check.getValue().getAsBoolean();
            parts.put(check.getKey(), up ? "up" : "down");
            works &= up;
        }
        String status = draining ? "draining" : works ? "up" : "broken";
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
        context.header("Cache-Control", "no-store");
        context.status(status.equals("up") ? 200 : 503)
                .json(Map.of(
                        "status",
                        status,
                        "version",
                        version,
                        "uptimeSeconds",
                        uptime,
                        "crowded",
                        crowded.getAsBoolean(),
                        "parts",
                        parts));
    }
}
