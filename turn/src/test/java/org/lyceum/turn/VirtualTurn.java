package org.lyceum.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Bytes;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/** A TURN server of one or two engines in virtual time, and what leaves it. */
final class VirtualTurn {
    static final InetSocketAddress MEDIA = address("203.0.113.1", 7882);
    static final InetSocketAddress MEDIA6 = address("2001:db8::1", 7882);
    static final InetSocketAddress PEER = address("198.51.100.7", 4000);
    static final InetSocketAddress PEER6 = address("2001:db8:7::7", 4000);
    static final long EPOCH_SECONDS = 1_800_000_000L;
    static final TurnSettings SETTINGS = new TurnSettings(
            InetAddress.ofLiteral("203.0.113.1"),
            InetAddress.ofLiteral("2001:db8::1"),
            50_000,
            50_099,
            List.of(),
            10,
            20,
            40,
            0);

    private static final long START = TimeUnit.HOURS.toNanos(5);

    /** What a relay's socket sent. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Sent(InetSocketAddress from, InetSocketAddress to, boolean whole, byte[] bytes) {}

    final TurnCredentials credentials = new TurnCredentials("a secret of the house".getBytes(StandardCharsets.UTF_8));
    final TurnHouse house;
    final List<Engine> engines = new ArrayList<>();
    final Queue<Sent> network = new ArrayDeque<>();
    final Queue<byte[]> media = new ArrayDeque<>();
    final Set<Integer> occupied = new HashSet<>();
    final Set<InetSocketAddress> sockets = new HashSet<>();
    boolean fragmentsForbidden = true;
    long now = START;
    private int seed;

    VirtualTurn() {
        this(SETTINGS);
    }

    VirtualTurn(TurnSettings settings) {
        house = new TurnHouse(
                settings, credentials, new SplittableRandom(1), TimeUnit.SECONDS.toNanos(EPOCH_SECONDS) - START);
        house.mediaAddresses(List.of(MEDIA, MEDIA6));
        house.ownAddresses(List.of(MEDIA.getAddress(), MEDIA6.getAddress()));
        engines.add(new Engine(7));
        engines.add(new Engine(8));
    }

    static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    Engine first() {
        return engines.getFirst();
    }

    long seconds() {
        return EPOCH_SECONDS + TimeUnit.NANOSECONDS.toSeconds(now - START);
    }

    void pass(long seconds) {
        for (long i = 0; i < seconds; i++) {
            now += TimeUnit.SECONDS.toNanos(1);
            engines.forEach(engine -> engine.engine.advance(now));
        }
    }

    Client client(String host, int port) {
        return client(Transport.UDP, address(host, port), Scope.PEERS, "id" + seed);
    }

    Client client(Transport transport, InetSocketAddress address, Scope scope, String id) {
        seed++;
        return new Client(first(), transport, address, credentials.admit(scope, id, seconds() + 3600), seed);
    }

    long count(TurnCounter counter) {
        return engines.stream().mapToLong(each -> each.counters.get(counter)).sum();
    }

    /** One engine with its way out. */
    final class Engine implements TurnOutlet {
        final TurnCounters counters = new TurnCounters();
        final Map<InetSocketAddress, Queue<byte[]>> toClients = new HashMap<>();
        final TurnEngine engine;

        Engine(long seed) {
            engine = new TurnEngine(house, this, counters, new SplittableRandom(seed), now);
        }

        @Override
        public void toClient(Transport transport, InetSocketAddress client, byte[] b, int offset, int length) {
            toClients
                    .computeIfAbsent(client, _ -> new ArrayDeque<>())
                    .add(Arrays.copyOfRange(b, offset, offset + length));
        }

        @Override
        public void toMedia(Relay relay, byte[] b, int offset, int length) {
            media.add(Arrays.copyOfRange(b, offset, offset + length));
        }

        @Override
        public void deliver(Relay relay, @Nullable InetSocketAddress from, byte[] b, int offset, int length) {
            engine.deliver(relay, from, b, offset, length, now);
        }

        @Override
        public @Nullable RelaySocket open(Relay relay) {
            if (occupied.contains(relay.address().getPort()) || !sockets.add(relay.address())) {
                return null;
            }
            return new RelaySocket() {
                @Override
                public void send(InetSocketAddress peer, boolean whole, byte[] b, int offset, int length) {
                    network.add(new Sent(relay.address(), peer, whole, Arrays.copyOfRange(b, offset, offset + length)));
                }

                @Override
                public void close() {
                    sockets.remove(relay.address());
                }
            };
        }

        @Override
        public boolean canForbidFragments() {
            return fragmentsForbidden;
        }

        void receive(Transport transport, InetSocketAddress client, byte[] bytes) {
            engine.receive(transport, client, bytes, 0, bytes.length, now);
        }

        /** ChannelData of a client, moved as the owner of an engine does. */
        void receiveChannelData(Transport transport, InetSocketAddress client, byte[] bytes) {
            Allocation allocation = engine.find(transport, client);
            int length = Bytes.u16(bytes, 2);
            PeerChannel channel = allocation == null ? null : allocation.outbound(Bytes.u16(bytes, 0), length, now);
            if (channel != null) {
                engine.forward(channel.relay(), channel.reach(), channel.peer(), false, bytes, 4, length);
            }
        }

        /** A datagram from the network at a relayed address. */
        void receiveFromPeer(InetSocketAddress relayed, InetSocketAddress peer, byte[] bytes) {
            Relay relay = Objects.requireNonNull(house.relay(relayed));
            int verdict = relay.allocation().inbound(peer, true, bytes.length, now);
            engine.toClient(relay, peer, verdict, bytes, 0, bytes.length);
        }
    }

    /** One client at one address. */
    static final class Client {
        final Engine at;
        final Transport transport;
        final InetSocketAddress address;
        final TurnScript script;

        Client(
                Engine at,
                Transport transport,
                InetSocketAddress address,
                TurnCredentials.Credential credential,
                long seed) {
            this.at = at;
            this.transport = transport;
            this.address = address;
            this.script = new TurnScript(credential, seed);
        }

        /** Sends and takes the answer, null for none. */
        @Nullable
        StunMessage exchange(byte[] request) {
            at.receive(transport, address, request);
            byte[] answer = next();
            return answer == null ? null : StunMessage.parse(answer, 0, answer.length);
        }

        /** Asks, with credentials once the first refusal has said which, and again with a new nonce. */
        StunMessage ask(int method, Consumer<StunWriter> attributes) {
            StunMessage answer = Objects.requireNonNull(exchange(script.request(method, attributes)));
            return script.learn(answer) ? Objects.requireNonNull(exchange(script.request(method, attributes))) : answer;
        }

        StunMessage allocate() {
            return ask(TurnScript.ALLOCATE, TurnScript::udp);
        }

        StunMessage permit(InetSocketAddress... peers) {
            return ask(TurnScript.CREATE_PERMISSION, writer -> {
                for (InetSocketAddress peer : peers) {
                    TurnScript.peer(writer, peer);
                }
            });
        }

        StunMessage bind(int number, InetSocketAddress peer) {
            return ask(TurnScript.CHANNEL_BIND, writer -> TurnScript.channel(writer, number, peer));
        }

        void send(InetSocketAddress peer, byte[] data) {
            at.receive(transport, address, script.sendIndication(peer, data));
        }

        void sendChannel(int number, byte[] data) {
            at.receiveChannelData(transport, address, TurnScript.channelData(number, data, transport != Transport.UDP));
        }

        byte @Nullable [] next() {
            Queue<byte[]> queue = at.toClients.get(address);
            return queue == null ? null : queue.poll();
        }
    }
}
