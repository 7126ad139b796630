package org.lyceum.bench.relay;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.MessageClass;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/** One client with an allocation and a channel to one peer, over UDP. Used by one thread. */
final class TurnClient implements AutoCloseable {
    static final int CHANNEL = 0x4000;
    static final int CHANNEL_HEADER_BYTES = 4;

    private static final int ALLOCATE = 0x003;
    private static final int CHANNEL_BIND = 0x009;
    private static final int UDP = 17;
    private static final int TRIES = 5;
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int READY_MILLIS = 100;
    private static final long LIFETIME_SECONDS = 3_600;
    private static final int STALE_NONCE = 438;
    private static final int UNAUTHENTICATED = 401;

    private final DatagramChannel channel;
    private final SplittableRandom random;
    private final String username;
    private byte @Nullable [] realm;
    private byte @Nullable [] nonce;
    private byte[] key = {};

    /**
     * Connects it, and allocates nothing yet.
     *
     * @param number of this client, from which its name and its randomness come
     */
    TurnClient(InetSocketAddress local, InetSocketAddress server, int number) throws IOException {
        random = new SplittableRandom(number);
        username = Instant.now().getEpochSecond() + LIFETIME_SECONDS + ":bench" + number;
        channel = DatagramChannel.open();
        try {
            channel.bind(local).connect(server);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether a STUN server is there; waits a moment for it. */
    static boolean answers(InetSocketAddress server) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] request =
                    new StunWriter().request(StunMessage.BINDING, new byte[12]).toByteArray();
            socket.connect(server);
            socket.setSoTimeout(READY_MILLIS);
            socket.send(new DatagramPacket(request, request.length));
            socket.receive(new DatagramPacket(new byte[1500], 1500));
            return true;
        } catch (SocketTimeoutException | PortUnreachableException e) {
            return false;
        }
    }

    /** Allocates and binds the channel. The socket blocks until then, and never after that. */
    void join(InetSocketAddress peer) throws IOException {
        ask(ALLOCATE, writer -> writer.number(Attributes.REQUESTED_TRANSPORT, UDP << 24));
        ask(
                CHANNEL_BIND,
                writer -> writer.number(Attributes.CHANNEL_NUMBER, CHANNEL << 16)
                        .xorAddress(Attributes.XOR_PEER_ADDRESS, peer));
        channel.configureBlocking(false);
    }

    DatagramChannel channel() {
        return channel;
    }

    /** False where the socket takes nothing now. */
    boolean send(ByteBuffer packet) throws IOException {
        return channel.write(packet) > 0;
    }

    private void ask(int method, Consumer<StunWriter> attributes) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            StunMessage answer = exchange(request(method, attributes));
            if (answer != null && answer.messageClass() == MessageClass.SUCCESS) {
                return;
            }
            if (answer != null && !learn(answer)) {
                throw new IOException("the TURN server refused method " + method + " with " + answer.errorCode());
            }
        }
        throw new IOException("the TURN server does not answer method " + method);
    }

    private byte[] request(int method, Consumer<StunWriter> attributes) {
        byte[] id = new byte[StunMessage.TRANSACTION_ID_BYTES];
        random.nextBytes(id);
        StunWriter writer = new StunWriter().request(method, id);
        attributes.accept(writer);
        byte[] knownRealm = realm;
        byte[] knownNonce = nonce;
        if (knownRealm != null && knownNonce != null) {
            writer.username(username)
                    .attribute(Attributes.REALM, knownRealm)
                    .attribute(Attributes.NONCE, knownNonce)
                    .messageIntegrity(key);
        }
        return writer.toByteArray();
    }

    private boolean learn(StunMessage refusal) throws IOException {
        boolean again = refusal.errorCode() == STALE_NONCE || (refusal.errorCode() == UNAUTHENTICATED && nonce == null);
        realm = refusal.attribute(Attributes.REALM);
        nonce = refusal.attribute(Attributes.NONCE);
        byte[] known = realm;
        if (again && known != null) {
            key = key(username, new String(known, StandardCharsets.UTF_8), password(username));
        }
        return again;
    }

    private @Nullable StunMessage exchange(byte[] request) throws IOException {
        DatagramSocket socket = channel.socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.send(new DatagramPacket(request, request.length, channel.getRemoteAddress()));
        DatagramPacket answer = new DatagramPacket(new byte[1500], 1500);
        try {
            socket.receive(answer);
        } catch (SocketTimeoutException e) {
            return null;
        }
        return StunMessage.parse(answer.getData(), 0, answer.getLength());
    }

    /** The REST scheme: both servers know the secret and no user. */
    private static String password(String username) throws IOException {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(OwnRelay.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** RFC 8489, 9.2.2. */
    private static byte[] key(String username, String realm, String password) throws IOException {
        try {
            String text = username + ":" + realm + ":" + password;
            return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** The allocation ends with its server, which is the bench's own. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
