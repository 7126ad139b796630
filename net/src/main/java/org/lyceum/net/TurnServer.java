package org.lyceum.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.lyceum.port.DatagramPort;
import org.lyceum.turn.Transport;
import org.lyceum.turn.TurnCounter;
import org.lyceum.turn.TurnCredentials;
import org.lyceum.turn.TurnHouse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * STUN and TURN on this machine: on the loops of the media plane, or on loops of its own where it runs alone. Each loop has a
 * UDP socket for each address of this machine, and the TCP connections that it accepted; the kernel keeps a client with one loop. Safe from any thread.
 */
public final class TurnServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TurnServer.class);
    private static final int PORT_TRIES = 20;
    private static final long HANDSHAKE_SECONDS = 10;

    private final TurnConfig config;
    private final InetAddress bind;
    private final Transports transports;
    private final Ports ports;
    private final @Nullable MediaServer media;
    private final TurnHouse house;
    private final TcpConnections tcp = new TcpConnections();
    private final TcpConnections tls = new TcpConnections();
    private final ExecutorService handshakes = Executors.newVirtualThreadPerTaskExecutor();
    private final List<TurnLoop> loops = new ArrayList<>();
    private final OpenPorts open = new OpenPorts();
    private final IntFunction<TurnLoop> maker;
    private final int port;
    private final int tlsPort;

    private TurnServer(
            TurnConfig config, TurnCredentials credentials, Transports transports, @Nullable MediaServer media)
            throws BindException {
        this.config = config;
        this.transports = transports;
        this.ports = new Ports(transports, "TURN");
        this.media = media;
        Instant wall = Instant.now();
        long epochOffsetNanos = TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano() - System.nanoTime();
        SecureRandom random = new SecureRandom();
        InetAddress wanted = config.bind();
        this.bind = wanted.isAnyLocalAddress() && wanted instanceof Inet6Address ? BindAddresses.everywhere() : wanted;
        this.house = new TurnHouse(config.settings(), credentials, random, epochOffsetNanos);
        BindAddresses binding = new BindAddresses(config.settings());
        this.maker = index -> new TurnLoop(
                transports.loop(index),
                transports.datagrams(index),
                binding,
                media == null ? null : media.loop(index),
                house,
                random);
        for (int i = 0; i < transports.size(); i++) {
            loops.add(maker.apply(i));
        }
        try {
            this.port = bindRetrying(config.port(), this::bindPlain);
            this.tlsPort = bindRetrying(config.tlsPort(), this::bindTls);
            bindEachAddress();
        } catch (BindException e) {
            close();
            throw e;
        }
        LOG.info("TURN on port {} (UDP and TCP) and {} (TLS)", port, tlsPort);
    }

    /**
     * Starts beside the media plane, whose port its relays reach in process. It is closed before the media plane is.
     *
     * @throws BindException where a port is taken; the message names it
     */
    public static TurnServer start(TurnConfig config, TurnCredentials credentials, MediaServer media)
            throws BindException {
        TurnServer server = new TurnServer(config, credentials, media.transports(), media);
        media.relayedPaths().open(server.house);
        return server;
    }

    /**
     * Starts alone.
     *
     * @param loops how many loops, at least 1
     * @throws BindException where a port is taken; the message names it
     */
    public static TurnServer start(
            TurnConfig config, TurnCredentials credentials, int loops, MediaConfig.Transport transport)
            throws BindException {
        return new TurnServer(config, credentials, Transports.open(transport, loops), null);
    }

    /** This machine's addresses now: none of them is a peer, and at all of them the media port is. */
    public void ownAddresses(Collection<InetAddress> own) {
        house.ownAddresses(own);
        MediaServer plane = media;
        if (plane != null) {
            List<InetSocketAddress> addresses = new ArrayList<>();
            own.forEach(address -> addresses.add(new InetSocketAddress(address, plane.port())));
            for (InetSocketAddress advertised : plane.config().advertised()) {
                int advertisedPort = advertised.getPort() == 0 ? plane.port() : advertised.getPort();
                addresses.add(new InetSocketAddress(advertised.getAddress(), advertisedPort));
            }
            house.mediaAddresses(addresses);
        }
    }

    /** UDP and TCP. */
    public int port() {
        return port;
    }

    public int tlsPort() {
        return tlsPort;
    }

    /** Whether everything that it listens on is open. */
    public boolean works() {
        return open.areOpen();
    }

    /** Allocations that have not ended. */
    public int allocations() {
        return house.allocations();
    }

    /** All that allocations hold, for tests. */
    public String holdings() {
        return house.holdings();
    }

    /** Counters of all loops together. */
    public Map<TurnCounter, Long> counters() {
        Map<TurnCounter, Long> sums = new EnumMap<>(TurnCounter.class);
        for (TurnCounter counter : TurnCounter.values()) {
            sums.put(
                    counter,
                    loops.stream()
                            .mapToLong(loop -> loop.counters().get(counter))
                            .sum());
        }
        return sums;
    }

    /** Ends all allocations and closes what it listens on. */
    @Override
    public void close() {
        open.close();
        loops.forEach(TurnLoop::close);
        handshakes.shutdownNow();
        if (media == null) {
            transports.close();
        }
    }

    // ---- listening ----

    private interface Binding {
        /** @return the port that all loops came to listen on */
        int bind(int wanted, OpenPorts bound) throws BindException;
    }

    /** A port of any choice may be free for the first socket and taken for the next. */
    private int bindRetrying(int wanted, Binding binding) throws BindException {
        int tries = wanted == 0 ? PORT_TRIES : 1;
        for (int attempt = 1; ; attempt++) {
            OpenPorts bound = new OpenPorts();
            try {
                int chosen = binding.bind(wanted, bound);
                open.addAll(bound);
                return chosen;
            } catch (BindException e) {
                bound.close();
                if (attempt == tries) {
                    throw e;
                }
            }
        }
    }

    private int bindPlain(int wanted, OpenPorts bound) throws BindException {
        int chosen = wanted;
        for (int i = 0; i < transports.size(); i++) {
            DatagramPort udp = bindUdp(i, loops.get(i), bind, chosen);
            bound.add(udp);
            chosen = udp.localAddress().getPort();
            loops.get(i).open(udp);
            bound.add(bindStream(i, chosen, Transport.TCP, tcp));
        }
        return chosen;
    }

    /**
     * A client takes answers from the address that it has asked (RFC 8656, 3.1), which a socket that is bound to all addresses does not
     * know. So each address of this machine has sockets of its own, with the clients that come there; those of an address that comes later or cannot be bound
     * are left to the socket for all.
     */
    private void bindEachAddress() {
        if (!bind.isAnyLocalAddress()) {
            return;
        }
        for (InetAddress address : BindAddresses.ofThisMachine(bind instanceof Inet6Address)) {
            for (int i = 0; i < transports.size(); i++) {
                TurnLoop loop = maker.apply(i);
                loops.add(loop);
                try {
                    DatagramPort udp = bindUdp(i, loop, address, port);
                    loop.open(udp);
                    open.add(udp);
                } catch (BindException e) { // gone since, or not usable yet
                    LOG.warn(
                            "clients of TURN at {} are left to the socket for all addresses: {}",
                            address,
                            e.getMessage());
                }
            }
        }
    }

    private int bindTls(int wanted, OpenPorts bound) throws BindException {
        int chosen = wanted;
        for (int i = 0; i < transports.size(); i++) {
            Channel listening = bindStream(i, chosen, Transport.TLS, tls);
            bound.add(listening);
            chosen = ((InetSocketAddress) listening.localAddress()).getPort();
        }
        return chosen;
    }

    /** Sockets for all addresses and for single ones have the same port. */
    private DatagramPort bindUdp(int index, TurnLoop loop, InetAddress address, int wanted) throws BindException {
        return ports.datagrams(index, new InetSocketAddress(address, wanted), true, new TurnUdpPort(loop));
    }

    private Channel bindStream(int index, int wanted, Transport transport, TcpConnections connections)
            throws BindException {
        TurnLoop loop = loops.get(index);
        ServerBootstrap bootstrap = ports.connections(transports.loop(index), new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                if (transport == Transport.TLS) {
                    pipeline.addLast(tlsHandler());
                }
                pipeline.addLast(new TurnStreamDecoder(loop), new TurnTcpPort(loop, transport, connections));
            }
        });
        return ports.open(() -> bootstrap.bind(bind, wanted), transport.name(), wanted);
    }

    /**
     * Signatures are computed beside the loop, which never blocks. A message has a record of its own: there are clients, coturn's among
     * them, that take what is in one record for one message.
     */
    private SslHandler tlsHandler() {
        SslHandler handler = new SslHandler(config.tls().get(), handshakes);
        handler.setWrapDataSize(0);
        handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        return handler;
    }
}
