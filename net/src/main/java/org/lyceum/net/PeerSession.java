package org.lyceum.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.peer.DatagramOutput;
import org.lyceum.rtc.peer.Peer;
import org.lyceum.rtc.peer.PeerObserver;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.sfu.LayerWish;

/**
 * A peer and the loop that it belongs to. Signaling leaves commands in {@link #post}; they wait until the peer's first
 * authenticated check has claimed it for a loop, and from then on everything below the line is that loop's alone.
 */
final class PeerSession extends TimerWheel.Timer implements PeerHandle, PeerObserver {
    /** A peer that wanders over more addresses than this loses the oldest. */
    private static final int MOST_ROUTES = 16;

    private record Route(MediaLoop loop, Path path) {}

    /** What came before the answer: checks of a few candidate pairs. */
    private static final int MOST_EARLY = 8;

    @SuppressWarnings("ArrayRecordComponent") // kept and replayed, never compared
    private record Early(byte[] bytes, Path path, MediaLoop from) {}

    private final String id;
    private final MediaServer server;
    private final PeerListener listener;
    private final long createdNanos;
    private final AtomicReference<@Nullable MediaLoop> loop = new AtomicReference<>();
    private final Queue<PeerCommand> commands = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean attentionAsked = new AtomicBoolean();
    private final Queue<String> ufrags = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    // Of the loop's thread from here on.
    private @Nullable Peer peer;
    private boolean connected;
    private boolean dirty;
    private final Map<String, Publication> publications = new HashMap<>();
    /** There from the first subscription on. */
    private @Nullable Subscriptions subscriptions;

    private final List<PeerCommand> untilConnected = new ArrayList<>();
    private final ArrayDeque<Route> routes = new ArrayDeque<>();
    private final ArrayDeque<Early> early = new ArrayDeque<>(0);

    PeerSession(String id, MediaServer server, PeerListener listener, long nowNanos) {
        this.id = id;
        this.server = server;
        this.listener = listener;
        this.createdNanos = nowNanos;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void update(SessionUpdate update) {
        expect(update.transport().localUfrag(), update.transport().localPwd());
        post(new PeerCommand.Update(update));
    }

    @Override
    public void expect(String localUfrag, String localPwd) {
        if (!ufrags.contains(localUfrag)) {
            ufrags.add(localUfrag);
            server.directory().register(localUfrag, localPwd, this);
        }
        if (over) {
            server.directory().forget(ufrags);
        }
    }

    @Override
    public void close() {
        post(new PeerCommand.Close());
        server.claimByDefault(this);
    }

    @Override
    public void layerWish(String mid, LayerWish wish) {
        post(new PeerCommand.Wish(mid, wish));
    }

    @Override
    public CompletableFuture<PeerStats> stats() {
        CompletableFuture<PeerStats> answer = new CompletableFuture<>();
        post(new PeerCommand.Stats(answer));
        return answer;
    }

    /** Any thread. */
    void post(PeerCommand command) {
        if (over) {
            refuse(command);
            return;
        }
        commands.add(command);
        MediaLoop owner = loop.get();
        if (owner != null) {
            askAttention(owner);
        }
    }

    /** Any thread: has the loop look at this peer soon. */
    void askAttention(MediaLoop owner) {
        if (attentionAsked.compareAndSet(false, true)) {
            owner.mail(new LoopMail.Attend(this));
        }
    }

    /** Any thread: the loop that the peer belongs to, null before its first authenticated check. */
    @Nullable
    MediaLoop loop() {
        return loop.get();
    }

    long createdNanos() {
        return createdNanos;
    }

    boolean claim(MediaLoop claimant) {
        return loop.compareAndSet(null, claimant);
    }

    @Override
    public String toString() {
        return "peer " + id;
    }

    private static void refuse(PeerCommand command) {
        if (command instanceof PeerCommand.Stats stats) {
            stats.answer().completeExceptionally(new IllegalStateException("the peer is gone"));
        }
    }

    private MediaLoop home() {
        MediaLoop owner = loop.get();
        if (owner == null) {
            throw new IllegalStateException("peer " + id + " has no loop yet");
        }
        return owner;
    }

    // ---- the loop's side ----

    boolean isOver() {
        return over;
    }

    /** The loop has claimed this peer, which may still lack its answer. */
    void claimed() {
        home().schedule(this, createdNanos + MediaServer.CLAIM_NANOS);
    }

    /** Does what signaling has asked for since the last time. */
    void attend(long nowNanos) {
        attentionAsked.set(false);
        for (PeerCommand command = commands.poll(); command != null; command = commands.poll()) {
            if (over) {
                refuse(command);
            } else {
                execute(command, nowNanos);
            }
        }
        if (peer != null) {
            peer.attend(nowNanos);
            wantsDrain(); // also when it is over: its farewell may have come late from DTLS
        }
    }

    private void execute(PeerCommand command, long nowNanos) {
        switch (command) {
            case PeerCommand.Update update -> apply(update.update(), nowNanos);
            case PeerCommand.Publish publish -> whenConnected(publish, nowNanos);
            case PeerCommand.Subscribe subscribe -> whenConnected(subscribe, nowNanos);
            case PeerCommand.Wish wish -> whenConnected(wish, nowNanos);
            case PeerCommand.Unsubscribe unsubscribe -> unsubscribe(unsubscribe.mid(), nowNanos);
            case PeerCommand.Stats stats -> answer(stats.answer(), nowNanos);
            case PeerCommand.Close _ -> {
                if (peer == null) {
                    closed(CloseReason.CLOSED_HERE);
                } else {
                    peer.close(nowNanos);
                }
            }
        }
    }

    /** Who asked is not left waiting by a peer that breaks over it. */
    private void answer(CompletableFuture<PeerStats> answer, long nowNanos) {
        try {
            answer.complete(PeerStatsReader.read(peer, nowNanos));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
            throw e;
        }
    }

    private void apply(SessionUpdate update, long nowNanos) {
        if (peer == null) {
            peer = new Peer(home().wiring(() -> askAttention(home())), this, update, nowNanos);
            for (Early each = early.pollFirst(); each != null; each = early.pollFirst()) {
                home().receiveOwn(this, each.bytes(), each.bytes().length, each.path(), each.from());
            }
        } else {
            peer.update(update, nowNanos);
        }
    }

    private void whenConnected(PeerCommand command, long nowNanos) {
        if (!connected) {
            untilConnected.add(command);
            return;
        }
        switch (command) {
            case PeerCommand.Publish publish -> publish(publish.publication(), nowNanos);
            case PeerCommand.Subscribe subscribe -> subscribe(subscribe, nowNanos);
            case PeerCommand.Wish wish -> wish(wish, nowNanos);
            default -> throw new IllegalStateException("nothing waits for a connection but media: " + command);
        }
    }

    private void publish(Publication publication, long nowNanos) {
        Peer source = peer;
        if (source == null || !publication.room().activate(publication)) {
            return;
        }
        Publication earlier = publications.put(publication.mid(), publication);
        if (earlier != null && earlier != publication) {
            stop(earlier, nowNanos);
        }
        publication.room().shardOn(home()).publish(publication, source, nowNanos);
    }

    /** Another source took over, or the track is nobody's now. */
    void retract(Publication publication, long nowNanos) {
        if (publications.remove(publication.mid(), publication)) {
            stop(publication, nowNanos);
        }
    }

    private void stop(Publication publication, long nowNanos) {
        publication.room().deactivate(publication);
        publication.room().shardOn(home()).unpublish(publication, peer, nowNanos);
    }

    private void subscribe(PeerCommand.Subscribe command, long nowNanos) {
        if (subscriptions == null && peer != null) {
            subscriptions = new Subscriptions(this, home(), peer);
        }
        if (subscriptions != null) {
            subscriptions.subscribe(command.room(), command.mid(), command.track(), nowNanos);
        }
    }

    private void unsubscribe(String mid, long nowNanos) {
        untilConnected.removeIf(c -> switch (c) {
            case PeerCommand.Subscribe subscribe -> subscribe.mid().equals(mid);
            case PeerCommand.Wish wish -> wish.mid().equals(mid);
            default -> false;
        });
        if (subscriptions != null) {
            subscriptions.unsubscribe(mid, nowNanos);
        }
    }

    private void wish(PeerCommand.Wish command, long nowNanos) {
        if (subscriptions != null) {
            subscriptions.wish(command.mid(), command.wish(), nowNanos);
        }
    }

    /** Takes a datagram of this peer that the socket of {@code from} got; afterwards the path is known if it proved to be. */
    void receive(byte[] bytes, int length, Path path, MediaLoop from, long nowNanos) {
        if (over) {
            return;
        }
        if (peer != null) {
            peer.receive(bytes, 0, length, path, nowNanos);
            wantsDrain();
        } else if (early.size() < MOST_EARLY) {
            early.addLast(new Early(Arrays.copyOf(bytes, length), path, from));
        }
    }

    /** As {@link Peer#ahead}. */
    int ahead(byte[] bytes, int length) {
        return peer == null ? 0 : peer.ahead(bytes, 0, length);
    }

    boolean knows(Path path) {
        return peer != null && peer.knows(path);
    }

    /**
     * Remembers that the loop leads the path to this peer, so that it can be told when that ends.
     *
     * @return false where that is known already
     */
    boolean addRoute(MediaLoop where, Path path) {
        Route route = new Route(where, path);
        if (routes.contains(route)) {
            return false;
        }
        if (routes.size() >= MOST_ROUTES) {
            Route least =
                    routes.stream().filter(r -> !knows(r.path())).findFirst().orElse(routes.getFirst());
            routes.remove(least);
            forgetRoute(least);
        }
        routes.addLast(route);
        return true;
    }

    private void forgetRoute(Route route) {
        if (route.loop() == home()) {
            route.loop().forget(route.path(), this);
        } else {
            route.loop().mail(new LoopMail.Forget(route.path(), this));
        }
    }

    /** At the end of a cycle: everything that waits goes out, and the timer follows the engine's next deadline. */
    void drain(DatagramOutput output, long nowNanos) {
        dirty = false;
        if (peer != null) {
            peer.drain(output, nowNanos);
            home().schedule(this, over ? Long.MAX_VALUE : Math.min(peer.deadlineNanos(), allocationDeadline()));
        }
    }

    private long allocationDeadline() {
        return subscriptions == null ? Long.MAX_VALUE : subscriptions.deadlineNanos();
    }

    @Override
    void expired(long nowNanos) {
        if (over) {
            return;
        }
        if (peer == null) {
            closed(CloseReason.NEVER_CAME); // checks came, but no answer
        } else {
            peer.onDeadline(nowNanos);
            if (subscriptions != null && !over) {
                subscriptions.onDeadline(nowNanos);
            }
            wantsDrain();
        }
    }

    /** Nobody claimed it in time; the loop that says so has claimed it to end it. */
    void neverCame() {
        if (!over) {
            closed(CloseReason.NEVER_CAME);
        }
    }

    /** The engine broke an invariant: it costs this peer and nobody else. */
    void broken() {
        if (over) {
            return;
        }
        if (peer == null) {
            closed(CloseReason.REFUSED);
        } else {
            peer.refuse(home().nowNanos());
        }
    }

    // ---- what the engine says ----

    @Override
    public void connected() {
        connected = true;
        listener.connected();
        long nowNanos = home().nowNanos();
        List<PeerCommand> waiting = List.copyOf(untilConnected);
        untilConnected.clear();
        waiting.forEach(command -> whenConnected(command, nowNanos));
    }

    @Override
    public void closed(CloseReason reason) {
        over = true;
        early.clear();
        MediaLoop home = home();
        home.schedule(this, Long.MAX_VALUE);
        server.directory().forget(ufrags);
        routes.forEach(this::forgetRoute);
        routes.clear();
        untilConnected.clear();
        for (PeerCommand command = commands.poll(); command != null; command = commands.poll()) {
            refuse(command); // one by one: another thread may add to them
        }
        server.forget(this);
        home.left(this);
        try {
            leaveRooms(home.nowNanos());
        } finally {
            listener.closed(reason);
        }
    }

    private void leaveRooms(long nowNanos) {
        List.copyOf(publications.values()).forEach(publication -> retract(publication, nowNanos));
        if (subscriptions != null) {
            subscriptions.endAll(nowNanos);
        }
    }

    @Override
    public void bandwidth(long bitsPerSecond, long nowNanos) {
        if (subscriptions != null) {
            subscriptions.bandwidth(bitsPerSecond, nowNanos);
        }
    }

    /** The loop sends more or less of its pictures than before. */
    void ration(long nowNanos) {
        if (subscriptions != null && !over) {
            subscriptions.ration(nowNanos);
            wantsDrain();
        }
    }

    @Override
    public void wantsDrain() {
        if (!dirty) {
            dirty = true;
            home().drainLater(this);
        }
    }
}
