package org.lyceum.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import org.lyceum.server.http.RouteGroup;

/**
 * CORS for the API: pages of the configured origins may call it, with tokens but never with cookies. Nobody else's page
 * may, since many a server stands in a private network that the visitors of any page can reach.
 */
final class CrossOrigin implements RouteGroup {
    private final List<String> allowedOrigins;

    CrossOrigin(List<String> allowedOrigins) {
        this.allowedOrigins = allowedOrigins;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.before("/api/*", this::allow);
        routes.options("/api/*", CrossOrigin::preflight);
    }

    private void allow(Context context) {
        context.header("Vary", "Origin");
        String origin = context.header("Origin");
        if (origin != null && allowedOrigins.contains(origin.toLowerCase(Locale.ROOT))) {
            context.header("Access-Control-Allow-Origin", origin);
            context.header("Access-Control-Expose-Headers", "Location, Retry-After, WWW-Authenticate");
        }
    }

    private static void preflight(Context context) {
        if (context.res().getHeader("Access-Control-Allow-Origin") != null) {
            context.header("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
            context.header("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key");
            context.header("Access-Control-Max-Age", "600");
        }
        context.status(204);
    }
}
