package org.lyceum.server.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.StreamChange;
import org.lyceum.platform.streams.StreamDetails;
import org.lyceum.platform.streams.StreamStatus;
import org.lyceum.platform.streams.Visibility;

/** Streams in memory: a room's tests are about what it says to them, not about SQL. */
final class MemoryStreams implements StreamFacts {
    private static final Instant SOMETIME = Instant.parse("2026-01-02T03:04:05Z");

    final List<String> calls = new CopyOnWriteArrayList<>();
    /** Whether the database is out of order. */
    volatile boolean broken;

    private final Map<String, Stream> streams = new ConcurrentHashMap<>();
    private final List<Consumer<StreamChange>> listeners = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    Stream add(String id, String creatorId, Visibility visibility) {
        Stream stream = new Stream(
                id,
                "Title of " + id,
                "",
                visibility,
                0,
                creatorId,
                "Ann",
                StreamStatus.OFFLINE,
                SOMETIME,
                null,
                false,
                StreamDetails.NONE);
        return add(stream);
    }

    Stream add(Stream stream) {
        streams.put(stream.id(), stream);
        return stream;
    }

    Optional<Stream> find(String id) {
        return Optional.ofNullable(streams.get(id));
    }

    @Override
    public Stream mediaStarted(String id) {
        requireOrder();
        calls.add("started " + id);
        return become(id, StreamStatus.LIVE, SOMETIME, StreamChange.Kind.WENT_LIVE);
    }

    @Override
    public Stream mediaStopped(String id) {
        Stream now = find(id).orElseThrow();
        requireOrder();
        if (now.status() != StreamStatus.LIVE) {
            return now;
        }
        calls.add("stopped " + id);
        return become(id, StreamStatus.OFFLINE, null, StreamChange.Kind.WENT_OFFLINE);
    }

    private void requireOrder() {
        if (broken) {
            throw new IllegalStateException("the database is out of order");
        }
    }

    Stream end(String id) {
        return become(id, StreamStatus.ENDED, null, StreamChange.Kind.ENDED);
    }

    void arm(String id) {
        become(id, StreamStatus.OFFLINE, null, StreamChange.Kind.ARMED);
    }

    void rotateKey(String id) {
        tell(new StreamChange(StreamChange.Kind.KEY_ROTATED, find(id).orElseThrow()));
    }

    @Override
    public Set<String> invited(String streamId) {
        requireOrder();
        return Set.of("ida");
    }

    @Override
    public String viewerConnected(String streamId, @Nullable String userId, String transport) {
        String connection = "v" + connections.incrementAndGet();
        calls.add("viewer " + connection + " " + streamId + " " + userId + " " + transport);
        return connection;
    }

    @Override
    public void viewerDisconnected(String connectionId, long secondsWatched) {
        calls.add("gone " + connectionId + " " + secondsWatched);
    }

    void onChange(Consumer<StreamChange> listener) {
        listeners.add(listener);
    }

    private Stream become(String id, StreamStatus status, @Nullable Instant since, StreamChange.Kind kind) {
        Stream before = find(id).orElseThrow();
        Stream after = new Stream(
                id,
                before.title(),
                before.category(),
                before.visibility(),
                before.pricePerMinute(),
                before.creatorId(),
                before.creatorName(),
                status,
                before.createdAt(),
                since,
                false,
                before.details());
        streams.put(id, after);
        tell(new StreamChange(kind, after));
        return after;
    }

    void edit(String id, StreamDetails details) {
        edit(id, find(id).orElseThrow().visibility(), details);
    }

    void edit(String id, Visibility visibility, StreamDetails details) {
        Stream before = find(id).orElseThrow();
        Stream after = new Stream(
                id,
                before.title(),
                before.category(),
                visibility,
                before.pricePerMinute(),
                before.creatorId(),
                before.creatorName(),
                before.status(),
                before.createdAt(),
                before.liveSince(),
                false,
                details);
        streams.put(id, after);
        tell(new StreamChange(StreamChange.Kind.EDITED, after));
    }

    private void tell(StreamChange change) {
        listeners.forEach(listener -> listener.accept(change));
    }
}
