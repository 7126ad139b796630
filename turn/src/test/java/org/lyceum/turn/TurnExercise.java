package org.lyceum.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lyceum.turn.VirtualTurn.Client;
import org.lyceum.wire.Bytes;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.MessageClass;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/**
 * Does with a TURN server what some bytes say: a client with credentials that asks for anything, a stranger, peers, and time that passes.
 * It keeps its own book of what the client has been permitted, by the answers alone, and compares with it all that leaves.
 *
 * <p>The first byte is the client's transport. Each step is a byte that names it, one with a number, one with a length, and so
 * many bytes.
 */
final class TurnExercise {
    private static final int HEADER_BYTES = 3;
    private static final int MOST_SECONDS = 4000;
    private static final int STREAM_BYTES = 4096;
    private static final InetSocketAddress STRANGER = VirtualTurn.address("198.51.100.66", 66);
    private static final List<InetSocketAddress> PEERS = List.of(
            VirtualTurn.PEER,
            VirtualTurn.PEER6,
            VirtualTurn.address("198.51.100.8", 9),
            VirtualTurn.address("127.0.0.1", 4000),
            VirtualTurn.address("10.0.0.1", 4000));
    private static final int[] METHODS = {
        TurnScript.ALLOCATE,
        TurnScript.REFRESH,
        TurnScript.CREATE_PERMISSION,
        TurnScript.CHANNEL_BIND,
        TurnScript.BINDING
    };

    private final byte[] script;
    private final VirtualTurn turn = new VirtualTurn();
    private final Client client;
    private final Client honest;
    /** What came on the client's stream and is no whole message yet. */
    private final byte[] stream = new byte[STREAM_BYTES];

    private int streamBytes;
    /** Until when each address may be sent to. */
    private final Map<InetAddress, Long> permitted = new HashMap<>();

    private long allocatedUntil;
    private long strangersBytes;
    private long bytesToStrangers;
    private long seconds;
    private int at = 1;

    TurnExercise(byte[] script) {
        this.script = script;
        int first = script.length == 0 ? 0 : script[0] & 0xFF;
        Transport[] transports = Transport.values();
        client = turn.client(
                transports[first % transports.length], VirtualTurn.address("192.0.2.66", 6), Scope.PEERS, "fuzz");
        honest = turn.client("192.0.2.1", 1000);
        honest.allocate();
        honest.permit(VirtualTurn.PEER);
        allocatedUntil = turn.now;
    }

    /** Throws where something does not hold. */
    void run() {
        while (at + HEADER_BYTES <= script.length) {
            int step = script[at] & 0xFF;
            int number = script[at + 1] & 0xFF;
            int from = at + HEADER_BYTES;
            int to = Math.min(script.length, from + (script[at + 2] & 0xFF));
            at = to;
            step(step, number, Arrays.copyOfRange(script, from, to));
            checkNetwork();
            checkSize();
        }
        end();
    }

    private void step(int step, int number, byte[] bytes) {
        switch (step % 9) {
            case 0 -> ask(METHODS[number % METHODS.length], bytes);
            case 1 -> indicate(number, bytes);
            case 2 -> channelData(number, bytes);
            case 3 -> fromPeer(PEERS.get(number % PEERS.size()), bytes);
            case 4 -> stream(bytes);
            case 5 -> receive(client.transport, client.address, bytes);
            case 6 -> strange(bytes);
            case 7 -> pass(number);
            default -> disconnect();
        }
    }

    // ---- the client ----

    /** A request with credentials; its attributes are as the script has them: type, length, value. */
    private void ask(int method, byte[] attributes) {
        drainClient();
        byte[] request = client.script.request(method, writer -> write(writer, attributes));
        turn.first().receive(client.transport, client.address, request);
        StunMessage answer = answer();
        if (answer != null && client.script.learn(answer)) {
            request = client.script.request(method, writer -> write(writer, attributes));
            turn.first().receive(client.transport, client.address, request);
            answer = answer();
        }
        StunMessage asked = StunMessage.parse(request, 0, request.length);
        if (asked != null && answer != null && answer.messageClass() == MessageClass.SUCCESS) {
            check(answer.hasTransactionId(asked.transactionId()), "an answer belongs to its request");
            granted(method, asked, answer);
        }
    }

    private @Nullable StunMessage answer() {
        byte[] bytes = client.next();
        return bytes == null ? null : Objects.requireNonNull(StunMessage.parse(bytes, 0, bytes.length));
    }

    private void granted(int method, StunMessage asked, StunMessage answer) {
        switch (method) {
            case TurnScript.ALLOCATE, TurnScript.REFRESH -> {
                long lifetime = answer.number(Attributes.LIFETIME);
                check(lifetime <= 3600, "no lifetime is longer than an hour");
                allocatedUntil = turn.now + TimeUnit.SECONDS.toNanos(lifetime);
                if (method == TurnScript.ALLOCATE || lifetime == 0) {
                    permitted.clear();
                }
            }
            case TurnScript.CREATE_PERMISSION ->
                Objects.requireNonNull(asked.xorAddresses(Attributes.XOR_PEER_ADDRESS))
                        .forEach(this::permitted);
            case TurnScript.CHANNEL_BIND ->
                permitted(Objects.requireNonNull(asked.xorAddress(Attributes.XOR_PEER_ADDRESS)));
            default -> {
                // a Binding permits nothing
            }
        }
    }

    private void permitted(InetSocketAddress peer) {
        permitted.put(peer.getAddress(), turn.now + Permission.LIFETIME_NANOS);
    }

    private static void write(StunWriter writer, byte[] attributes) {
        for (int i = 0; i + HEADER_BYTES <= attributes.length; ) {
            int from = i + HEADER_BYTES;
            int length = Math.min(attributes[i + 2] & 0xFF, attributes.length - from);
            writer.attribute(Bytes.u16(attributes, i), attributes, from, length);
            i = from + length;
        }
    }

    private void indicate(int number, byte[] data) {
        client.send(PEERS.get(number % PEERS.size()), data);
    }

    private void channelData(int number, byte[] data) {
        client.sendChannel(PeerChannel.FIRST + number, data);
    }

    /** Bytes of a connection, cut into messages as its owner does. */
    private void stream(byte[] bytes) {
        System.arraycopy(bytes, 0, stream, streamBytes, bytes.length);
        streamBytes += bytes.length;
        while (streamBytes >= StreamFraming.HEADER_BYTES) {
            int length = StreamFraming.messageBytes(stream[0] & 0xFF, Bytes.u16(stream, 2));
            if (length == StreamFraming.BROKEN) {
                disconnect();
                return;
            }
            check(length >= StreamFraming.HEADER_BYTES && length + 0xFF <= STREAM_BYTES, "a message has an end");
            if (length > streamBytes) {
                return;
            }
            byte[] message = Arrays.copyOf(stream, length);
            streamBytes -= length;
            System.arraycopy(stream, length, stream, 0, streamBytes);
            if (StreamFraming.isChannelData(message[0])) {
                check(Bytes.u16(message, 2) + PeerChannel.HEADER_BYTES <= length, "the data is within its message");
                turn.first().receiveChannelData(client.transport, client.address, message);
            } else {
                receive(client.transport, client.address, message);
            }
        }
    }

    private void receive(Transport transport, InetSocketAddress from, byte[] bytes) {
        byte[] original = bytes.clone();
        turn.first().receive(transport, from, bytes);
        check(Arrays.equals(bytes, original), "what came is left as it was");
    }

    private void disconnect() {
        streamBytes = 0;
        turn.first().engine.disconnected(client.transport, client.address);
        permitted.clear();
        allocatedUntil = turn.now;
    }

    // ---- others ----

    private void strange(byte[] bytes) {
        strangersBytes += bytes.length;
        receive(Transport.UDP, STRANGER, bytes);
        Queue<byte[]> queue = turn.first().toClients.remove(STRANGER);
        bytesToStrangers += queue == null
                ? 0
                : queue.stream().mapToLong(each -> each.length).sum();
        check(
                bytesToStrangers <= StrangerBudget.MOST_FACTOR * strangersBytes,
                "strangers get three times what they sent");
    }

    private void fromPeer(InetSocketAddress peer, byte[] bytes) {
        drainClient();
        Allocation allocation = turn.first().engine.find(client.transport, client.address);
        if (allocation == null) {
            return;
        }
        for (Relay relay : allocation.relays()) {
            turn.first().receiveFromPeer(relay.address(), peer, bytes);
        }
        check(client.next() == null || isPermitted(peer), "nothing comes from whom nothing is permitted");
    }

    private void pass(int forSeconds) {
        if (seconds + forSeconds <= MOST_SECONDS) {
            seconds += forSeconds;
            turn.pass(forSeconds);
        }
    }

    // ---- what must hold ----

    private boolean isPermitted(InetSocketAddress peer) {
        return allocatedUntil > turn.now && permitted.getOrDefault(peer.getAddress(), turn.now) > turn.now;
    }

    private void checkNetwork() {
        for (VirtualTurn.Sent sent = turn.network.poll(); sent != null; sent = turn.network.poll()) {
            InetAddress to = sent.to().getAddress();
            check(isPermitted(sent.to()), "nothing is sent to whom nothing is permitted");
            check(
                    !to.isLoopbackAddress()
                            && !to.isLinkLocalAddress()
                            && !to.isSiteLocalAddress()
                            && !to.isMulticastAddress()
                            && !to.isAnyLocalAddress()
                            && !to.equals(sent.from().getAddress()),
                    "nobody is led inside");
        }
        for (byte[] bytes = turn.media.poll(); bytes != null; bytes = turn.media.poll()) {
            check(
                    isPermitted(VirtualTurn.MEDIA) || isPermitted(VirtualTurn.MEDIA6),
                    "nothing comes to the media port without permission");
        }
        check(honest.next() == null, "others get nothing of it");
    }

    private void checkSize() {
        check(turn.house.allocations() <= 2, "a client has one allocation");
        check(turn.sockets.size() <= 3, "and no more relays than families"); // the honest one's beside them
        long open =
                permitted.values().stream().filter(until -> until > turn.now).count();
        check(open <= Allocation.MOST_PERMISSIONS, "permissions are counted");
        drainClient();
        check(turn.first().toClients.size() <= 3, "nobody else is answered");
    }

    /** Everything goes when its time has come. */
    private void end() {
        turn.first().engine.disconnected(client.transport, client.address);
        turn.pass(601);
        check(turn.house.holdings().equals("allocations 0, relays 0, ports 0, counted 0"), turn.house.holdings());
        check(turn.sockets.isEmpty(), "no socket is left");
    }

    private void drainClient() {
        turn.first().toClients.remove(client.address);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("broken: " + what);
        }
    }
}
