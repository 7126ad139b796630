package org.lyceum.server.whip;

import io.javalin.http.Context;
import java.util.concurrent.ThreadLocalRandom;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.server.http.ProblemException;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ProtocolException;

/** What rooms and negotiators refuse, in HTTP's words. */
final class Refusals {
    private static final String RETRY_SOON = "5";
    /** A rush is over in seconds; those who are refused together are not to come back together. */
    private static final int RUSH_SECONDS = 1;

    private static final int RUSH_SPREAD_SECONDS = 3;
    private static final int LESS_BUSY_SECONDS = 3;
    private static final int LESS_BUSY_SPREAD_SECONDS = 5;
    private static final String RETRY_LATER = "30";

    private Refusals() {}

    /** 401 with the way to authenticate, and nothing that tells why. */
    static ProblemException unauthorized(Context context) {
        context.header("WWW-Authenticate", "Bearer");
        return new ProblemException(401, "unauthorized", "A valid bearer token is needed here.");
    }

    static ProblemException notLive(Context context) {
        context.header("Retry-After", RETRY_SOON);
        return new ProblemException(409, "stream-not-live", "This stream is not live now.");
    }

    static ProblemException of(AddressQuota.Full full, Context context) {
        boolean rush = full == AddressQuota.Full.AT_ONCE;
        context.header("Retry-After", rush ? spread(RUSH_SECONDS, RUSH_SPREAD_SECONDS) : RETRY_LATER);
        return new ProblemException(
                429,
                "too-many-sessions",
                rush
                        ? "Too many are coming from this address at once. Try again in a moment."
                        : "There are too many sessions from this address. Try again later.");
    }

    static ProblemException of(ProtocolException e, Context context) {
        int status = switch (e.code()) {
            case PRESENTER_TAKEN -> 409;
            case ROOM_FULL, SERVER_FULL, DRAINING -> 503;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN, CUT -> 403;
            case ROOM_NOT_FOUND -> 404;
            case BAD_SDP -> 422;
            default -> 500;
        };
        if (status == 409 || status == 503) {
            context.header("Retry-After", retryAfter(e.code()));
        }
        return new ProblemException(status, e.code().wireName(), e.getMessage());
    }

    private static String spread(int seconds, int spread) {
        return Integer.toString(seconds + ThreadLocalRandom.current().nextInt(spread));
    }

    private static String retryAfter(ErrorCode code) {
        return switch (code) {
            case DRAINING -> RETRY_SOON;
            case SERVER_FULL -> spread(LESS_BUSY_SECONDS, LESS_BUSY_SPREAD_SECONDS);
            default -> RETRY_LATER;
        };
    }

    /** 400 for what is no description, 422 for one that cannot be accepted. */
    static ProblemException of(NegotiationException e) {
        int status = switch (e.code()) {
            case "sdp-malformed" -> 400;
            case "session-over" -> 404;
            case "draining" -> 503;
            case "internal" -> 500;
            default -> 422;
        };
        return new ProblemException(status, e.code(), String.valueOf(e.getMessage()));
    }
}
