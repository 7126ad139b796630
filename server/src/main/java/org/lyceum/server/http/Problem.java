package org.lyceum.server.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/**
 * A refusal as RFC 9457 has it.
 *
 * @param type always about:blank; the code says what it is
 * @param title the status in words
 * @param status HTTP status
 * @param detail a sentence for people
 * @param code stable name for programs, in kebab-case
 */
public record Problem(String type, String title, int status, String detail, String code) {
    /** The media type of every refusal. */
    public static final String CONTENT_TYPE = "application/problem+json";

    public static Problem of(int status, String code, String detail) {
        return new Problem("about:blank", HttpStatus.forStatus(status).getMessage(), status, detail, code);
    }

    /** Makes it the answer. */
    public void writeTo(Context context) {
        context.status(status).json(this).contentType(CONTENT_TYPE);
    }
}
