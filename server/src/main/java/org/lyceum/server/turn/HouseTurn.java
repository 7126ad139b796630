package org.lyceum.server.turn;

import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.lyceum.net.MediaServer;
import org.lyceum.net.TurnConfig;
import org.lyceum.net.TurnServer;
import org.lyceum.platform.StartupException;
import org.lyceum.server.address.MachineAddresses;
import org.lyceum.server.config.Config;
import org.lyceum.server.config.TurnOptions;
import org.lyceum.server.protocol.ServerMessage.IceServer;
import org.lyceum.turn.Scope;
import org.lyceum.turn.TurnCounter;
import org.lyceum.turn.TurnCredentials;
import org.lyceum.turn.TurnSettings;

/**
 * The TURN server of this process and the credentials that it takes. Those of participants end when they leave, and after half a day
 * at the latest; the secret below them is of this process alone where none is configured. Any thread.
 */
public final class HouseTurn implements TurnAccess, AutoCloseable {
    /** Longer than people watch at a stretch; who does gets new ones when their page connects again. */
    static final Duration LIFETIME = Duration.ofHours(12);

    private static final int SECRET_BYTES = 32;
    /** A browser makes one for each address of its own, each URL and each connection, and some anew while the old ones last. */
    private static final int ALLOCATIONS_BY_USER = 48;
    /** A household or an office. */
    private static final int ALLOCATIONS_BY_NETWORK = 512;

    private static final int ALLOCATIONS = 20_000;

    private final TurnServer server;
    private final TurnCredentials credentials;
    private final InstantSource clock;

    private HouseTurn(TurnServer server, TurnCredentials credentials, InstantSource clock) {
        this.server = server;
        this.credentials = credentials;
        this.clock = clock;
    }

    /**
     * Starts it.
     *
     * @param tls makes the server's side of a TLS connection
     * @param media whose loops it shares and whose port it leads to, null where it runs alone
     * @throws StartupException with a sentence for the administrator
     */
    public static HouseTurn start(
            Config config, Supplier<SSLEngine> tls, @Nullable MediaServer media, InstantSource clock) {
        TurnOptions options = config.turn();
        TurnCredentials credentials = new TurnCredentials(secret(options.secret()));
        TurnConfig turn =
                new TurnConfig(config.bind(), options.port(), options.tlsPort(), tls, settings(config, options));
        try {
            TurnServer server = media == null
                    ? TurnServer.start(turn, credentials, config.mediaLoops(), config.transport())
                    : TurnServer.start(turn, credentials, media);
            HouseTurn house = new HouseTurn(server, credentials, clock);
            house.refresh(config);
            return house;
        } catch (IllegalArgumentException e) {
            throw new StartupException("TURN cannot start: " + e.getMessage() + ".", e);
        } catch (BindException e) {
            throw new StartupException(
                    "The " + e.getMessage()
                            + ". Choose another port with --turn-port or --turn-tls-port, or none with --roles rooms.",
                    e);
        }
    }

    private static byte[] secret(@Nullable String shared) {
        if (shared != null) {
            return shared.getBytes(StandardCharsets.UTF_8);
        }
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    private static TurnSettings settings(Config config, TurnOptions options) {
        List<InetAddress> reached = config.advertise().isEmpty()
                ? MachineAddresses.forMedia()
                : config.advertise().stream().map(InetSocketAddress::getAddress).toList();
        return new TurnSettings(
                first(reached, Inet4Address.class),
                first(reached, Inet6Address.class),
                options.minRelayPort(),
                options.maxRelayPort(),
                options.allowPeers(),
                ALLOCATIONS_BY_USER,
                ALLOCATIONS_BY_NETWORK,
                ALLOCATIONS,
                options.kilobitsPerSecond() * 1000L / 8);
    }

    private static @Nullable InetAddress first(Collection<InetAddress> addresses, Class<? extends InetAddress> family) {
        return addresses.stream().filter(family::isInstance).findFirst().orElse(null);
    }

    /** Looks at the machine's addresses, which may change: none of them is a peer. */
    public void refresh(Config config) {
        Set<InetAddress> own = new LinkedHashSet<>(MachineAddresses.all());
        config.advertise().forEach(address -> own.add(address.getAddress()));
        server.ownAddresses(own);
    }

    /** What reaches the media port and nothing else, which is what a broadcast needs. */
    @Override
    public List<IceServer> admit(String id, String host) {
        return admit(Scope.MEDIA, id, host);
    }

    @Override
    public List<IceServer> admitToPeers(String id, String host) {
        return admit(Scope.PEERS, id, host);
    }

    private List<IceServer> admit(Scope scope, String id, String host) {
        if (host.isEmpty()) {
            return List.of();
        }
        long expiry = clock.instant().plus(LIFETIME).getEpochSecond();
        TurnCredentials.Credential credential = credentials.admit(scope, id, expiry);
        List<String> urls = List.of(
                "turn:" + host + ":" + server.port() + "?transport=udp",
                "turn:" + host + ":" + server.port() + "?transport=tcp",
                "turns:" + host + ":" + server.tlsPort() + "?transport=tcp");
        return List.of(new IceServer(urls, credential.username(), credential.password()));
    }

    @Override
    public void withdraw(String id) {
        credentials.withdraw(id);
    }

    /** UDP and TCP. */
    public int port() {
        return server.port();
    }

    public int tlsPort() {
        return server.tlsPort();
    }

    /** Whether everything that it listens on is open. */
    public boolean works() {
        return server.works();
    }

    /** How many are admitted now. */
    public int admitted() {
        return credentials.size();
    }

    public int allocations() {
        return server.allocations();
    }

    public Map<TurnCounter, Long> counters() {
        return server.counters();
    }

    @Override
    public void close() {
        server.close();
    }
}
