package org.lyceum.server.http;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies that are too long with 413, with a Content-Length or without, and lets the refusal arrive: a connection
 * that is closed with bytes unread is reset, and what was answered is lost with it. So the rest is read and thrown away
 * before anybody hears that it was too long, as far as that is bearable: once an answer has begun, Jetty calls what is
 * unread a failure and gives no more of it. Its own {@code SizeLimitHandler} fails the request at once.
 */
final class OversizedBodies extends Handler.Wrapper {
    /** Whoever sends more than this learns it by the reset. */
    private static final long MOST_DISCARDED = 1 << 20;

    private final long limit;

    /** @param limit bytes that a body may have */
    OversizedBodies(long limit) {
        this.limit = limit;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getLength() > limit) {
            new Discarding(request, () -> Response.writeError(request, response, callback, tooLarge())).run();
            return true;
        }
        return super.handle(new Limited(request, limit), response, callback);
    }

    private static HttpException.RuntimeException tooLarge() {
        return new HttpException.RuntimeException(HttpStatus.PAYLOAD_TOO_LARGE_413);
    }

    /** The body up to the limit; beyond it a failure, for good, once the rest has been thrown away. One thread reads at a time. */
    private static final class Limited extends Request.Wrapper {
        private final long limit;
        private long length;
        private boolean over;

        Limited(Request request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public Content.@Nullable Chunk read() {
            while (!over) {
                Content.Chunk chunk = super.read();
                if (chunk == null) {
                    return null; // who reads asks for more, and comes again
                }
                length += chunk.remaining();
                if (length <= limit) {
                    return chunk;
                }
                over = isEnd(chunk) || length > limit + MOST_DISCARDED;
                chunk.release();
            }
            return Content.Chunk.from(tooLarge());
        }
    }

    private static boolean isEnd(Content.Chunk chunk) {
        return chunk.isLast() || Content.Chunk.isFailure(chunk);
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
                boolean end = isEnd(chunk);
                left -= chunk.remaining();
                chunk.release();
                if (end) {
                    break;
                }
            }
            after.run();
        }
    }
}
