package org.lyceum.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Locale;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Turns everything that a handler can throw into a {@link Problem}; no stack trace reaches a client. */
final class Problems implements RouteGroup {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @Override
    public void register(RoutesConfig routes) {
        routes.exception(ProblemException.class, (e, context) -> e.problem().writeTo(context));
        routes.exception(JacksonException.class, (e, context) -> {
            // Writing an answer can fail in Jackson too, and that is not the client's fault.
            if (context.status() == HttpStatus.OK
                    && !(e instanceof tools.jackson.databind.exc.InvalidDefinitionException)) {
                Problem.of(400, "invalid-json", "The body is not the JSON that this call takes.")
                        .writeTo(context);
            } else {
                unexpected(e, context);
            }
        });
        routes.exception(HttpResponseException.class, (e, context) -> {
            e.getDetails().forEach((name, value) -> {
                if (name.equalsIgnoreCase("Allow") || name.equalsIgnoreCase("Retry-After")) {
                    context.header(name, value);
                }
            });
            answer(e.getStatus(), context);
        });
        routes.exception(HttpException.RuntimeException.class, (e, context) -> answer(e.getCode(), context));
        routes.exception(Exception.class, Problems::unexpected);
    }

    private static void answer(int status, Context context) {
        of(status).writeTo(context);
    }

    /** A problem about which nothing more is known than its status. */
    static Problem of(int status) {
        String code =
                HttpStatus.forStatus(status).name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Problem.of(status, code, sentence(status));
    }

    private static void unexpected(Exception e, Context context) {
        Throwable cause = e.getCause();
        if (cause instanceof HttpException http) {
            answer(http.getCode(), context);
            return;
        }
        log.error("{} {} failed", context.method(), context.path(), e);
        Problem.of(500, "internal-error", "Something broke on the server's side; its log has the details.")
                .writeTo(context);
    }

    static String sentence(int status) {
        return switch (status) {
            case 400 -> "The request cannot be understood.";
            case 401 -> "Sign in to do this.";
            case 403 -> "This is not allowed.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not take that method.";
            case 413 -> "The request is too large.";
            case 415 -> "The body's content type is not one that this call takes.";
            case 503 -> "The server is stopping or overloaded; try again soon.";
            default -> HttpStatus.forStatus(status).getMessage() + ".";
        };
    }
}
