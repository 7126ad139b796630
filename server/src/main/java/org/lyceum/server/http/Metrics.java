package org.lyceum.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** {@code GET /metrics} for Prometheus: from loopback, or with the configured token. */
public final class Metrics implements RouteGroup {
    private static final String BEARER = "Bearer ";

    private final PrometheusMeterRegistry registry;
    private final ClientAddresses addresses;
    private final @Nullable String token;

    public Metrics(PrometheusMeterRegistry registry, ClientAddresses addresses, @Nullable String token) {
        this.registry = registry;
        this.addresses = addresses;
        this.token = token;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/metrics", this::scrape);
    }

    private void scrape(Context context) {
        if (!addresses.isLoopback(context) && !hasToken(context.header("Authorization"))) {
            context.header("WWW-Authenticate", "Bearer");
            throw new ProblemException(401, "unauthorized", Problems.sentence(401));
        }
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
    }

    private boolean hasToken(@Nullable String authorization) {
        return token != null
                && authorization != null
                && authorization.startsWith(BEARER)
                && MessageDigest.isEqual(
                        authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8));
    }
}
