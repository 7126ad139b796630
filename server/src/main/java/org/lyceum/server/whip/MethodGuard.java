package org.lyceum.server.whip;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import org.lyceum.server.http.ProblemException;

/** Refuses the methods that an address does not take, as RFC 9725, 4.2 wants it: 405 with those that it does. */
final class MethodGuard {
    private MethodGuard() {}

    static void refuse(RoutesConfig routes, String path, String allowed, HandlerType... methods) {
        for (HandlerType method : methods) {
            routes.addHttpHandler(method, path, context -> refuse(context, allowed));
        }
    }

    private static void refuse(Context context, String allowed) {
        context.header("Allow", allowed);
        throw new ProblemException(405, "method-not-allowed", "This address takes " + allowed + ".");
    }
}
