package org.lyceum.server.api;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Streams;
import org.lyceum.server.http.ProblemException;

/** The stream that a path names, for whom it may be opened; what it is opened for the routes decide. Safe to call from many threads. */
final class StreamDoor {
    private final Streams streams;
    private final Bearer bearer;

    StreamDoor(Streams streams, Bearer bearer) {
        this.streams = streams;
        this.bearer = bearer;
    }

    /** The stream of the path; 404 where there is none. */
    Stream find(Context context) {
        return find(context.pathParam("id"));
    }

    private Stream find(String id) {
        return streams.find(id)
                .orElseThrow(
                        () -> new ProblemException(404, "stream-not-found", "There is no stream at this address."));
    }

    /** The stream of the path, asked for by its owner's token. */
    Stream requireOwned(Context context) {
        return requireOwned(context, context.pathParam("id"));
    }

    /** The stream of this id, asked for by its owner's token. */
    Stream requireOwned(Context context, String id) {
        Principal principal = bearer.require(context);
        Stream stream = find(id);
        if (!stream.isOwnedBy(principal)) {
            throw new ProblemException(403, "not-your-stream", "This stream belongs to someone else.");
        }
        return stream;
    }

    /**
     * The stream of the path, asked for by someone who may watch it.
     *
     * @param visitor null for whoever is not signed in
     */
    Stream requireWatchable(Context context, @Nullable Principal visitor) {
        Stream stream = find(context);
        if (streams.mayBeWatched(stream, visitor)) {
            return stream;
        }
        if (visitor != null) {
            throw new ProblemException(403, "not-invited", "This stream is for people whom its creator has invited.");
        }
        context.header("WWW-Authenticate", "Bearer");
        throw new ProblemException(
                401, "sign-in-required", "This stream is for people who are invited. Sign in to see whether you are.");
    }
}
