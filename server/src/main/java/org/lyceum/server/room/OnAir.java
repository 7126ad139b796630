package org.lyceum.server.room;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.StreamStatus;
import org.lyceum.server.protocol.ServerMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the stream is live, and how many watch: decides, writes it down and announces it. Live as soon as media flows, offline
 * when none has for ten seconds, ended by its owner's word until media flows again. The number of viewers is told at
 * most once a second. Confined to the room's thread.
 */
final class OnAir {
    /** How soon what could not be written down is tried again. */
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(OnAir.class);

    private final RoomContext context;
    private final Members members;
    private final Runnable wentOffline;
    private StreamStatus status;
    private @Nullable Instant liveSince;
    private boolean carrying;
    private Timers.@Nullable Timer silence;
    /** What the database has not taken yet, and when it is asked again. */
    private @Nullable Runnable unrecorded;

    private Timers.@Nullable Timer again;
    private Timers.@Nullable Timer nextCount;
    private int announcedViewers;

    /** A stream that the database says is live without this room knowing has ten seconds to show it. */
    OnAir(RoomContext context, Members members, Stream stream, Runnable wentOffline) {
        this.context = context;
        this.members = members;
        this.wentOffline = wentOffline;
        this.status = stream.status();
        this.liveSince = stream.liveSince();
        if (status == StreamStatus.LIVE) {
            awaitMedia(Duration.ZERO);
        }
    }

    String state() {
        return status.name().toLowerCase(Locale.ROOT);
    }

    @Nullable
    Instant liveSince() {
        return liveSince;
    }

    boolean isLive() {
        return status == StreamStatus.LIVE;
    }

    /** The database knows all that it should. */
    boolean isRecorded() {
        return unrecorded == null;
    }

    /** Media reaches the room now. */
    boolean isCarrying() {
        return carrying;
    }

    /**
     * Media reaches the room, or does not any more.
     *
     * @param since how long that has been so already
     */
    void carrying(boolean now, Duration since) {
        if (now == carrying) {
            return;
        }
        carrying = now;
        if (silence != null) {
            silence.cancel();
            silence = null;
        }
        if (now) {
            goLive();
        } else if (isLive()) {
            awaitMedia(since);
        }
    }

    /** The owner said that it is over. */
    void ended() {
        if (silence != null) {
            silence.cancel();
            silence = null;
        }
        if (isLive()) {
            // Media that came between the owner's word and this moment has opened it again: to the database it is live.
            record(() -> context.streams().mediaStopped(context.id()));
        }
        status = StreamStatus.ENDED;
        liveSince = null;
        announce();
    }

    /** The owner made it ready: what was over is not any more. */
    void armed() {
        if (status == StreamStatus.ENDED) {
            status = StreamStatus.OFFLINE;
            announce();
        }
    }

    /** Someone came or went. */
    void viewersChanged() {
        if (nextCount == null && members.watchers() != announcedViewers) {
            announce();
        }
    }

    /** The room closes: a stream that is live is not any more, and what could not be written has its last try. */
    void close() {
        Runnable left = unrecorded;
        if (isLive()) {
            record(() -> context.streams().mediaStopped(context.id()));
        } else if (left != null) {
            record(left);
        }
    }

    private void awaitMedia(Duration since) {
        silence = context.timers().after(context.limits().offline().minus(since), this::goOffline);
    }

    private void goLive() {
        if (isLive()) {
            return;
        }
        status = StreamStatus.LIVE;
        record(() -> liveSince = context.streams().mediaStarted(context.id()).liveSince());
        announce();
    }

    private void goOffline() {
        silence = null;
        status = StreamStatus.OFFLINE;
        liveSince = null;
        record(() -> context.streams().mediaStopped(context.id()));
        announce();
        wentOffline.run();
    }

    private void announce() {
        announcedViewers = members.watchers();
        members.emitToAll(id -> new ServerMessage.StreamState(id, state(), announcedViewers, liveSince));
        if (nextCount != null) {
            nextCount.cancel();
        }
        nextCount = context.timers().after(context.limits().viewerCount(), () -> {
            nextCount = null;
            viewersChanged();
        });
    }

    /**
     * The show goes on without the database: people are watching. What failed is tried again until it is done, or until
     * something else is to be recorded.
     */
    private void record(Runnable change) {
        if (again != null) {
            again.cancel();
            again = null;
        }
        try {
            change.run();
            unrecorded = null;
        } catch (RuntimeException e) {
            LOG.error("the state of stream {} could not be recorded", context.id(), e);
            unrecorded = change;
            again = context.timers().after(AGAIN, () -> {
                record(change);
                announce();
            });
        }
    }
}
