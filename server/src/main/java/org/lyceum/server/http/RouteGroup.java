package org.lyceum.server.http;

import io.javalin.config.RoutesConfig;

/** Routes that stand together: each owner of a part of the HTTP face has one, and {@link WebServer} asks it once, at start. */
public interface RouteGroup {
    /** Adds the group's routes, WebSocket endpoints and exception handlers. Paths are absolute. */
    void register(RoutesConfig routes);
}
