package org.lyceum.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bad network between browsers and the media port: datagrams are lost by chance (seeded) and delayed, each way alike. It can
 * also do what a NAT does that forgets its bindings: from then on the server sees every client at another port.
 */
public final class UdpRelay implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 2048;

    private final InetSocketAddress server;
    private final DatagramSocket front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<SocketAddress, DatagramSocket> backs = new ConcurrentHashMap<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("relay-delay").daemon().factory());
    private final SplittableRandom random;
    private final AtomicLong relayed = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile double loss;
    private volatile long delayMillis;
    private volatile boolean closed;

    public UdpRelay(int serverPort, long seed) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        this.random = new SplittableRandom(seed);
        System.out.println("relay with seed " + seed);
        front.setReceiveBufferSize(1 << 20);
        Thread.ofPlatform().name("relay-front").daemon().start(() -> pump(front, this::fromClient));
    }

    /** The port that browsers send to. */
    public int port() {
        return front.getLocalPort();
    }

    /** @param share of datagrams lost, 0 to 1, each way */
    public void degrade(double share, long delayEachWayMillis) {
        loss = share;
        delayMillis = delayEachWayMillis;
    }

    /** Every client is seen at another port from now on. */
    public void rebind() {
        backs.forEach((client, back) -> {
            backs.remove(client, back);
            back.close();
        });
    }

    public long relayed() {
        return relayed.get();
    }

    public long lost() {
        return lost.get();
    }

    private interface Taker {
        void take(DatagramPacket datagram) throws IOException;
    }

    private void pump(DatagramSocket socket, Taker taker) {
        while (!closed && !socket.isClosed()) {
            DatagramPacket datagram = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
            try {
                socket.receive(datagram);
                taker.take(datagram);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void fromClient(DatagramPacket datagram) throws IOException {
        SocketAddress client = datagram.getSocketAddress();
        DatagramSocket back = backs.get(client);
        if (back == null) {
            DatagramSocket opened = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            opened.setReceiveBufferSize(1 << 20);
            backs.put(client, opened);
            Thread.ofPlatform()
                    .name("relay-back")
                    .daemon()
                    .start(() -> pump(opened, answer -> send(front, answer, client)));
            back = opened;
        }
        send(back, datagram, server);
    }

    private void send(DatagramSocket socket, DatagramPacket datagram, SocketAddress target) {
        boolean drop;
        synchronized (random) {
            drop = random.nextDouble() < loss;
        }
        if (drop) {
            lost.incrementAndGet();
            return;
        }
        relayed.incrementAndGet();
        datagram.setSocketAddress(target);
        if (delayMillis == 0) {
            transmit(socket, datagram);
        } else {
            var _ = later.schedule(() -> transmit(socket, datagram), delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private static void transmit(DatagramSocket socket, DatagramPacket datagram) {
        try {
            socket.send(datagram);
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        front.close();
        backs.values().forEach(DatagramSocket::close);
        later.shutdownNow();
    }
}
