package org.lyceum.server.room;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ProtocolException;

/**
 * Waiting for a room's reply on a virtual thread. A room answers in milliseconds; the time limit only guards against a bug. A
 * reply that nobody waits for any more is cancelled, so that the room can take back what it gave.
 */
public final class Replies {
    private static final long LIMIT_SECONDS = 10;

    private Replies() {}

    /** @param other what else the room may fail with */
    public static <T, E extends Exception> T await(CompletableFuture<T> reply, Class<E> other)
            throws ProtocolException, E {
        try {
            return reply.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProtocolException refused) {
                throw refused;
            }
            if (other.isInstance(e.getCause())) {
                throw other.cast(e.getCause());
            }
            throw new ProtocolException(ErrorCode.INTERNAL, "The server failed to do this.");
        } catch (TimeoutException _) {
            reply.cancel(false);
            throw new ProtocolException(ErrorCode.INTERNAL, "The server is too busy.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ProtocolException(ErrorCode.DRAINING, "The server is about to stop.");
        }
    }

    /** For a reply that fails by negotiation or not at all. */
    static <T> T awaitNegotiated(CompletableFuture<T> reply) throws NegotiationException {
        try {
            return await(reply, NegotiationException.class);
        } catch (ProtocolException e) {
            throw new NegotiationException(e.code().wireName(), e.getMessage());
        }
    }
}
