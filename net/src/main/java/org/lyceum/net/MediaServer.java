package org.lyceum.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.lyceum.port.DatagramPort;
import org.lyceum.rtc.dtls.DtlsFactory;
import org.lyceum.rtc.ice.IceLiteAgent;
import org.lyceum.rtc.peer.DatagramPool;
import org.lyceum.rtc.peer.Peer;
import org.lyceum.rtc.session.LocalParameters;
import org.lyceum.rtc.srtp.AesGcmFactory;
import org.lyceum.rtc.srtp.SrtpSelfTest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media plane on this machine: loops that share one UDP and one TCP port, the directory of peers, and the rooms. Start
 * it once; safe from any thread.
 */
public final class MediaServer implements MediaPlane, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaServer.class);
    static final long CLAIM_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final int PORT_TRIES = 20;

    private final MediaConfig config;
    private final Transports transports;
    private final Ports ports;
    private final PeerDirectory directory = new PeerDirectory();
    private final TcpConnections connections = new TcpConnections();
    private final RelayedPaths relayed = new RelayedPaths();
    private final SecureRandom random = new SecureRandom();
    private final DtlsFactory dtls;
    private final AesGcmFactory aesGcm;
    private final AtomicInteger epochs = new AtomicInteger();
    private final AtomicLong peerIds = new AtomicLong();
    private final long wallClockOffsetNanos;
    private final List<MediaLoop> loops = new CopyOnWriteArrayList<>(); // the first receive while the last are made
    private final OpenPorts open = new OpenPorts();
    private final Set<PeerSession> sessions = ConcurrentHashMap.newKeySet();
    private final Set<RoomHub> rooms = ConcurrentHashMap.newKeySet();
    private final LocalParameters localParameters;
    private final int port;

    private MediaServer(MediaConfig config, DtlsFactory dtls, AesGcmFactory aesGcm) throws BindException {
        this.config = config;
        this.transports = Transports.open(config.transport(), config.loops());
        this.ports = new Ports(transports, "media");
        this.dtls = dtls;
        this.aesGcm = aesGcm;
        Instant wall = Instant.now();
        this.wallClockOffsetNanos =
                TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano() - System.nanoTime();
        this.port = bind();
        this.localParameters =
                new LocalParameters(dtls.localFingerprint(), HostCandidates.of(config.advertised(), port));
        loops.forEach(MediaLoop::watchLoad);
        loops.getFirst().every(TimeUnit.MILLISECONDS.toNanos(500), this::sweep);
    }

    /**
     * Starts the loops.
     *
     * @param dtls makes the associations of all peers; what it needs to run is its owner's to end
     * @param aesGcm encrypts media; has passed {@link SrtpSelfTest} before
     * @throws BindException where the port is taken; the message names it
     */
    public static MediaServer start(MediaConfig config, DtlsFactory dtls, AesGcmFactory aesGcm) throws BindException {
        MediaServer server = new MediaServer(config, dtls, aesGcm);
        LOG.info(
                "media on port {} (UDP and TCP), {} loop{}, {}",
                server.port,
                config.loops(),
                config.loops() == 1 ? "" : "s",
                server.transports.name());
        return server;
    }

    private int bind() throws BindException {
        int tries = config.port() == 0 ? PORT_TRIES : 1;
        for (int attempt = 1; ; attempt++) {
            try {
                return bindLoops();
            } catch (BindException e) {
                open.close();
                loops.clear();
                if (attempt == tries) {
                    transports.close();
                    throw e;
                }
            }
        }
    }

    /** The first socket may pick the port; the other loops' sockets and the TCP ones share its number. */
    private int bindLoops() throws BindException {
        int chosen = config.port();
        for (int index = 0; index < config.loops(); index++) {
            EventLoop executor = transports.loop(index);
            LoopCounters counters = new LoopCounters();
            Egress egress = new Egress(counters, connections, relayed, System::nanoTime);
            MediaLoop loop = new MediaLoop(index, this, executor, egress, counters, transports.meter(index), random);
            DatagramPort udp = ports.datagrams(
                    index,
                    new InetSocketAddress(BindAddresses.everywhere(), chosen),
                    config.loops() > 1,
                    new UdpPort(loop, egress));
            open.add(udp);
            chosen = udp.localAddress().getPort();
            egress.open(udp);
            open.add(bindTcp(executor, loop, chosen));
            loops.add(loop);
        }
        return chosen;
    }

    private Channel bindTcp(EventLoop executor, MediaLoop loop, int wanted) throws BindException {
        ServerBootstrap bootstrap = ports.connections(executor, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new TcpPort(loop, connections));
            }
        });
        return ports.open(() -> bootstrap.bind(wanted), "TCP", wanted);
    }

    // ---- MediaPlane ----

    @Override
    public LocalParameters localParameters() {
        return localParameters;
    }

    @Override
    public PeerHandle createPeer(PeerListener listener) {
        PeerSession session = new PeerSession("p" + peerIds.incrementAndGet(), this, listener, System.nanoTime());
        sessions.add(session);
        return session;
    }

    @Override
    public RoomMedia openRoom(String roomId, RoomListener listener) {
        RoomHub room = new RoomHub(roomId, listener, this, loops.size());
        rooms.add(room);
        return room;
    }

    /** The port that media came to be on. */
    public int port() {
        return port;
    }

    /** Peers that are not over. */
    public int peerCount() {
        return sessions.size();
    }

    /** Everything that may hold something of a peer or a room, for tests and the metrics page. */
    public Collection<String> holdings() {
        List<String> held = new ArrayList<>();
        sessions.forEach(session -> held.add("peer " + session.id()));
        rooms.forEach(room -> held.add("room " + room.id()));
        if (directory.size() > 0) {
            held.add("ufrags " + directory.size());
        }
        loops.forEach(loop -> held.addAll(loop.holdings()));
        return held;
    }

    /** Counters of all loops together. */
    public Map<LoopCounter, Long> counters() {
        Map<LoopCounter, Long> sums = new EnumMap<>(LoopCounter.class);
        for (LoopCounter counter : LoopCounter.values()) {
            sums.put(
                    counter,
                    loops.stream()
                            .mapToLong(loop -> loop.counters().get(counter))
                            .sum());
        }
        return sums;
    }

    /** How each loop does. */
    public List<LoopFigures> figures() {
        return loops.stream().map(MediaLoop::figures).toList();
    }

    @Override
    public boolean isFull() {
        return loops.stream().anyMatch(loop -> loop.figures().full());
    }

    @Override
    public boolean isShedding() {
        return loops.stream().anyMatch(loop -> loop.figures().share() < 1);
    }

    /**
     * All threads of this process that carry no media give way to those that do, where the system lets them (Linux). To be called
     * again now and then, for those that have come meanwhile; reads files. There is no way back: for whoever owns the process.
     */
    public void letMediaFirst() {
        transports.precedence().settle();
    }

    /** Says farewell to every peer, then closes sockets and threads. */
    @Override
    public void close() {
        List.copyOf(rooms).forEach(RoomHub::close);
        List.copyOf(sessions).forEach(PeerSession::close);
        loops.forEach(MediaLoop::awaitMailRead);
        open.close();
        transports.close();
    }

    // ---- for the relays that live on these loops ----

    Transports transports() {
        return transports;
    }

    MediaLoop loop(int index) {
        return loops.get(index);
    }

    RelayedPaths relayedPaths() {
        return relayed;
    }

    MediaConfig config() {
        return config;
    }

    // ---- for the loops ----

    PeerDirectory directory() {
        return directory;
    }

    Peer.Wiring wiring(DatagramPool pool, Runnable wakeUp) {
        return new Peer.Wiring(
                IceLiteAgent::new, dtls, aesGcm, wakeUp, pool, random, epochs::incrementAndGet, wallClockOffsetNanos);
    }

    void forget(PeerSession session) {
        sessions.remove(session);
    }

    void forget(RoomHub room) {
        rooms.remove(room);
    }

    /** A peer that nobody has claimed is claimed by the first loop, so that its end is told on a loop like any other's. */
    void claimByDefault(PeerSession session) {
        MediaLoop first = loops.getFirst();
        if (session.claim(first)) {
            session.askAttention(first);
        }
    }

    void mailOthers(MediaLoop sender, LoopMail mail) {
        for (MediaLoop loop : loops) {
            if (loop != sender) {
                loop.mail(mail);
            }
        }
    }

    private void sweep() {
        long oldest = System.nanoTime() - CLAIM_NANOS;
        MediaLoop first = loops.getFirst();
        for (PeerSession session : sessions) {
            if (session.loop() == null && session.createdNanos() < oldest && session.claim(first)) {
                first.mail(new LoopMail.NeverCame(session));
            }
        }
    }
}
