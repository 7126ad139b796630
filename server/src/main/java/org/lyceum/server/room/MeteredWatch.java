package org.lyceum.server.room;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lyceum.net.PeerHandle;
import org.lyceum.net.PeerStats;
import org.lyceum.platform.metering.Allowed;
import org.lyceum.platform.metering.Standing;
import org.lyceum.platform.metering.Watcher;
import org.lyceum.platform.streams.Stream;

/**
 * One watcher's session of a stream that costs something: which connection carries it, and what was acknowledged over that. The room
 * says where media flows; {@link WatchMeters} looks at it once a second, on a thread of its own.
 *
 * <p>With transport-wide feedback every second stands for itself. A client that sends receiver reports alone confirms several seconds
 * at once: those before the report, up to {@link #MOST_CONFIRMED}, count with it.
 */
final class MeteredWatch {
    /** Seconds that one receiver report can stand for: RFC 3550, 6.2 has them come every five seconds or so. */
    static final int MOST_CONFIRMED = 5;

    /** @param at whose counters they are */
    private record Look(PeerHandle at, PeerStats stats) {}

    final Stream stream;
    final Watcher watcher;
    private final Consumer<RoomMessage> room;
    private final Participant owner;
    /** The connection that media flows over; null while none does. Written by the room's thread. */
    private volatile @Nullable PeerHandle peer;
    /** In the domain; null before it is open there. */
    volatile @Nullable String sessionId;
    /** The watcher has left. */
    volatile boolean ended;

    // Of the thread that counts the seconds.
    private @Nullable Look before;
    private @Nullable PeerHandle askedPeer;
    private @Nullable CompletableFuture<PeerStats> asked;
    private int unconfirmed;
    /** What the room was told last. Written under the lock. */
    private volatile @Nullable Standing told;
    /** Seconds until opening it is tried once more; 0 while that is under way or done. */
    final AtomicInteger openAgainIn = new AtomicInteger();

    MeteredWatch(Stream stream, Watcher watcher, Participant owner, Consumer<RoomMessage> room) {
        this.stream = stream;
        this.watcher = watcher;
        this.owner = owner;
        this.room = room;
    }

    /** Media flows over this connection from now on, or over none. The room's thread. */
    void carriedBy(@Nullable PeerHandle connection) {
        peer = connection;
    }

    /**
     * A second has passed. The thread that counts them.
     *
     * @return how many seconds are acknowledged now; 0 for this one not; -1 where nothing was sent in it, or nobody can know
     */
    int second() {
        PeerHandle at = peer;
        Look now = look(at);
        Look last = before;
        before = now;
        if (at == null || now == null || last == null || !at.equals(last.at())) {
            unconfirmed = 0;
            return -1;
        }
        return judge(last.stats(), now.stats());
    }

    private int judge(PeerStats last, PeerStats now) {
        boolean confirmed = now.packetsReported() > last.packetsReported();
        if (now.packetsAcknowledged() > last.packetsAcknowledged() || (confirmed && now.packetsAcknowledged() > 0)) {
            unconfirmed = 0;
            return 1;
        }
        if (confirmed) {
            int seconds = Math.min(1 + unconfirmed, MOST_CONFIRMED);
            unconfirmed = 0;
            return seconds;
        }
        Standing standing = told;
        boolean due = standing != null && standing.allowed() == Allowed.SOUND_ONLY;
        if (now.packetsSent() == last.packetsSent() && !due) {
            return -1;
        }
        unconfirmed++;
        return 0;
    }

    /** What was asked for a second ago. That it is not there yet is the server's own fault. */
    private @Nullable Look look(@Nullable PeerHandle at) {
        CompletableFuture<PeerStats> answer = asked;
        if (at == null
                || answer == null
                || !at.equals(askedPeer)
                || !answer.isDone()
                || answer.isCompletedExceptionally()) {
            return null;
        }
        return new Look(at, answer.join());
    }

    /** Asks for the counters that the next second is judged by. The thread that counts the seconds. */
    void ask() {
        PeerHandle at = peer;
        if (at == null) {
            asked = null;
        } else if (!at.equals(askedPeer) || asked == null || asked.isDone()) {
            asked = at.stats();
        }
        askedPeer = at;
    }

    /** Tells the room how it stands, where that is news. From any thread; in order. */
    synchronized void tell(MeterFacts facts) {
        String id = sessionId;
        Standing standing = id == null ? null : facts.standing(id);
        if (standing != null && !standing.equals(told)) {
            told = standing;
            room.accept(new RoomMessage.Metered(owner, this, standing));
        }
    }

    /** The server can not count, or the watcher may not do what it asked for. Any thread. */
    void mail(RoomMessage news) {
        room.accept(news);
    }

    Participant owner() {
        return owner;
    }
}
