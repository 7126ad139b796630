package org.lyceum.turn;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Bytes;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.MessageClass;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/**
 * The STUN and TURN server of one loop: the allocations of the clients that come to it. One thread; times are nanoseconds of its
 * owner's clock. Its owner
 *
 * <ol>
 *   <li>gives it each STUN message of a client ({@link #receive}),
 *   <li>moves ChannelData and peers' datagrams itself, as {@link Allocation#outbound} and {@link Allocation#inbound} say, or has
 *       {@link #forward} and {@link #toClient} move them,
 *   <li>gives it what others in this process have for its relays ({@link #deliver}),
 *   <li>tells when a connection has ended ({@link #disconnected}), and calls {@link #advance} at {@link #deadlineNanos}.
 * </ol>
 *
 * What leaves goes to the {@link TurnOutlet} at once.
 */
public final class TurnEngine {
    /** The realm of all credentials. It is short: a refusal carries it to strangers. */
    public static final String REALM = "lyceum";

    static final byte[] REALM_BYTES = REALM.getBytes(StandardCharsets.US_ASCII);

    /** No datagram that is relayed is larger. */
    public static final int LARGEST_DATAGRAM = 2048;

    private static final int ALLOCATE = 0x003;
    private static final int REFRESH = 0x004;
    private static final int SEND = 0x006;
    private static final int DATA = 0x007;
    private static final int CREATE_PERMISSION = 0x008;
    private static final int CHANNEL_BIND = 0x009;

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Around the data of an indication: header, address, attribute headers, padding. */
    private static final int INDICATION_BYTES = 64;

    private static final IntPredicate KNOWN = TurnEngine::known;

    private final TurnHouse house;
    private final TurnOutlet outlet;
    private final TurnCounters counters;
    private final RandomGenerator random;
    private final StrangerBudget strangers;
    private final Replies replies;
    private final Authenticator authenticator;
    private final RelayOpener relays;
    private final AllocateHandler allocating;
    private final PermissionHandler permitting;
    private final Map<Transport, Map<InetSocketAddress, Allocation>> allocations = new EnumMap<>(Transport.class);
    private final byte[] scratch = new byte[LARGEST_DATAGRAM + INDICATION_BYTES];
    private final byte[] transactionId = new byte[StunMessage.TRANSACTION_ID_BYTES];
    private long sweepNanos;

    public TurnEngine(
            TurnHouse house, TurnOutlet outlet, TurnCounters counters, RandomGenerator random, long nowNanos) {
        this.house = house;
        this.outlet = outlet;
        this.counters = counters;
        this.random = random;
        this.strangers = new StrangerBudget(random.nextLong());
        this.replies = new Replies(outlet, counters, strangers);
        this.authenticator = new Authenticator(house, replies);
        this.relays = new RelayOpener(house, outlet, random);
        this.allocating = new AllocateHandler(house, this, outlet, relays, replies, counters);
        this.permitting = new PermissionHandler(house, replies);
        this.sweepNanos = nowNanos + SWEEP_NANOS;
        for (Transport transport : Transport.values()) {
            allocations.put(transport, new HashMap<>());
        }
    }

    // ---- from clients ----

    /** The allocation of a client, perhaps one that has just expired; null where it has none. */
    public @Nullable Allocation find(Transport transport, InetSocketAddress client) {
        return of(transport).get(client);
    }

    /** A STUN message, or what claims to be one. */
    public void receive(
            Transport transport, InetSocketAddress client, byte[] b, int offset, int length, long nowNanos) {
        if (transport == Transport.UDP) {
            strangers.received(client.getAddress(), length);
        }
        StunMessage message = StunMessage.parse(b, offset, length);
        if (message == null) {
            counters.add(TurnCounter.DROPPED_MALFORMED);
        } else if (message.messageClass() == MessageClass.REQUEST) {
            request(new Request(transport, client, message, nowNanos));
        } else if (message.messageClass() == MessageClass.INDICATION && message.method() == SEND) {
            send(transport, client, message, nowNanos);
        } else if (message.messageClass() != MessageClass.INDICATION || message.method() != StunMessage.BINDING) {
            counters.add(TurnCounter.DROPPED_MALFORMED);
        }
    }

    private void request(Request request) {
        switch (request.message().method()) {
            case StunMessage.BINDING -> binding(request);
            case ALLOCATE, REFRESH, CREATE_PERMISSION, CHANNEL_BIND -> authenticated(request);
            default -> counters.add(TurnCounter.DROPPED_MALFORMED);
        }
    }

    /** Answered to everybody, without a look at credentials. */
    private void binding(Request request) {
        int[] unknown = request.message().unknownComprehensionRequired(KNOWN);
        if (unknown.length > 0) {
            replies.unknown(request, unknown, null);
            return;
        }
        counters.add(TurnCounter.BINDINGS);
        replies.success(request).xorMappedAddress(request.client());
        replies.send(request, null);
    }

    private void authenticated(Request request) {
        TurnCredentials.User user = authenticator.authenticate(request);
        if (user == null) {
            return;
        }
        int[] unknown = request.message().unknownComprehensionRequired(KNOWN);
        if (unknown.length > 0) {
            replies.unknown(request, unknown, user.key());
        } else if (request.message().method() == ALLOCATE) {
            allocating.allocate(request, user);
        } else {
            ofAllocation(request, user);
        }
    }

    private void ofAllocation(Request request, TurnCredentials.User user) {
        Allocation allocation = find(request.transport(), request.client());
        if (allocation == null || !allocation.holds(request.nowNanos())) {
            replies.error(request, TurnError.ALLOCATION_MISMATCH, user.key());
        } else if (!allocation.user().name().equals(user.name())) {
            replies.error(request, TurnError.WRONG_CREDENTIALS, user.key());
        } else {
            switch (request.message().method()) {
                case REFRESH -> allocating.refresh(request, allocation);
                case CREATE_PERMISSION -> permitting.createPermission(request, allocation);
                default -> permitting.channelBind(request, allocation);
            }
        }
    }

    /** A Send indication (RFC 8656, 11.2): what is wrong with one is never answered. */
    private void send(Transport transport, InetSocketAddress client, StunMessage message, long nowNanos) {
        Allocation allocation = find(transport, client);
        InetSocketAddress peer = message.xorAddress(Attributes.XOR_PEER_ADDRESS);
        byte[] data = message.attribute(Attributes.DATA);
        if (allocation == null || !allocation.holds(nowNanos)) {
            counters.add(TurnCounter.DROPPED_NO_CHANNEL);
            return;
        }
        if (peer == null || data == null || message.unknownComprehensionRequired(KNOWN).length > 0) {
            counters.add(TurnCounter.DROPPED_MALFORMED);
            return;
        }
        Relay relay = allocation.relay(Family.of(peer.getAddress()));
        if (relay == null || !allocation.permits(peer.getAddress(), nowNanos)) {
            counters.add(TurnCounter.DROPPED_NO_PERMISSION);
            return;
        }
        if (allocation.countOutbound(data.length, nowNanos)) {
            boolean whole = message.has(Attributes.DONT_FRAGMENT);
            Reach reach = house.reach(allocation.user().scope(), peer);
            forward(relay, reach, peer, whole, data, 0, data.length);
        }
    }

    /** Gives a client's data to a peer; that it may be sent has been decided. */
    public void forward(
            Relay relay, Reach reach, InetSocketAddress peer, boolean whole, byte[] b, int offset, int length) {
        RelaySocket socket = relay.socket;
        if (reach == Reach.MEDIA) {
            relay.mediaPeer = peer;
            outlet.toMedia(relay, b, offset, length);
            return;
        }
        Relay other = reach == Reach.RELAY ? house.relay(peer) : null;
        if (other != null) {
            other.home().deliver(other, relay.address(), b, offset, length);
        } else if (reach == Reach.NETWORK && socket != null) {
            socket.send(peer, whole, b, offset, length);
        } else {
            counters.add(TurnCounter.DROPPED_DESTINATION);
        }
    }

    // ---- from peers ----

    /** Something that others in this process have for a relay: another relay, or the media port where {@code from} is null. */
    public void deliver(
            Relay relay, @Nullable InetSocketAddress from, byte[] b, int offset, int length, long nowNanos) {
        InetSocketAddress peer = from != null ? from : relay.mediaPeer;
        boolean reached = from == null || relay.allocation().user().scope() == Scope.PEERS;
        if (peer == null || !reached || length > LARGEST_DATAGRAM) {
            counters.add(TurnCounter.DROPPED_DESTINATION);
            return;
        }
        toClient(relay, peer, relay.allocation().inbound(peer, false, length, nowNanos), b, offset, length);
    }

    /**
     * A peer's datagram goes to the client as has been decided.
     *
     * @param verdict of {@link Allocation#inbound}
     */
    public void toClient(Relay relay, InetSocketAddress peer, int verdict, byte[] b, int offset, int length) {
        if (verdict == Allocation.INDICATE) {
            indicate(relay.allocation(), peer, b, offset, length);
        } else if (verdict != Allocation.REFUSED) {
            channelData(relay.allocation(), verdict, b, offset, length);
        }
    }

    private void indicate(Allocation allocation, InetSocketAddress peer, byte[] b, int offset, int length) {
        random.nextBytes(transactionId);
        StunWriter writer = new StunWriter(scratch, 0)
                .indication(DATA, transactionId)
                .xorAddress(Attributes.XOR_PEER_ADDRESS, peer)
                .attribute(Attributes.DATA, b, offset, length);
        outlet.toClient(allocation.transport(), allocation.client(), scratch, 0, writer.length());
    }

    /** ChannelData is padded where a stream carries it (RFC 8656, 12.5). */
    private void channelData(Allocation allocation, int number, byte[] b, int offset, int length) {
        Bytes.put16(scratch, 0, number);
        Bytes.put16(scratch, 2, length);
        System.arraycopy(b, offset, scratch, PeerChannel.HEADER_BYTES, length);
        int padded = allocation.transport() == Transport.UDP ? length : (length + 3) & ~3;
        Arrays.fill(scratch, PeerChannel.HEADER_BYTES + length, PeerChannel.HEADER_BYTES + padded, (byte) 0);
        outlet.toClient(allocation.transport(), allocation.client(), scratch, 0, PeerChannel.HEADER_BYTES + padded);
    }

    // ---- lifetimes ----

    /** A client's connection is gone, and its allocation with it. */
    public void disconnected(Transport transport, InetSocketAddress client) {
        Allocation allocation = find(transport, client);
        if (allocation != null) {
            end(allocation);
        }
    }

    /** When {@link #advance} is to be called next. */
    public long deadlineNanos() {
        return sweepNanos;
    }

    /** Ends what has expired, or whose user has been withdrawn. */
    public void advance(long nowNanos) {
        if (nowNanos - sweepNanos < 0) {
            return;
        }
        sweepNanos = nowNanos + SWEEP_NANOS;
        house.sweep(nowNanos);
        long seconds = house.epochSeconds(nowNanos);
        for (Allocation allocation : all()) {
            boolean valid = house.credentials().isValid(allocation.user(), seconds);
            if (!allocation.holds(nowNanos) || !valid) {
                end(allocation);
            }
        }
    }

    /** Ends everything. */
    public void close() {
        all().forEach(this::end);
    }

    void begin(Allocation allocation) {
        of(allocation.transport()).put(allocation.client(), allocation);
        counters.add(TurnCounter.ALLOCATIONS_MADE);
    }

    void end(Allocation allocation) {
        if (!of(allocation.transport()).remove(allocation.client(), allocation)) {
            return;
        }
        allocation.end();
        allocation.relays().forEach(relays::close);
        house.quotas().release(allocation.user().subject(), allocation.client().getAddress());
        counters.add(TurnCounter.ALLOCATIONS_ENDED);
    }

    private List<Allocation> all() {
        List<Allocation> all = new ArrayList<>();
        allocations.values().forEach(map -> all.addAll(map.values()));
        return all;
    }

    private Map<InetSocketAddress, Allocation> of(Transport transport) {
        Map<InetSocketAddress, Allocation> of = allocations.get(transport);
        if (of == null) {
            throw new IllegalStateException("every transport has a map");
        }
        return of;
    }

    private static boolean known(int attribute) {
        return switch (attribute) {
            case Attributes.MAPPED_ADDRESS,
                    Attributes.USERNAME,
                    Attributes.MESSAGE_INTEGRITY,
                    Attributes.ERROR_CODE,
                    Attributes.UNKNOWN_ATTRIBUTES,
                    Attributes.CHANNEL_NUMBER,
                    Attributes.LIFETIME,
                    Attributes.XOR_PEER_ADDRESS,
                    Attributes.DATA,
                    Attributes.REALM,
                    Attributes.NONCE,
                    Attributes.XOR_RELAYED_ADDRESS,
                    Attributes.REQUESTED_ADDRESS_FAMILY,
                    Attributes.EVEN_PORT,
                    Attributes.REQUESTED_TRANSPORT,
                    Attributes.DONT_FRAGMENT,
                    Attributes.XOR_MAPPED_ADDRESS,
                    Attributes.RESERVATION_TOKEN,
                    Attributes.PRIORITY,
                    Attributes.USE_CANDIDATE -> true;
            default -> false;
        };
    }
}
