package org.lyceum.turn;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Bytes;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.MessageClass;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/** Writes what a client of TURN says, and remembers realm and nonce for it. It moves no bytes itself. */
public final class TurnScript {
    public static final int BINDING = 1;
    public static final int ALLOCATE = 3;
    public static final int REFRESH = 4;
    public static final int SEND = 6;
    public static final int DATA = 7;
    public static final int CREATE_PERMISSION = 8;
    public static final int CHANNEL_BIND = 9;

    private final SplittableRandom random;
    private final String username;
    private final String password;
    private @Nullable String realm;
    private @Nullable String nonce;

    public TurnScript(TurnCredentials.Credential credential, long seed) {
        this(credential.username(), credential.password(), seed);
    }

    public TurnScript(String username, String password, long seed) {
        this.username = username;
        this.password = password;
        this.random = new SplittableRandom(seed);
    }

    /** A request with what is known of credentials. */
    public byte[] request(int method, Consumer<StunWriter> attributes) {
        byte[] id = new byte[12];
        random.nextBytes(id);
        return request(method, id, attributes);
    }

    public byte[] request(int method, byte[] transactionId, Consumer<StunWriter> attributes) {
        StunWriter writer = new StunWriter(new byte[4096], 0).request(method, transactionId);
        attributes.accept(writer);
        String knownRealm = realm;
        String knownNonce = nonce;
        if (knownRealm != null && knownNonce != null) {
            writer.username(username)
                    .attribute(Attributes.REALM, knownRealm.getBytes(StandardCharsets.UTF_8))
                    .attribute(Attributes.NONCE, knownNonce.getBytes(StandardCharsets.UTF_8))
                    .messageIntegrity(TurnCredentials.longTermKey(username, knownRealm, password));
        }
        return writer.toByteArray();
    }

    /** Learns realm and nonce from a refusal; returns whether it is one after which the request is to be repeated. */
    public boolean learn(StunMessage answer) {
        boolean again = answer.errorCode() == 438 || (answer.errorCode() == 401 && nonce == null);
        String newRealm = answer.text(Attributes.REALM);
        String newNonce = answer.text(Attributes.NONCE);
        if (newRealm != null && newNonce != null) {
            realm = newRealm;
            nonce = newNonce;
        }
        return again;
    }

    public @Nullable String nonce() {
        return nonce;
    }

    public void nonce(String other) {
        nonce = other;
    }

    /** REQUESTED-TRANSPORT: UDP. */
    public static void udp(StunWriter writer) {
        writer.number(Attributes.REQUESTED_TRANSPORT, 17 << 24);
    }

    public static void peer(StunWriter writer, InetSocketAddress peer) {
        writer.xorAddress(Attributes.XOR_PEER_ADDRESS, peer);
    }

    public static void channel(StunWriter writer, int number, InetSocketAddress peer) {
        writer.number(Attributes.CHANNEL_NUMBER, number << 16).xorAddress(Attributes.XOR_PEER_ADDRESS, peer);
    }

    public byte[] sendIndication(InetSocketAddress peer, byte[] data) {
        byte[] id = new byte[12];
        random.nextBytes(id);
        return new StunWriter(new byte[4096], 0)
                .begin(MessageClass.INDICATION, SEND, id)
                .xorAddress(Attributes.XOR_PEER_ADDRESS, peer)
                .attribute(Attributes.DATA, data)
                .toByteArray();
    }

    /** @param padded as on a stream */
    public static byte[] channelData(int number, byte[] data, boolean padded) {
        byte[] message = new byte[4 + (padded ? (data.length + 3) & ~3 : data.length)];
        Bytes.put16(message, 0, number);
        Bytes.put16(message, 2, data.length);
        System.arraycopy(data, 0, message, 4, data.length);
        return message;
    }
}
