package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.peer.DatagramOutput;
import org.lyceum.turn.Relay;
import org.lyceum.wire.rtp.Rfc4571Framer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of one loop. A run of datagrams to one address becomes one message where the kernel cuts segments itself
 * (UDP_SEGMENT), and many messages leave with one sendmmsg: those of a cycle, or as many as are worth a call, so that the first of a
 * thousand watchers need not wait for the last, and what was just written is read by the kernel while the caches have it. Nothing
 * waits for long: what a full socket does not take is dropped and counted, media being worth nothing late. Confined to the loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a void promise tells the pipeline of failures, and ours tells us
final class Egress implements DatagramOutput {
    private static final Logger LOG = LoggerFactory.getLogger(Egress.class);

    /** How long datagrams go alone after the kernel refused a run of them: a route with a smaller MTU, perhaps. */
    private static final long ALONE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** The kernel's limit for one segmented message (UDP_MAX_SEGMENTS). */
    private static final int MOST_SEGMENTS = 64;

    /** Messages that are worth a system call of their own: more in one make none of them cheaper. */
    private static final int WORTH_A_CALL = 32;

    private final LoopCounters counters;
    private final TcpConnections connections;
    private final RelayedPaths relayed;
    private final Set<Channel> written = new HashSet<>();
    private @Nullable Channel udp;
    private final LongSupplier clock;
    private @Nullable SegmentPromise segmentPromise;
    private boolean alone;
    private long aloneSinceNanos;
    /** Messages that no flush has handed to the kernel. */
    private int udpWaiting;

    /** @param clock nanoseconds; read only while segments are refused */
    Egress(LoopCounters counters, TcpConnections connections, RelayedPaths relayed, LongSupplier clock) {
        this.counters = counters;
        this.connections = connections;
        this.relayed = relayed;
        this.clock = clock;
    }

    void open(Channel udpChannel, boolean canSegment) {
        this.udp = udpChannel;
        this.segmentPromise = canSegment ? new SegmentPromise(udpChannel) : null;
    }

    /**
     * The promise of every segmented message: one object, never done, that allocates nothing and hears of failures. Those of
     * other messages say nothing about segments.
     */
    private final class SegmentPromise extends DefaultChannelPromise {
        SegmentPromise(Channel channel) {
            super(channel);
        }

        @Override
        public boolean trySuccess(@Nullable Void result) {
            return true;
        }

        @Override
        public boolean tryFailure(Throwable cause) {
            counters.add(LoopCounter.SEND_FAILURES);
            String message = String.valueOf(cause.getMessage());
            boolean refused = message.contains("Input/output error") || message.contains("Invalid argument");
            if (refused && !alone) {
                LOG.info("the kernel refused segmented datagrams, they go one by one for a while: {}", message);
                alone = true;
                aloneSinceNanos = clock.getAsLong();
            }
            return true;
        }
    }

    /** How a run of datagrams is sent now: together by this promise, or one by one by none. */
    private @Nullable SegmentPromise together() {
        if (alone && clock.getAsLong() - aloneSinceNanos >= ALONE_NANOS) {
            alone = false;
        }
        return alone ? null : segmentPromise;
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
        Channel channel = udp;
        int segments = (length + segmentSize - 1) / segmentSize;
        if (channel == null || !channel.isWritable()) {
            counters.add(LoopCounter.DROPPED_SOCKET_FULL, segments);
            return;
        }
        counters.add(LoopCounter.DATAGRAMS_SENT, segments);
        counters.add(LoopCounter.BYTES_SENT, length);
        SegmentPromise promise = segments > 1 ? together() : null;
        int step = promise == null ? segmentSize : segmentSize * MOST_SEGMENTS;
        for (int from = 0; from < length; from += step) {
            int size = Math.min(step, length - from);
            ByteBuf copy = channel.alloc().directBuffer(size).writeBytes(bytes, offset + from, size);
            if (promise != null && size > segmentSize) {
                counters.add(LoopCounter.SEGMENTED_SENDS);
                channel.write(new SegmentedDatagramPacket(copy, segmentSize, remote), promise);
            } else {
                channel.write(new DatagramPacket(copy, remote), channel.voidPromise());
            }
            udpWaiting++;
        }
        if (udpWaiting >= WORTH_A_CALL) {
            flushUdp(channel);
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
        Channel channel = udp;
        if (udpWaiting > 0 && channel != null) {
            flushUdp(channel);
        }
        if (!written.isEmpty()) {
            written.forEach(Channel::flush);
            written.clear();
        }
    }

    private void flushUdp(Channel channel) {
        udpWaiting = 0;
        channel.flush();
    }
}
