package org.lyceum.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is sent to its port goes to a peer by a channel of TURN, and what comes by the channel goes back. */
final class RelayTunnel implements AutoCloseable {
    private static final int CHANNEL = 0x4000;

    private final TurnClient client;
    private final DatagramSocket socket;
    private volatile @Nullable SocketAddress inner;

    RelayTunnel(TurnClient client, InetSocketAddress peer) throws IOException {
        this.client = client;
        this.socket = new DatagramSocket(0, TurnHarness.LOOPBACK);
        client.allocate();
        if (client.bind(CHANNEL, peer) != -1) {
            throw new IOException("no channel to " + peer);
        }
        Thread.ofPlatform().daemon().name("tunnel-out").start(this::outbound);
        Thread.ofPlatform().daemon().name("tunnel-in").start(this::inbound);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void outbound() {
        byte[] buffer = new byte[2048];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                inner = packet.getSocketAddress();
                client.sendChannel(CHANNEL, Arrays.copyOf(buffer, packet.getLength()));
            }
        } catch (IOException e) {
            // it is over
        }
    }

    private void inbound() {
        try {
            while (true) {
                byte[] data = TurnClient.data(client.next());
                SocketAddress to = inner;
                if (to != null) {
                    socket.send(new DatagramPacket(data, data.length, to));
                }
            }
        } catch (IOException e) {
            // it is over
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
