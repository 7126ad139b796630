package org.lyceum.platform.streams;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.Retention;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.db.Database;
import org.lyceum.platform.db.Thinning;

/**
 * The streams of the house and their lives.
 *
 * <p>Called on virtual threads, never on a media loop: every method waits for the database. All are safe to call
 * from many threads. A method that changes a stream and is told an id that names none throws
 * {@link NoSuchElementException}.
 *
 * <p>A stream is a channel, each publish a session of it: {@link #mediaStarted} opens one, {@link #mediaStopped} (which
 * signaling calls after 10 s without media) or {@link #end} closes it.
 *
 * <p>Keys have 160 random bits and are stored as SHA-256. One server at a time has the database: what is open in it when the
 * server starts is what a crash left behind, and {@link #recover} closes it.
 */
public final class Streams {
    private static final String KEY_PREFIX = "sk_";
    private static final int KEY_BITS = 160;
    private static final int MAX_STREAMS_PER_CREATOR = 200;
    private static final int LIST_LIMIT = 200;
    private static final int MAX_INVITATIONS = 1000;
    private static final int LOCKS = 64;

    private final Database database;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Retention retention;
    private final List<Consumer<StreamChange>> listeners = new CopyOnWriteArrayList<>();
    /** A stream's changes are announced in the order in which they were committed. */
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    public Streams(Database database, Secrets secrets, InstantSource clock, Retention retention) {
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
        this.retention = retention;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Called once, before the first request: closes the sessions and connections that a crash left open. */
    public void recover() {
        database.write(sql -> {
            StreamRows.closeLeftovers(sql, clock.instant());
            return true;
        });
    }

    /** Forgets who watched long ago: that is nobody's business for ever. Called now and then while the server runs. */
    public void tidy() {
        Thinning.olderThan(
                database,
                "viewer_connections",
                "disconnected_at",
                retention.visitsSince(clock.instant()),
                ViewerRows::forget);
    }

    /** A new stream, offline, with its key. */
    public KeyedStream create(String creatorId, NewStream wanted) {
        String id = secrets.id();
        String key = newKey();
        Stream created = database.write(sql -> {
            if (StreamRows.countByCreator(sql, creatorId) >= MAX_STREAMS_PER_CREATOR) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        "too-many-streams",
                        "You have %d streams, which is the most an account can have."
                                .formatted(MAX_STREAMS_PER_CREATOR));
            }
            StreamRows.insert(sql, id, creatorId, wanted, Secrets.hash(key), clock.instant());
            return require(sql, id);
        });
        announce(StreamChange.Kind.CREATED, created);
        return new KeyedStream(created, key);
    }

    /** What its owner says of it from now on, and its rules. */
    public Stream edit(String id, NewStream wanted, StreamDetails details) {
        return change(id, StreamChange.Kind.EDITED, sql -> StreamRows.edit(sql, id, wanted, details));
    }

    public Optional<Stream> find(String id) {
        return Secrets.isBase58(id) ? database.read(sql -> StreamRows.find(sql, id)) : Optional.empty();
    }

    /** The stream this key opens; empty for a wrong, a dead or a malformed one. */
    public Optional<Stream> findByKey(String streamKey) {
        return isKey(streamKey)
                ? database.read(sql -> StreamRows.findByKeyHash(sql, Secrets.hash(streamKey)))
                : Optional.empty();
    }

    /** The public ones: live first, then the newest, at most 200. */
    public List<Stream> listPublic() {
        return database.read(sql -> StreamRows.listPublic(sql, LIST_LIMIT));
    }

    /** All of one creator, the newest first. */
    public List<Stream> listByCreator(String creatorId) {
        return database.read(sql -> StreamRows.listByCreator(sql, creatorId, LIST_LIMIT));
    }

    /** The stream's publishes, the newest first, at most 200. */
    public List<StreamSession> sessions(String streamId) {
        return database.read(sql -> StreamRows.listSessions(sql, streamId, LIST_LIMIT));
    }

    /** Made ready by its owner: one that was ended is offline again. Nothing changes while it is live. */
    public Stream arm(String id) {
        return change(id, StreamChange.Kind.ARMED, sql -> StreamRows.arm(sql, id));
    }

    /** Media has come: LIVE, with a session opened. Nothing changes if it was live already. */
    public Stream mediaStarted(String id) {
        return change(id, StreamChange.Kind.WENT_LIVE, sql -> {
            boolean wentLive = StreamRows.goLive(sql, id, clock.instant());
            if (wentLive) {
                StreamRows.openSession(sql, secrets.id(), id, clock.instant());
            }
            return wentLive;
        });
    }

    /** No media for 10 s: OFFLINE, the session closed. Nothing changes unless it was live. */
    public Stream mediaStopped(String id) {
        return change(id, StreamChange.Kind.WENT_OFFLINE, sql -> {
            StreamRows.closeSession(sql, id, clock.instant());
            return StreamRows.goOffline(sql, id);
        });
    }

    /** Over: ENDED, the session closed, until the next {@link #mediaStarted}. Nothing changes if it was ended. */
    public Stream end(String id) {
        return change(id, StreamChange.Kind.ENDED, sql -> {
            StreamRows.closeSession(sql, id, clock.instant());
            return StreamRows.end(sql, id);
        });
    }

    /** Whether this person (null: nobody signed in) may watch it. */
    public boolean mayBeWatched(Stream stream, @Nullable Principal principal) {
        return !stream.isByInvitation()
                || stream.isOwnedBy(principal)
                || (principal != null && invited(stream.id()).contains(principal.userId()));
    }

    /** Ids of those who may watch it when it is private, beside its creator. */
    public Set<String> invited(String streamId) {
        return invitations(streamId).stream().map(Invitation::userId).collect(Collectors.toSet());
    }

    /** Who may watch it when it is private, beside its creator, first come first. */
    public List<Invitation> invitations(String streamId) {
        return database.read(sql -> InvitationRows.list(sql, streamId));
    }

    /** This user of the house may watch it. */
    public void invite(String id, String userId) {
        change(id, StreamChange.Kind.EDITED, sql -> {
            if (InvitationRows.count(sql, id) >= MAX_INVITATIONS) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        "too-many-invitations",
                        "A stream is for %d invited people at the most.".formatted(MAX_INVITATIONS));
            }
            return InvitationRows.insert(sql, id, userId, clock.instant());
        });
    }

    /** This user may not any more. */
    public void uninvite(String id, String userId) {
        change(id, StreamChange.Kind.EDITED, sql -> InvitationRows.delete(sql, id, userId));
    }

    /** A new key; the old one opens nothing from now on. */
    public KeyedStream rotateKey(String id) {
        String key = newKey();
        Stream stream =
                change(id, StreamChange.Kind.KEY_ROTATED, sql -> StreamRows.setKeyHash(sql, id, Secrets.hash(key)));
        return new KeyedStream(stream, key);
    }

    /**
     * Someone began to watch.
     *
     * @param userId null when not signed in
     * @param transport how the media reaches them: {@code webrtc}, {@code whep}, later {@code hls}
     * @return the connection's id, for {@link #viewerDisconnected}
     */
    public String viewerConnected(String streamId, @Nullable String userId, String transport) {
        String id = secrets.id();
        boolean known = database.write(sql -> {
            boolean connected = ViewerRows.connect(sql, id, streamId, userId, transport, clock.instant());
            ViewerRows.notePeak(sql, streamId);
            return connected;
        });
        if (!known) {
            throw noSuchStream();
        }
        return id;
    }

    /** They left; {@code secondsWatched} is the time in which media reached them. Nothing happens the second time. */
    public void viewerDisconnected(String connectionId, long secondsWatched) {
        database.write(sql -> {
            ViewerRows.disconnect(sql, connectionId, secondsWatched, clock.instant());
            return true;
        });
    }

    /** How many watch this stream now. */
    public int viewers(String streamId) {
        return database.read(sql -> ViewerRows.countOpen(sql, streamId));
    }

    /** How many watch, by the id of the stream; streams that nobody watches are not in it. */
    public Map<String, Integer> viewers() {
        return database.read(ViewerRows::countOpen);
    }

    /**
     * Calls {@code listener} after each committed change, on the thread that made it; of one stream, in the order of the
     * changes. It must return soon, and must not wait for another thread that changes a stream.
     */
    public void onChange(Consumer<StreamChange> listener) {
        listeners.add(listener);
    }

    /** Makes one change in a transaction and announces it, unless {@code work} says that nothing changed. */
    private Stream change(String id, StreamChange.Kind kind, Predicate<Handle> work) {
        if (!Secrets.isBase58(id)) {
            throw noSuchStream();
        }
        ReentrantLock lock = locks[Math.floorMod(id.hashCode(), LOCKS)];
        lock.lock();
        try {
            Changed changed = database.write(sql -> new Changed(work.test(sql), require(sql, id)));
            if (changed.really()) {
                announce(kind, changed.stream());
            }
            return changed.stream();
        } finally {
            lock.unlock();
        }
    }

    private record Changed(boolean really, Stream stream) {}

    private void announce(StreamChange.Kind kind, Stream stream) {
        StreamChange change = new StreamChange(kind, stream);
        listeners.forEach(listener -> listener.accept(change));
    }

    private static Stream require(Handle sql, String id) {
        return StreamRows.find(sql, id).orElseThrow(Streams::noSuchStream);
    }

    private static NoSuchElementException noSuchStream() {
        return new NoSuchElementException("no stream has this id");
    }

    private String newKey() {
        return secrets.secret(KEY_PREFIX, KEY_BITS);
    }

    private static boolean isKey(String text) {
        return text.startsWith(KEY_PREFIX) && Secrets.isBase58(text.substring(KEY_PREFIX.length()));
    }
}
