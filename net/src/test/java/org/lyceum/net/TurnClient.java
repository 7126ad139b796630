package org.lyceum.net;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lyceum.turn.StreamFraming;
import org.lyceum.turn.Transport;
import org.lyceum.turn.TurnCredentials;
import org.lyceum.turn.TurnScript;
import org.lyceum.wire.Bytes;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.StunMessage;
import org.lyceum.wire.stun.StunWriter;

/** A client of TURN on a real socket that blocks. */
final class TurnClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final TurnScript script;
    private final Transport transport;
    private final @Nullable DatagramSocket udp;
    private final @Nullable Socket tcp;
    private final byte[] buffer = new byte[4096];

    TurnClient(Transport transport, TurnServer server, TurnCredentials.Credential credential, long seed)
            throws IOException, GeneralSecurityException {
        this.script = new TurnScript(credential, seed);
        this.transport = transport;
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        if (transport == Transport.UDP) {
            udp = new DatagramSocket(0, loopback);
            udp.connect(loopback, server.port());
            udp.setSoTimeout(PATIENCE_MILLIS);
            tcp = null;
        } else {
            udp = null;
            tcp = transport == Transport.TCP
                    ? new Socket(loopback, server.port())
                    : TestTls.trusting().getSocketFactory().createSocket(loopback, server.tlsPort());
            tcp.setSoTimeout(PATIENCE_MILLIS);
            tcp.setTcpNoDelay(true);
        }
    }

    void send(byte[] message) throws IOException {
        if (udp != null) {
            udp.send(new DatagramPacket(message, message.length));
        } else {
            OutputStream out = Objects.requireNonNull(tcp).getOutputStream();
            out.write(message);
            out.flush();
        }
    }

    /** The next whole message; fails where none comes. */
    byte[] next() throws IOException {
        if (udp != null) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            udp.receive(packet);
            return Arrays.copyOf(buffer, packet.getLength());
        }
        DataInputStream in = new DataInputStream(Objects.requireNonNull(tcp).getInputStream());
        in.readFully(buffer, 0, 4);
        int length = StreamFraming.messageBytes(buffer[0] & 0xFF, Bytes.u16(buffer, 2));
        in.readFully(buffer, 4, length - 4);
        return Arrays.copyOf(buffer, length);
    }

    StunMessage exchange(byte[] request) throws IOException {
        send(request);
        byte[] answer = next();
        return Objects.requireNonNull(StunMessage.parse(answer, 0, answer.length));
    }

    StunMessage ask(int method, Consumer<StunWriter> attributes) throws IOException {
        StunMessage answer = exchange(script.request(method, attributes));
        return script.learn(answer) ? exchange(script.request(method, attributes)) : answer;
    }

    InetSocketAddress allocate() throws IOException {
        StunMessage answer = ask(TurnScript.ALLOCATE, TurnScript::udp);
        InetSocketAddress relayed = answer.xorAddress(Attributes.XOR_RELAYED_ADDRESS);
        if (relayed == null) {
            throw new IOException("refused: " + answer.errorCode());
        }
        return relayed;
    }

    int permit(InetSocketAddress peer) throws IOException {
        return ask(TurnScript.CREATE_PERMISSION, w -> TurnScript.peer(w, peer)).errorCode();
    }

    int bind(int number, InetSocketAddress peer) throws IOException {
        return ask(TurnScript.CHANNEL_BIND, w -> TurnScript.channel(w, number, peer))
                .errorCode();
    }

    void sendChannel(int number, byte[] data) throws IOException {
        send(TurnScript.channelData(number, data, transport != Transport.UDP));
    }

    void sendIndication(InetSocketAddress peer, byte[] data) throws IOException {
        send(script.sendIndication(peer, data));
    }

    TurnScript script() {
        return script;
    }

    /** The data in a message that came by a channel or in an indication. */
    static byte[] data(byte[] message) {
        if (StreamFraming.isChannelData(message[0] & 0xFF)) {
            return Arrays.copyOfRange(message, 4, 4 + Bytes.u16(message, 2));
        }
        StunMessage indication = Objects.requireNonNull(StunMessage.parse(message, 0, message.length));
        return Objects.requireNonNull(indication.attribute(Attributes.DATA));
    }

    @Override
    public void close() throws IOException {
        if (udp != null) {
            udp.close();
        }
        if (tcp != null) {
            tcp.close();
        }
    }
}
