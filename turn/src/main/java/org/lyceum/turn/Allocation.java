package org.lyceum.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one client has here (RFC 8656, 6): relayed addresses, permissions and channels. Of its engine's thread. {@link #outbound} and
 * {@link #inbound} are the hot path: they decide about a datagram by its size and addresses, allocate nothing, and leave it to the
 * caller to move the bytes.
 */
public final class Allocation {
    /** A verdict of {@link #inbound}: nothing is sent. */
    public static final int REFUSED = -1;

    /** A verdict of {@link #inbound}: it goes to the client in a Data indication. */
    public static final int INDICATE = 0;

    static final int MOST_PERMISSIONS = 64;
    static final int MOST_CHANNELS = 64;

    private final Transport transport;
    private final InetSocketAddress client;
    private final TurnCredentials.User user;
    private final byte[] transactionId;
    private final TokenBucket bucket;
    private final TurnCounters counters;
    private final List<Relay> relays = new ArrayList<>(1);
    private final Map<InetAddress, Permission> permissions = new HashMap<>(4);
    private final Map<InetSocketAddress, PeerChannel> byPeer = new HashMap<>(4);
    private final List<PeerChannel> channels = new ArrayList<>(1);
    private long expiresNanos;
    private boolean over;
    /** What EVEN-PORT has had kept, for a request that is repeated. */
    byte @Nullable [] reservationToken;
    /** Of two addresses that were asked for, the one that could not be had. */
    @Nullable
    AddressError addressError;

    Allocation(
            Transport transport,
            InetSocketAddress client,
            TurnCredentials.User user,
            byte[] transactionId,
            TokenBucket bucket,
            TurnCounters counters) {
        this.transport = transport;
        this.client = client;
        this.user = user;
        this.transactionId = transactionId;
        this.bucket = bucket;
        this.counters = counters;
    }

    public Transport transport() {
        return transport;
    }

    public InetSocketAddress client() {
        return client;
    }

    TurnCredentials.User user() {
        return user;
    }

    byte[] transactionId() {
        return transactionId;
    }

    List<Relay> relays() {
        return relays;
    }

    @Nullable
    Relay relay(Family family) {
        for (Relay relay : relays) {
            if (relay.family() == family) {
                return relay;
            }
        }
        return null;
    }

    void expiresAt(long nanos) {
        expiresNanos = nanos;
    }

    /** It has been ended, whatever was left of its time. */
    void end() {
        over = true;
    }

    boolean holds(long nowNanos) {
        return !over && expiresNanos - nowNanos > 0;
    }

    long remainingNanos(long nowNanos) {
        return expiresNanos - nowNanos;
    }

    // ---- the hot path ----

    /**
     * A client has so many bytes for a channel.
     *
     * @return where they go, or null for nowhere
     */
    public @Nullable PeerChannel outbound(int number, int bytes, long nowNanos) {
        PeerChannel channel = channel(number);
        if (channel == null || !channel.holds(nowNanos) || !holds(nowNanos)) {
            counters.add(TurnCounter.DROPPED_NO_CHANNEL);
            return null;
        }
        if (!channel.permission.holds(nowNanos)) {
            counters.add(TurnCounter.DROPPED_NO_PERMISSION);
            return null;
        }
        return countOutbound(bytes, nowNanos) ? channel : null;
    }

    /**
     * A peer has so many bytes for the client.
     *
     * @param fromNetwork false for what this house delivers itself
     * @return a channel's number, or {@link #INDICATE}, or {@link #REFUSED}
     */
    public int inbound(InetSocketAddress peer, boolean fromNetwork, int bytes, long nowNanos) {
        PeerChannel channel = byPeer.get(peer);
        Permission permission = channel != null ? channel.permission : permissions.get(peer.getAddress());
        if (permission == null
                || !permission.holds(nowNanos)
                || (fromNetwork && !permission.network)
                || !holds(nowNanos)) {
            counters.add(TurnCounter.DROPPED_NO_PERMISSION);
            return REFUSED;
        }
        if (!bucket.take(bytes, nowNanos)) {
            counters.add(TurnCounter.DROPPED_RATE);
            return REFUSED;
        }
        counters.add(TurnCounter.DATAGRAMS_TO_CLIENTS);
        counters.add(TurnCounter.BYTES_TO_CLIENTS, bytes);
        return channel != null && channel.holds(nowNanos) ? channel.number() : INDICATE;
    }

    /** Whether the allocation's rate allows it; counts it if so. */
    boolean countOutbound(int bytes, long nowNanos) {
        if (!bucket.take(bytes, nowNanos)) {
            counters.add(TurnCounter.DROPPED_RATE);
            return false;
        }
        counters.add(TurnCounter.DATAGRAMS_TO_PEERS);
        counters.add(TurnCounter.BYTES_TO_PEERS, bytes);
        return true;
    }

    /** Clients have a few channels and number them from the first. */
    private @Nullable PeerChannel channel(int number) {
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).number() == number) {
                return channels.get(i);
            }
        }
        return null;
    }

    // ---- permissions and channels ----

    boolean permits(InetAddress peer, long nowNanos) {
        Permission permission = permissions.get(peer);
        return permission != null && permission.holds(nowNanos);
    }

    /** Whether permissions for these addresses would fit beside those that hold. */
    boolean hasRoomFor(Collection<InetAddress> peers, long nowNanos) {
        permissions.values().removeIf(permission -> !permission.holds(nowNanos));
        long added = peers.stream()
                .distinct()
                .filter(peer -> !permissions.containsKey(peer))
                .count();
        return permissions.size() + added <= MOST_PERMISSIONS;
    }

    /** Makes or refreshes a permission. */
    Permission permit(InetAddress peer, boolean network, long nowNanos) {
        Permission permission = permissions.computeIfAbsent(peer, _ -> new Permission(network));
        permission.refresh(nowNanos);
        for (PeerChannel channel : channels) {
            if (channel.peer().getAddress().equals(peer)) {
                channel.permission = permission; // the one before may have expired and been forgotten
            }
        }
        return permission;
    }

    /** The channel of this number that has not expired, or null. */
    @Nullable
    PeerChannel boundTo(int number, long nowNanos) {
        forgetChannels(nowNanos);
        return channel(number);
    }

    /** The channel of this peer that has not expired, or null. */
    @Nullable
    PeerChannel boundTo(InetSocketAddress peer, long nowNanos) {
        forgetChannels(nowNanos);
        return byPeer.get(peer);
    }

    boolean hasRoomForChannel() {
        return channels.size() < MOST_CHANNELS;
    }

    void bind(PeerChannel channel) {
        channels.add(channel);
        byPeer.put(channel.peer(), channel);
    }

    private void forgetChannels(long nowNanos) {
        if (channels.removeIf(channel -> !channel.holds(nowNanos))) {
            byPeer.values().removeIf(channel -> !channel.holds(nowNanos));
        }
    }

    @Override
    public String toString() {
        return "allocation of " + client + " over " + transport;
    }
}
