package org.lyceum.server.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.javalin.http.Context;
import org.lyceum.platform.Refusal;
import org.lyceum.server.http.Problem;
import org.lyceum.server.http.ProblemException;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes what the API answers: records as JSON, without the fields that are null, and the domain's refusals as problems. */
final class Answers {
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .changeDefaultPropertyInclusion(any -> any.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build()
            .writer();

    private Answers() {}

    static void json(Context context, int status, Object body) {
        context.status(status).contentType("application/json").result(WRITER.writeValueAsBytes(body));
    }

    static void refusal(Refusal refusal, Context context) {
        int status = switch (refusal.kind()) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case CONTRADICTION -> 422;
            case BUSY -> 503;
        };
        if (status == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        if (status == 503) {
            context.header("Retry-After", "2");
        }
        Problem.of(status, refusal.code(), refusal.sentence()).writeTo(context);
    }

    /** 401 with the way to sign in, and nothing that tells why. */
    static ProblemException unauthorized(Context context) {
        context.header("WWW-Authenticate", "Bearer");
        return new ProblemException(401, "unauthorized", "Sign in to do this.");
    }
}
