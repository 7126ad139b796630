package org.lyceum.platform.streams;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The streams of the house and their lives.
 *
 * <p>Called on virtual threads, never on a media loop: every method waits for the database. All are safe to call
 * from many threads. A method that is told the id of a stream that does not exist throws
 * {@link java.util.NoSuchElementException}.
 *
 * <p>A stream is a channel, each publish a session of it: {@link #mediaStarted} opens one, {@link #mediaStopped} (which
 * signaling calls after 10 s without media) or {@link #end} closes it.
 */
public interface Streams {
    Optional<Stream> find(String id);

    /** The stream this key opens; empty for a wrong, a dead or a malformed one. */
    Optional<Stream> findByKey(String streamKey);

    /** Media has come: LIVE, with a session opened. Nothing changes if it was live already. */
    Stream mediaStarted(String id);

    /** No media for 10 s: OFFLINE, the session closed. Nothing changes unless it was live. */
    Stream mediaStopped(String id);

    /** Over: ENDED, the session closed, until the next {@link #mediaStarted}. Nothing changes if it was ended. */
    Stream end(String id);

    /**
     * Someone began to watch.
     *
     * @param userId null when not signed in
     * @param transport how the media reaches them: {@code webrtc}, {@code whep}, later {@code hls}
     * @return the connection's id, for {@link #viewerDisconnected}
     */
    String viewerConnected(String streamId, @Nullable String userId, String transport);

    /** They left; {@code secondsWatched} is the time in which media reached them. Nothing happens the second time. */
    void viewerDisconnected(String connectionId, long secondsWatched);

    /** Calls {@code listener} after each committed change, on the thread that made it. It must return soon. */
    void onChange(Consumer<StreamChange> listener);
}
