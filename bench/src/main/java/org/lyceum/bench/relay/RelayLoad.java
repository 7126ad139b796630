package org.lyceum.bench.relay;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that send at a fixed rate, one after the other, and the peer that sends everything back. One thread does all of it: what
 * the server's packet costs does not depend on how fast it is here, as long as nothing is lost.
 */
final class RelayLoad implements AutoCloseable {
    /** What a full packet of media is, without channel and UDP. */
    static final int PACKET_BYTES = 1200;

    private static final int SOCKET_BYTES = 4 << 20;
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long POLL_MILLIS = 1;

    /**
     * What happened.
     *
     * @param sent by clients
     * @param turned what came to the peer, and was sent back
     * @param returned what came back to clients
     */
    record Counts(long sent, long turned, long returned) {
        Counts since(Counts before) {
            return new Counts(sent - before.sent, turned - before.turned, returned - before.returned);
        }

        /** Packets that the server passed on, there and back. */
        long relayed() {
            return turned + returned;
        }

        double lossPercent() {
            return 100.0 * (sent - returned) / Math.max(1, sent);
        }
    }

    private final List<InetAddress> locals;
    private final InetSocketAddress server;
    private final Selector selector;
    private final DatagramChannel peer;
    private final List<TurnClient> clients = new ArrayList<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(2048);
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(TurnClient.CHANNEL_HEADER_BYTES + PACKET_BYTES);
    private long sent;
    private long turned;
    private long returned;
    private int next;

    /** @param locals addresses that clients come from, in turns; the peer has the first */
    RelayLoad(List<InetAddress> locals, InetSocketAddress server) throws IOException {
        this.locals = locals;
        this.server = server;
        selector = Selector.open();
        peer = DatagramChannel.open();
        peer.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
        peer.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BYTES);
        peer.bind(new InetSocketAddress(locals.getFirst(), 0));
        peer.configureBlocking(false);
        peer.register(selector, SelectionKey.OP_READ);
        outgoing.putShort(0, (short) TurnClient.CHANNEL).putShort(2, (short) PACKET_BYTES);
    }

    /** More clients, until there are so many. */
    void grow(int count) throws IOException {
        while (clients.size() < count) {
            int number = clients.size();
            InetAddress local = locals.get(number % locals.size());
            TurnClient client = new TurnClient(new InetSocketAddress(local, 0), server, number);
            clients.add(client);
            client.join((InetSocketAddress) peer.getLocalAddress());
            client.channel().register(selector, SelectionKey.OP_READ);
        }
    }

    Counts counts() {
        return new Counts(sent, turned, returned);
    }

    /** Sends at the rate for so long, and waits until nothing comes any more. */
    void run(int rate, long seconds) throws IOException {
        long began = System.nanoTime();
        long due = rate * seconds;
        long done = 0;
        while (done < due) {
            long now = System.nanoTime();
            long until = Math.min(due, (now - began) * rate / TimeUnit.SECONDS.toNanos(1));
            // Never more at once than a socket holds: what was missed is made up for in pieces.
            for (int burst = 0; done < until && burst < 64; burst++, done++) {
                send();
            }
            receive(done < until ? 0 : POLL_MILLIS);
        }
        long last = System.nanoTime();
        while (System.nanoTime() - last < QUIET_NANOS) {
            long before = turned + returned;
            receive(POLL_MILLIS);
            if (turned + returned != before) {
                last = System.nanoTime();
            }
        }
    }

    private void send() throws IOException {
        TurnClient client = clients.get(next);
        next = (next + 1) % clients.size();
        outgoing.clear();
        sent++; // what the socket does not take is lost, too
        client.send(outgoing);
    }

    private void receive(long waitMillis) throws IOException {
        if (Thread.interrupted()) {
            throw new InterruptedIOException("interrupted");
        }
        try {
            if (waitMillis == 0) {
                selector.selectNow(this::ready);
            } else {
                selector.select(this::ready, waitMillis);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.channel().equals(peer)) {
                turn();
            } else {
                take((DatagramChannel) key.channel());
            }
        } catch (PortUnreachableException e) {
            // the packet is missing from the counts
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void turn() throws IOException {
        incoming.clear();
        for (SocketAddress from = peer.receive(incoming); from != null; from = peer.receive(incoming)) {
            incoming.flip();
            turned++;
            peer.send(incoming, from);
            incoming.clear();
        }
    }

    private void take(DatagramChannel channel) throws IOException {
        incoming.clear();
        while (channel.read(incoming) > 0) {
            boolean whole = incoming.position() >= TurnClient.CHANNEL_HEADER_BYTES + PACKET_BYTES;
            if (whole && incoming.getShort(0) == (short) TurnClient.CHANNEL) {
                returned++;
            }
            incoming.clear();
        }
    }

    @Override
    public void close() throws IOException {
        for (TurnClient client : clients) {
            client.close();
        }
        peer.close();
        selector.close();
    }
}
