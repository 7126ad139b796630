package org.lyceum.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.peer.DatagramPool;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.peer.Peer;
import org.lyceum.sfu.Allocator;
import org.lyceum.sfu.PeerSubscriber;
import org.lyceum.wire.rtp.DatagramKind;
import org.lyceum.wire.rtp.Demux;
import org.lyceum.wire.stun.StunMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media loop: one thread, one UDP socket on the shared port, the peers that were heard here first, and the room shards
 * of those peers. Nothing of it is touched from another thread but {@link #mail}.
 *
 * <p>Its duty cycle, each step named by its method:
 *
 * <ol>
 *   <li>{@link #receive}: a datagram finds its peer, by its STUN user name or by the address it came from
 *   <li>the peer decrypts, and its room forwards into the outgoing batches of the subscribers on this loop
 *   <li>{@link #endCycle}: every peer with something to send is drained once, and what then waits in the sockets is flushed
 *   <li>{@link #readMail}: what other threads asked, then the same end of cycle
 *   <li>{@link #expireTimers}: deadlines, then the same end of cycle
 * </ol>
 */
@SuppressWarnings("FutureReturnValueIgnored") // tasks of the loop catch what they throw
final class MediaLoop {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLoop.class);

    /** What an address leads to: the peer, and the path object that stands for the address. */
    private record Known(PeerSession session, Path path) {}

    private final int index;
    private final MediaServer server;
    private final EventLoop executor;
    private final TimerWheel wheel;
    private final DatagramPool pool = new DatagramPool();
    private final Egress egress;
    private final RandomGenerator random;
    private final Map<InetSocketAddress, Known> overUdp = new HashMap<>();
    private final Map<InetSocketAddress, Known> overTcp = new HashMap<>();
    private final Map<InetSocketAddress, Known> overRelays = new HashMap<>();
    private final MovedPeers moved;
    private final ArrayDeque<ShardHost> waiting = new ArrayDeque<>();
    private final ArrayDeque<PeerSession> dirty = new ArrayDeque<>();
    private final Queue<LoopMail> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean mailRead = new AtomicBoolean();
    private final LoopCounters counters;
    private final WaitMeter meter;
    private final LoopLoad load;
    private final Shedding shedding = new Shedding();
    private volatile LoopFigures figures = LoopFigures.IDLE;
    private long waitedBefore;
    private long droppedBefore;
    private long nowNanos;
    private long armedNanos = Long.MAX_VALUE;
    private @Nullable Future<?> alarm;

    MediaLoop(
            int index,
            MediaServer server,
            EventLoop executor,
            Egress egress,
            LoopCounters counters,
            WaitMeter meter,
            RandomGenerator random) {
        this.index = index;
        this.server = server;
        this.executor = executor;
        this.egress = egress;
        this.counters = counters;
        this.meter = meter;
        this.random = random;
        this.nowNanos = System.nanoTime();
        this.load = new LoopLoad(nowNanos);
        this.moved = new MovedPeers(nowNanos);
        this.wheel = new TimerWheel(nowNanos, this::timerFailed);
    }

    int index() {
        return index;
    }

    /** The time of this cycle. */
    long nowNanos() {
        return nowNanos;
    }

    LoopCounters counters() {
        return counters;
    }

    /** What this loop holds of peers and rooms, from any other thread. */
    List<String> holdings() {
        return executor.submit(() -> {
                    List<String> held = new ArrayList<>();
                    overUdp.values().forEach(leads -> held.add("route " + leads));
                    moved.peers().forEach(session -> held.add("member " + session));
                    overTcp.values().forEach(leads -> held.add("route " + leads));
                    overRelays.values().forEach(leads -> held.add("route " + leads));
                    wheel.scheduled().forEach(timer -> held.add("timer " + timer));
                    return held;
                })
                .syncUninterruptibly()
                .getNow();
    }

    /** Calls the task again and again on this loop. */
    void every(long periodNanos, Runnable task) {
        executor.scheduleAtFixedRate(task, periodNanos, periodNanos, TimeUnit.NANOSECONDS);
    }

    /** Looks at its own load from now on. */
    void watchLoad() {
        executor.scheduleWithFixedDelay(
                this::lookAtLoad, LoopLoad.WINDOW_NANOS, LoopLoad.WINDOW_NANOS, TimeUnit.NANOSECONDS);
    }

    /** How it does; from any thread. */
    LoopFigures figures() {
        return figures;
    }

    /** How much of the pictures this loop sends. */
    Shedding shedding() {
        return shedding;
    }

    /** From another thread: returns when everything mailed before has been read. */
    void awaitMailRead() {
        executor.submit(this::readMail).syncUninterruptibly();
    }

    Peer.Wiring wiring(Runnable wakeUp) {
        return server.wiring(pool, wakeUp);
    }

    PeerSubscriber subscriberFor(OutboundMedia media, Allocator allocator) {
        return new PeerSubscriber(media, allocator, random);
    }

    // ---- 1. receive ----

    /** A datagram has come from the socket; the array is the loop's own and is overwritten by decryption. */
    void receive(byte[] bytes, int length, Path.Protocol protocol, InetSocketAddress sender) {
        if (sender.getPort() == 0) {
            counters.add(LoopCounter.UNKNOWN_SENDER); // forged: no answer could be sent there (RFC 768)
            return;
        }
        switch (Demux.classify(bytes, 0, length)) {
            case STUN -> receiveStun(bytes, length, protocol, sender);
            case DTLS, RTP, RTCP -> {
                Known from = known(protocol).get(sender);
                if (from == null) {
                    receiveStranger(bytes, length, new Path(protocol, sender), this);
                } else {
                    deliver(from.session(), bytes, length, from.path());
                }
            }
            case UNKNOWN -> counters.add(LoopCounter.UNKNOWN_KIND);
        }
    }

    /** Media from an address that nobody is known at: junk, or of a peer whose NAT has given it another one. */
    private void receiveStranger(byte[] bytes, int length, Path path, MediaLoop from) {
        if (from == this) {
            counters.add(LoopCounter.UNKNOWN_SENDER);
        }
        if (Demux.classify(bytes, 0, length) == DatagramKind.DTLS || path.protocol() != Path.Protocol.UDP) {
            return;
        }
        if (!moved.allow(nowNanos)) {
            counters.add(LoopCounter.MOVES_NOT_TRIED);
            return;
        }
        for (PeerSession candidate : moved.candidates(bytes, length)) {
            if (candidate != null && isOf(candidate, bytes, length, path, from)) {
                return;
            }
        }
        if (from == this) {
            server.mailOthers(this, new LoopMail.Stranger(Arrays.copyOf(bytes, length), path, this));
        }
    }

    private boolean isOf(PeerSession candidate, byte[] bytes, int length, Path path, MediaLoop from) {
        counters.add(LoopCounter.MOVE_TRIES);
        receiveOwn(candidate, Arrays.copyOf(bytes, length), length, path, from);
        if (candidate.isOver() || !candidate.knows(path)) {
            return false;
        }
        counters.add(LoopCounter.MOVED_PEERS);
        route(candidate, path, from);
        return true;
    }

    private Map<InetSocketAddress, Known> known(Path.Protocol protocol) {
        return switch (protocol) {
            case UDP -> overUdp;
            case TCP -> overTcp;
            case RELAYED -> overRelays;
        };
    }

    /** Checks are led by their user name, answers to checks of our own by their address. */
    private void receiveStun(byte[] bytes, int length, Path.Protocol protocol, InetSocketAddress sender) {
        String username = StunMessage.peekUsername(bytes, 0, length);
        Known from = known(protocol).get(sender);
        if (username == null) {
            if (from != null) {
                deliver(from.session(), bytes, length, from.path());
            } else {
                counters.add(LoopCounter.UNKNOWN_SENDER);
            }
            return;
        }
        PeerDirectory.Entry entry = server.directory().find(username);
        if (entry == null || !ownOrClaim(entry, bytes, length)) {
            counters.add(LoopCounter.UNKNOWN_USERNAME);
            return;
        }
        Path path = from != null && from.session() == entry.session() ? from.path() : new Path(protocol, sender);
        deliver(entry.session(), bytes, length, path);
    }

    /** A peer that has no loop yet becomes this one's by an authenticated check and by nothing less. */
    private boolean ownOrClaim(PeerDirectory.Entry entry, byte[] bytes, int length) {
        PeerSession session = entry.session();
        if (session.loop() != null) {
            return true;
        }
        StunMessage check = StunMessage.parse(bytes, 0, length);
        if (check == null || !check.verifyIntegrity(entry.password())) {
            return false;
        }
        if (session.claim(this)) {
            moved.add(session);
            session.claimed();
            guarded(session, () -> session.attend(nowNanos));
        }
        return true;
    }

    private void deliver(PeerSession session, byte[] bytes, int length, Path path) {
        MediaLoop owner = session.loop();
        if (owner == this) {
            receiveOwn(session, bytes, length, path, this);
        } else if (owner != null) {
            counters.add(LoopCounter.STRAYS);
            owner.mail(new LoopMail.Stray(session, Arrays.copyOf(bytes, length), path, this));
        }
    }

    /**
     * Gives the datagram to the peer; a path that has proved itself by it leads there from now on, also on the loop
     * {@code from} whose socket got it.
     */
    void receiveOwn(PeerSession session, byte[] bytes, int length, Path path, MediaLoop from) {
        boolean stun = Demux.classify(bytes, 0, length) == DatagramKind.STUN;
        try {
            session.receive(bytes, length, path, from, nowNanos);
        } catch (RuntimeException e) {
            broken(session, e);
            return;
        }
        if (stun && !session.isOver() && session.knows(path)) {
            route(session, path, from);
        }
    }

    private void route(PeerSession session, Path path, MediaLoop from) {
        if (!session.addRoute(from, path)) {
            return;
        }
        if (from == this) {
            known(path.protocol()).put(path.remote(), new Known(session, path));
        } else {
            from.mail(new LoopMail.Route(path, session));
        }
    }

    /** The peer is over. */
    void left(PeerSession session) {
        moved.remove(session);
    }

    /** The path leads to this peer no longer, unless it leads to another one by now. */
    void forget(Path path, PeerSession session) {
        Known entry = known(path.protocol()).get(path.remote());
        if (entry != null && entry.session() == session) {
            known(path.protocol()).remove(path.remote());
        }
    }

    /** A broken invariant costs one peer, never the loop. */
    private void guarded(PeerSession session, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            broken(session, e);
        }
    }

    private void broken(PeerSession session, RuntimeException cause) {
        LOG.error("peer {} broke and is closed", session.id(), cause);
        counters.add(LoopCounter.BROKEN_PEERS);
        session.broken();
    }

    // ---- 3. end of a cycle ----

    /** Has the peer drained at the end of this cycle. */
    void drainLater(PeerSession session) {
        dirty.addLast(session);
    }

    /** Sets the clock of the cycle that begins. */
    void beginCycle() {
        nowNanos = System.nanoTime();
    }

    /** Has the shard's packets handed out at the end of this cycle. */
    void handOutLater(ShardHost shard) {
        waiting.addLast(shard);
    }

    void endCycle() {
        for (ShardHost shard = waiting.pollFirst(); shard != null; shard = waiting.pollFirst()) {
            handOut(shard);
        }
        drainDirty();
        egress.flush();
        arm();
    }

    /** A shard that breaks costs no other one its turn. */
    private void handOut(ShardHost shard) {
        try {
            shard.handOut(nowNanos);
        } catch (RuntimeException e) {
            LOG.error("what came for a room could not be handed out", e);
            counters.add(LoopCounter.BROKEN_DATAGRAMS);
        }
    }

    /**
     * Drains the peers that want it; while a shard hands out that is the one that has just been served, and nobody may be closed: a
     * broken one is so by mail.
     */
    void drainDirty() {
        for (PeerSession session = dirty.pollFirst(); session != null; session = dirty.pollFirst()) {
            try {
                session.drain(egress, System.nanoTime());
            } catch (RuntimeException e) {
                mail(new LoopMail.Broken(session, e));
            }
        }
    }

    // ---- 4. mail ----

    /** Any thread. */
    void mail(LoopMail mail) {
        mailbox.add(mail);
        if (mailRead.compareAndSet(false, true)) {
            executor.execute(this::readMail);
        }
    }

    private void readMail() {
        mailRead.set(false);
        beginCycle();
        for (LoopMail mail = mailbox.poll(); mail != null; mail = mailbox.poll()) {
            try {
                take(mail);
            } catch (RuntimeException e) {
                LOG.error("mail could not be taken: {}", mail, e);
                counters.add(LoopCounter.BROKEN_MAIL);
            }
        }
        endCycle();
    }

    private void take(LoopMail mail) {
        switch (mail) {
            case LoopMail.Stray stray ->
                receiveOwn(stray.session(), stray.bytes(), stray.bytes().length, stray.path(), stray.from());
            case LoopMail.Stranger stranger ->
                receiveStranger(stranger.bytes(), stranger.bytes().length, stranger.path(), stranger.from());
            case LoopMail.Route route -> takeRoute(route);
            case LoopMail.Forget forget -> forget(forget.path(), forget.session());
            case LoopMail.Attend attend ->
                guarded(attend.session(), () -> attend.session().attend(nowNanos));
            case LoopMail.Broken broken -> broken(broken.session(), broken.cause());
            case LoopMail.NeverCame never -> never.session().neverCame();
            case LoopMail.Media media -> media.shard().receiveRemote(media.track(), media.packet(), nowNanos);
            case LoopMail.KeyFrameWanted wish -> wish.shard().requestKeyFrame(wish.track(), wish.layer(), nowNanos);
            case LoopMail.LayersWanted wants ->
                wants.shard().layersWanted(wants.track(), wants.fromLoop(), wants.wanted(), nowNanos);
            case LoopMail.Retract retract -> {
                PeerSession session = retract.publication().session();
                guarded(session, () -> session.retract(retract.publication(), nowNanos));
            }
        }
    }

    private void takeRoute(LoopMail.Route route) {
        if (!route.session().isOver()) {
            known(route.path().protocol()).put(route.path().remote(), new Known(route.session(), route.path()));
        }
    }

    // ---- 5. timers ----

    void schedule(TimerWheel.Timer timer, long deadlineNanos) {
        wheel.schedule(timer, deadlineNanos);
    }

    private void arm() {
        long next = wheel.nextNanos();
        if (next < armedNanos) {
            if (alarm != null) {
                alarm.cancel(false);
            }
            armedNanos = next;
            alarm = executor.schedule(this::expireTimers, Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private void expireTimers() {
        armedNanos = Long.MAX_VALUE;
        beginCycle();
        wheel.expire(nowNanos);
        endCycle();
    }

    /** Takes layers from the watchers of this loop while there is more to send than it can, and gives them back. */
    private void lookAtLoad() {
        beginCycle();
        long waited = meter.waitedNanos();
        long dropped = counters.get(LoopCounter.DROPPED_SOCKET_FULL);
        load.look(waited - waitedBefore, dropped - droppedBefore, nowNanos);
        waitedBefore = waited;
        droppedBefore = dropped;
        boolean changed = shedding.follow(load, moved.peers().size(), nowNanos);
        // Before anybody is told of a pause: the room asks for these figures to say whose fault it is.
        figures = new LoopFigures(load.load(), shedding.share(), shedding.full(load, nowNanos));
        if (changed) {
            for (PeerSession session : List.copyOf(moved.peers())) {
                guarded(session, () -> session.ration(nowNanos));
            }
        }
        endCycle();
    }

    private void timerFailed(TimerWheel.Timer timer, RuntimeException cause) {
        if (timer instanceof PeerSession session) {
            broken(session, cause);
        } else {
            LOG.error("the timer of {} failed", timer, cause);
            counters.add(LoopCounter.BROKEN_TIMERS);
        }
    }
}
