package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lyceum.port.DatagramPort;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.peer.DatagramOutput;
import org.lyceum.turn.Relay;
import org.lyceum.wire.rtp.Rfc4571Framer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of one loop. A run of datagrams to one address becomes one message where the kernel cuts segments itself
 * (UDP_SEGMENT), and many messages leave together: those of a cycle, or as many as are worth a call. Nothing waits for long: what a
 * full socket does not take is dropped and counted, media being worth nothing late. Confined to the loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a void promise tells the pipeline of failures
final class Egress implements DatagramOutput {
    private static final Logger LOG = LoggerFactory.getLogger(Egress.class);

    /** How long datagrams go alone after the kernel refused a run of them. */
    private static final long ALONE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Where more routes are narrow than these, everyone goes alone. */
    private static final int MOST_NARROW = 1024;

    private final LoopCounters counters;
    private final TcpConnections connections;
    private final RelayedPaths relayed;
    /** Where the route's MTU is too small for runs, and since when that is known. */
    private final Map<InetSocketAddress, Long> narrow = new HashMap<>();

    private final Set<Channel> written = new HashSet<>();
    private @Nullable DatagramPort udp;
    private final LongSupplier clock;
    private boolean alone;
    private long aloneSinceNanos;

    /** @param clock nanoseconds; read only while segments are refused */
    Egress(LoopCounters counters, TcpConnections connections, RelayedPaths relayed, LongSupplier clock) {
        this.counters = counters;
        this.connections = connections;
        this.relayed = relayed;
        this.clock = clock;
    }

    void open(DatagramPort port) {
        this.udp = port;
    }

    /**
     * The kernel would not cut a run.
     *
     * @param to whom alone it concerns, null for everyone
     */
    void segmentsRefused(String reason, @Nullable InetSocketAddress to) {
        long nowNanos = clock.getAsLong();
        if (to != null && isRemembered(to, nowNanos)) {
            LOG.debug("the kernel refused segmented datagrams to {}, they go one by one for a while: {}", to, reason);
            narrow.put(to, nowNanos);
        } else if (!alone) {
            LOG.info("the kernel refused segmented datagrams, they go one by one for a while: {}", reason);
            alone = true;
            aloneSinceNanos = nowNanos;
        }
    }

    /** Whether there is room for it; where so many routes are narrow it is this machine's own. */
    private boolean isRemembered(InetSocketAddress to, long nowNanos) {
        if (narrow.size() >= MOST_NARROW && !narrow.containsKey(to)) {
            narrow.values().removeIf(since -> nowNanos - since >= ALONE_NANOS);
        }
        return narrow.size() < MOST_NARROW || narrow.containsKey(to);
    }

    /** Whether a run of datagrams is one message now. */
    private boolean together(DatagramPort port, InetSocketAddress remote) {
        if (alone && clock.getAsLong() - aloneSinceNanos >= ALONE_NANOS) {
            alone = false;
        }
        return !alone && port.canSegment() && !isNarrow(remote);
    }

    private boolean isNarrow(InetSocketAddress remote) {
        Long since = narrow.isEmpty() ? null : narrow.get(remote);
        if (since != null && clock.getAsLong() - since >= ALONE_NANOS) {
            narrow.remove(remote);
            return false;
        }
        return since != null;
    }

    @Override
    public void send(byte[] bytes, int offset, int length, int segmentSize, Path path) {
        switch (path.protocol()) {
            case UDP -> sendUdp(bytes, offset, length, segmentSize, path.remote());
            case TCP -> sendTcp(bytes, offset, length, segmentSize, path.remote());
            case RELAYED -> sendRelayed(bytes, offset, length, segmentSize, path.remote());
        }
    }

    private void sendUdp(byte[] bytes, int offset, int length, int segmentSize, InetSocketAddress remote) {
        DatagramPort port = udp;
        int segments = (length + segmentSize - 1) / segmentSize;
        if (port == null || !port.takes()) {
            counters.add(LoopCounter.DROPPED_SOCKET_FULL, segments);
            return;
        }
        counters.add(LoopCounter.DATAGRAMS_SENT, segments);
        counters.add(LoopCounter.BYTES_SENT, length);
        int step = segments > 1 && together(port, remote) ? segmentSize * DatagramPort.MOST_SEGMENTS : segmentSize;
        for (int from = 0; from < length; from += step) {
            int size = Math.min(step, length - from);
            ByteBuf copy = port.buffer(size).writeBytes(bytes, offset + from, size);
            if (size > segmentSize) {
                counters.add(LoopCounter.SEGMENTED_SENDS);
                port.sendSegmented(copy, segmentSize, remote);
            } else {
                port.send(copy, remote);
            }
        }
    }

    private void sendTcp(byte[] bytes, int offset, int length, int segmentSize, InetSocketAddress remote) {
        Channel channel = connections.find(remote);
        int segments = (length + segmentSize - 1) / segmentSize;
        if (channel == null || !channel.isWritable()) {
            counters.add(LoopCounter.DROPPED_CONNECTION_FULL, segments);
            return;
        }
        counters.add(LoopCounter.DATAGRAMS_SENT, segments);
        counters.add(LoopCounter.BYTES_SENT, length);
        ByteBuf frames = channel.alloc().directBuffer(length + segments * Rfc4571Framer.HEADER_BYTES);
        for (int from = 0; from < length; from += segmentSize) {
            int size = Math.min(segmentSize, length - from);
            frames.writeShort(size).writeBytes(bytes, offset + from, size);
        }
        channel.write(frames, channel.voidPromise());
        written.add(channel);
    }

    /** To a relay of this house, which may live on another loop; it flushes by itself. */
    private void sendRelayed(byte[] bytes, int offset, int length, int segmentSize, InetSocketAddress remote) {
        Relay relay = relayed.find(remote);
        int segments = (length + segmentSize - 1) / segmentSize;
        if (relay == null) {
            counters.add(LoopCounter.DROPPED_CONNECTION_FULL, segments);
            return;
        }
        counters.add(LoopCounter.DATAGRAMS_SENT, segments);
        counters.add(LoopCounter.BYTES_SENT, length);
        for (int from = 0; from < length; from += segmentSize) {
            int size = Math.min(segmentSize, length - from);
            relay.home().deliver(relay, null, bytes, offset + from, size);
        }
    }

    /** Hands everything written since the last time to the kernel. */
    void flush() {
        DatagramPort port = udp;
        if (port != null) {
            port.flush();
        }
        if (!written.isEmpty()) {
            written.forEach(Channel::flush);
            written.clear();
        }
    }
}
