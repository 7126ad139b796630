package org.lyceum.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.peer.DatagramOutput;
import org.lyceum.wire.rtp.Rfc4571Framer;

/**
 * The way out of one loop. A run of datagrams to one address becomes one message where the kernel cuts segments itself
 * (UDP_SEGMENT), and all messages of a cycle leave with one sendmmsg. Nothing waits for long: what a full socket does not take is
 * dropped and counted, media being worth nothing late. Confined to the loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a void promise tells the pipeline of failures
final class Egress implements DatagramOutput {
    /** The kernel's limit for one segmented message (UDP_MAX_SEGMENTS). */
    private static final int MOST_SEGMENTS = 64;

    private final LoopCounters counters;
    private final TcpConnections connections;
    private final Set<Channel> written = new HashSet<>();
    private @Nullable Channel udp;
    private boolean segmentation;
    private boolean udpWritten;

    Egress(LoopCounters counters, TcpConnections connections) {
        this.counters = counters;
        this.connections = connections;
    }

    void open(Channel udpChannel, boolean canSegment) {
        this.udp = udpChannel;
        this.segmentation = canSegment;
    }

    /** The kernel or the card refused segments: from now on every datagram goes alone. */
    void stopSegmenting() {
        segmentation = false;
    }

    @Override
    public void send(byte[] bytes, int offset, int length, int segmentSize, Path path) {
        if (path.protocol() == Path.Protocol.TCP) {
            sendTcp(bytes, offset, length, segmentSize, path.remote());
        } else {
            sendUdp(bytes, offset, length, segmentSize, path.remote());
        }
    }

    private void sendUdp(byte[] bytes, int offset, int length, int segmentSize, InetSocketAddress remote) {
        Channel channel = udp;
        int segments = (length + segmentSize - 1) / segmentSize;
        if (channel == null || !channel.isWritable()) {
            counters.add(LoopCounter.DROPPED_SOCKET_FULL, segments);
            return;
        }
        udpWritten = true;
        counters.add(LoopCounter.DATAGRAMS_SENT, segments);
        counters.add(LoopCounter.BYTES_SENT, length);
        int step = segmentation ? segmentSize * MOST_SEGMENTS : segmentSize;
        for (int from = 0; from < length; from += step) {
            int size = Math.min(step, length - from);
            ByteBuf copy = channel.alloc().directBuffer(size).writeBytes(bytes, offset + from, size);
            if (size > segmentSize) {
                counters.add(LoopCounter.SEGMENTED_SENDS);
                channel.write(new SegmentedDatagramPacket(copy, segmentSize, remote), channel.voidPromise());
            } else {
                channel.write(new DatagramPacket(copy, remote), channel.voidPromise());
            }
        }
    }

    private void sendTcp(byte[] bytes, int offset, int length, int segmentSize, InetSocketAddress remote) {
        Channel channel = connections.find(remote);
        int segments = (length + segmentSize - 1) / segmentSize;
        if (channel == null || !channel.isWritable()) {
            counters.add(LoopCounter.DROPPED_SOCKET_FULL, segments);
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

    /** Hands everything written since the last time to the kernel. */
    void flush() {
        Channel channel = udp;
        if (udpWritten && channel != null) {
            udpWritten = false;
            channel.flush();
        }
        if (!written.isEmpty()) {
            written.forEach(Channel::flush);
            written.clear();
        }
    }
}
