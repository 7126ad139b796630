package org.lyceum.server.http;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets the refusal of a body that is too long arrive: a connection that is closed with bytes unread is reset, and what was
 * answered is lost with it. So the rest is read and thrown away first, as far as that is bearable. Stands around whatever
 * refuses with 413.
 */
final class OversizedBodies extends Handler.Wrapper {
    /** Whoever sends more than this learns it by the reset. */
    private static final long MOST_DISCARDED = 1 << 20;

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        try {
            return super.handle(request, response, patient(request, response, callback));
        } catch (HttpException.RuntimeException e) {
            if (e.getCode() != HttpStatus.PAYLOAD_TOO_LARGE_413) {
                throw e;
            }
            new Discarding(request, () -> Response.writeError(request, response, callback, e)).run();
            return true;
        }
    }

    private static Callback patient(Request request, Response response, Callback callback) {
        return Callback.from(
                () -> {
                    if (response.getStatus() == HttpStatus.PAYLOAD_TOO_LARGE_413) {
                        new Discarding(request, callback::succeeded).run();
                    } else {
                        callback.succeeded();
                    }
                },
                callback::failed);
    }

    /** Reads without waiting; runs again when more has come, until the end, the limit, or the connection's idle time. */
    private static final class Discarding implements Runnable {
        private final Request request;
        private final Runnable after;
        private long left = MOST_DISCARDED;

        Discarding(Request request, Runnable after) {
            this.request = request;
            this.after = after;
        }

        @Override
        public void run() {
            while (left > 0) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                boolean over = chunk.isLast() || Content.Chunk.isFailure(chunk);
                left -= chunk.remaining();
                chunk.release();
                if (over) {
                    break;
                }
            }
            after.run();
        }
    }
}
