package org.lyceum.bench.client;

import java.io.IOException;
import java.time.Duration;

/** The server does not do it now, and says so: 409, nobody publishes; 429 or 503, it has enough to do. */
public final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final Duration retryAfter;

    /** @param retryAfter when to come back, in the server's words */
    public Refused(String message, int status, Duration retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** Of HTTP. */
    public int status() {
        return status;
    }

    /** How long to stay away. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
