package org.lyceum.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bad network between browsers and the media port: datagrams are lost by chance (seeded) and delayed, each way alike. It can
 * carry so many bits a second to each client and queue what comes faster, and do what a NAT does that forgets its bindings:
 * from then on the server sees every client at another port.
 */
public final class UdpRelay implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 2048;
    private static final int IP_AND_UDP_BYTES = 28;

    private final InetSocketAddress server;
    private final DatagramSocket front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<SocketAddress, DatagramSocket> backs = new ConcurrentHashMap<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("relay-delay").daemon().factory());
    private final SplittableRandom random;
    private final AtomicLong relayed = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Set<SocketAddress> spared = ConcurrentHashMap.newKeySet();
    private volatile double loss;
    private volatile long delayMillis;
    private volatile long bitsPerSecond = Long.MAX_VALUE;
    private volatile long queueMillis;
    private final Map<SocketAddress, Long> freeFrom = new ConcurrentHashMap<>();
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

    /** The same for whoever comes from now on; those who were here before are spared. */
    public void degradeNewcomers(double share, long delayEachWayMillis) {
        spared.addAll(backs.keySet());
        degrade(share, delayEachWayMillis);
    }

    /** Each client gets so much from the server; what would wait longer than the queue holds is dropped. */
    public void limit(long newBitsPerSecond, long newQueueMillis) {
        queueMillis = newQueueMillis;
        bitsPerSecond = newBitsPerSecond;
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
                    .start(() -> pump(opened, answer -> toClient(answer, client)));
            back = opened;
        }
        send(back, datagram, server, client, 0);
    }

    /** Called for one client by one thread. */
    private void toClient(DatagramPacket datagram, SocketAddress client) {
        long rate = bitsPerSecond;
        if (rate == Long.MAX_VALUE) {
            send(front, datagram, client, client, 0);
            return;
        }
        long now = System.nanoTime();
        long begins = Math.max(now, freeFrom.getOrDefault(client, now));
        if (begins - now > TimeUnit.MILLISECONDS.toNanos(queueMillis)) {
            lost.incrementAndGet();
            return;
        }
        long ends = begins + 8_000_000_000L * (datagram.getLength() + IP_AND_UDP_BYTES) / rate;
        freeFrom.put(client, ends);
        send(front, datagram, client, client, ends - now);
    }

    private void send(
            DatagramSocket socket,
            DatagramPacket datagram,
            SocketAddress target,
            SocketAddress client,
            long queuedNanos) {
        boolean good = spared.contains(client);
        boolean drop;
        synchronized (random) {
            drop = !good && random.nextDouble() < loss;
        }
        if (drop) {
            lost.incrementAndGet();
            return;
        }
        relayed.incrementAndGet();
        datagram.setSocketAddress(target);
        long delayNanos = queuedNanos + (good ? 0 : TimeUnit.MILLISECONDS.toNanos(delayMillis));
        if (delayNanos == 0) {
            transmit(socket, datagram);
        } else {
            var _ = later.schedule(() -> transmit(socket, datagram), delayNanos, TimeUnit.NANOSECONDS);
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
