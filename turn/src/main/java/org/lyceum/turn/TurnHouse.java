package org.lyceum.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What all engines of one server share: who may allocate and how much, which ports are free, which relayed addresses live, and where
 * they may lead. Any thread.
 */
public final class TurnHouse {
    private final TurnSettings settings;
    private final TurnCredentials credentials;
    private final Nonces nonces;
    private final PeerPolicy policy;
    private final Quotas quotas;
    private final Map<Family, RelayPorts> ports = new EnumMap<>(Family.class);
    private final Reservations reservations = new Reservations();
    private final ConcurrentMap<InetSocketAddress, Relay> relays = new ConcurrentHashMap<>();
    private final long epochOffsetNanos;
    private volatile Set<InetSocketAddress> media = Set.of();
    private volatile Set<InetAddress> mediaHosts = Set.of();

    /**
     * @param random for the key of nonces
     * @param epochOffsetNanos what makes nanoseconds since 1970 of the engines' time
     */
    public TurnHouse(
            TurnSettings settings, TurnCredentials credentials, RandomGenerator random, long epochOffsetNanos) {
        this.settings = settings;
        this.credentials = credentials;
        byte[] key = new byte[Nonces.KEY_BYTES];
        random.nextBytes(key);
        this.nonces = new Nonces(key);
        this.policy = new PeerPolicy(settings.allowedPeers());
        this.quotas = new Quotas(settings);
        this.epochOffsetNanos = epochOffsetNanos;
        for (Family family : Family.values()) {
            ports.put(family, new RelayPorts(settings.minPort(), settings.maxPort()));
        }
    }

    /** This machine's addresses, which are no peers; they may change at any time. */
    public void ownAddresses(Collection<InetAddress> own) {
        policy.own(own);
    }

    /** Where the media port is reached: always permitted, and delivered in process. */
    public void mediaAddresses(Collection<InetSocketAddress> addresses) {
        media = Set.copyOf(addresses);
        mediaHosts = addresses.stream().map(InetSocketAddress::getAddress).collect(Collectors.toUnmodifiableSet());
    }

    /** The live relay of this address, or null. */
    public @Nullable Relay relay(InetSocketAddress address) {
        return relays.get(address);
    }

    /** Allocations that have not ended. */
    public int allocations() {
        return quotas.size();
    }

    /** Everything that an allocation may hold; all zero without one. For tests and the metrics page. */
    public String holdings() {
        int held = ports.values().stream().mapToInt(RelayPorts::size).sum();
        return "allocations " + quotas.size() + ", relays " + relays.size() + ", ports " + held + ", counted "
                + quotas.counted();
    }

    TurnSettings settings() {
        return settings;
    }

    TurnCredentials credentials() {
        return credentials;
    }

    Nonces nonces() {
        return nonces;
    }

    Quotas quotas() {
        return quotas;
    }

    Reservations reservations() {
        return reservations;
    }

    RelayPorts ports(Family family) {
        RelayPorts of = ports.get(family);
        if (of == null) {
            throw new IllegalStateException("every family has ports");
        }
        return of;
    }

    @Nullable
    InetAddress relayAddress(Family family) {
        return family == Family.IPV4 ? settings.relayIpv4() : settings.relayIpv6();
    }

    void add(Relay relay) {
        relays.put(relay.address(), relay);
    }

    void remove(Relay relay) {
        relays.remove(relay.address(), relay);
        ports(relay.family()).release(relay.address().getPort());
    }

    void sweep(long nowNanos) {
        reservations.sweep(nowNanos, (family, port) -> ports(family).release(port));
    }

    long epochSeconds(long nowNanos) {
        return (nowNanos + epochOffsetNanos) / 1_000_000_000L;
    }

    // ---- where a relay may lead ----

    /** Whether something at this address may be permitted; what, is decided with the port. */
    boolean mayPermit(Scope scope, InetAddress peer) {
        return mediaHosts.contains(peer)
                || (scope == Scope.PEERS
                        && (peer.equals(settings.relayIpv4())
                                || peer.equals(settings.relayIpv6())
                                || policy.allows(peer)));
    }

    /** Whether what comes from there by the network may be handed on. */
    boolean isNetwork(Scope scope, InetAddress peer) {
        return scope == Scope.PEERS && policy.allows(peer);
    }

    Reach reach(Scope scope, InetSocketAddress peer) {
        if (media.contains(peer)) {
            return Reach.MEDIA;
        }
        if (scope == Scope.MEDIA || peer.getPort() == 0) {
            return Reach.NOWHERE;
        }
        if (relays.containsKey(peer)) {
            return Reach.RELAY;
        }
        return policy.allows(peer.getAddress()) ? Reach.NETWORK : Reach.NOWHERE;
    }
}
