package org.lyceum.bench.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.port.DatagramPort;
import org.lyceum.rtc.dtls.DtlsFactory;
import org.lyceum.rtc.dtls.DtlsTransport;
import org.lyceum.rtc.dtls.SrtpKeys;
import org.lyceum.rtc.ice.IceAgent;
import org.lyceum.rtc.ice.IceControllingAgent;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.srtp.SrtpProfile;
import org.lyceum.rtc.srtp.SrtpReceiver;
import org.lyceum.rtc.srtp.SrtpSender;
import org.lyceum.wire.rtcp.RtcpPacket;
import org.lyceum.wire.rtcp.RtcpReader;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtp.Demux;

/**
 * One connection of the generator: the controlling ICE agent, DTLS and SRTP of {@code rtc} on a socket of its own. Above the
 * keys it is not {@link org.lyceum.rtc.peer.Peer}: a load generator decrypts little of what it gets, and sends by its trace
 * whatever the network thinks of it. Everything but {@link #open} and {@link #close} happens on its event loop.
 */
public final class ClientPeer {
    private static final int RTCP_BYTES = 1200;
    private static final int PROTECTION_ROOM = 32;
    private static final int MOST_EARLY = 256;
    private static final int SOCKET_BYTES = 1 << 20;
    /** Bytes that wait for the kernel, beyond which what is sent is lost, as on any network. */
    private static final int MOST_WAITING = 1 << 18;
    /** Datagrams of one peer, about, before others of its loop have their turn. */
    private static final int DRAIN = 32;

    private static final DatagramPort.Settings SOCKET =
            new DatagramPort.Settings(SOCKET_BYTES, MOST_WAITING, DRAIN, false);

    private final EventLoop loop;
    private final DatagramPort.Opener sockets;
    private final InetSocketAddress local;
    private final ClientMedia media;
    private final IceAgent ice;
    private final DtlsTransport dtls;
    private final byte[] incoming = new byte[DatagramPort.LARGEST_DATAGRAM];
    /** RTP that overtook the end of the handshake, which is computed elsewhere: a key frame begins with it. */
    private final List<byte[]> early = new ArrayList<>();

    private @Nullable DatagramPort port;
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;
    private Path lastPath;
    private boolean over;
    private long armedNanos = Long.MAX_VALUE;
    private @Nullable Future<?> alarm;

    /**
     * @param loop of this peer
     * @param remote where the server can be reached, best first, at least one
     * @param random for ICE
     */
    ClientPeer(
            ClientLoops.Loop loop,
            TransportParameters transport,
            List<InetSocketAddress> remote,
            DtlsFactory dtls,
            RandomGenerator random,
            ClientMedia media) {
        this.loop = loop.thread();
        this.sockets = loop.sockets();
        this.local = anyLike(remote);
        this.media = media;
        List<Path> paths = remote.stream()
                .map(address -> new Path(Path.Protocol.UDP, address))
                .toList();
        this.lastPath = paths.getFirst();
        this.ice = new IceControllingAgent(transport, paths, random, System.nanoTime());
        this.dtls = dtls.create(transport.role(), transport.remoteFingerprint(), () -> wake(this::attend));
    }

    /** Any address of the family that reaches all of these: of IPv6 for both. */
    private static InetSocketAddress anyLike(List<InetSocketAddress> remote) {
        boolean ipv6 = remote.stream().anyMatch(address -> address.getAddress() instanceof Inet6Address);
        return new InetSocketAddress(InetAddress.ofLiteral(ipv6 ? "::" : "0.0.0.0"), 0);
    }

    /** Binds the socket and begins to connect; {@link ClientMedia} hears of what comes of it. Any thread. */
    void open() {
        wake(_ -> {
            try {
                port = sockets.open(local, SOCKET, new Ear());
            } catch (IOException e) {
                end("the socket could not be bound: " + e.getMessage());
            }
        });
    }

    /** Says farewell and closes the socket. Any thread. */
    public void close() {
        wake(_ -> end("closed here"));
    }

    // ---- the cycle: something happens, then what came of it leaves, then the next deadline is set ----

    private interface Step {
        void at(long nowNanos);
    }

    /** From another thread; where the loop is over already, so is everything. */
    private void wake(Step step) {
        try {
            loop.execute(() -> cycle(step));
        } catch (RejectedExecutionException e) {
            // the generator was closed while a handshake was computed
        }
    }

    private void cycle(Step step) {
        long now = System.nanoTime();
        if (!over) {
            step.at(now);
        }
        leave();
        if (over) {
            shut();
        } else {
            arm(now);
        }
    }

    private void leave() {
        DatagramPort socket = port;
        if (socket == null) {
            return;
        }
        ice.drain((bytes, offset, length, path) -> write(socket, bytes, offset, length, path));
        Path selected = ice.selected();
        dtls.drain((bytes, offset, length) -> {
            if (selected != null) {
                write(socket, bytes, offset, length, selected);
            }
        });
        socket.flush();
    }

    private static void write(DatagramPort socket, byte[] bytes, int offset, int length, Path path) {
        if (socket.takes()) {
            socket.send(socket.buffer(length).writeBytes(bytes, offset, length), path.remote());
        }
    }

    /** Gives back what is held; what is gone already is no matter. */
    private void shut() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        if (port != null) {
            port.close();
            port = null;
        }
        if (sender != null) {
            sender.close();
            sender = null;
        }
        if (receiver != null) {
            receiver.close();
            receiver = null;
        }
    }

    private long deadlineNanos() {
        long transports = Math.min(ice.deadlineNanos(), dtls.deadlineNanos());
        return sender == null ? transports : Math.min(transports, media.deadlineNanos());
    }

    private void arm(long nowNanos) {
        long next = deadlineNanos();
        if (next < armedNanos) {
            if (alarm != null) {
                alarm.cancel(false);
            }
            armedNanos = next;
            alarm = loop.schedule(this::expired, Math.max(0, next - nowNanos), TimeUnit.NANOSECONDS);
        }
    }

    private void expired() {
        armedNanos = Long.MAX_VALUE;
        alarm = null;
        cycle(this::onDeadline);
    }

    private void onDeadline(long nowNanos) {
        if (ice.deadlineNanos() <= nowNanos) {
            ice.onDeadline(nowNanos);
            iceMoved(nowNanos);
        }
        if (dtls.deadlineNanos() <= nowNanos) {
            dtls.onDeadline(nowNanos);
            attend(nowNanos);
        }
        if (!over && sender != null && media.deadlineNanos() <= nowNanos) {
            media.onDeadline(nowNanos);
        }
    }

    // ---- what comes ----

    private final class Ear implements DatagramPort.Handler {
        @Override
        public void received(ByteBuf datagram, InetSocketAddress sender) {
            if (!over) {
                int length = datagram.readableBytes();
                datagram.readBytes(incoming, 0, length);
                receive(length, pathOf(sender), System.nanoTime());
            }
        }

        @Override
        public void drained() {
            cycle(_ -> {});
        }

        @Override
        public void broken() {
            cycle(_ -> end("what was received could not be handled; what was wrong stands above"));
        }

        @Override
        public void oversized() {
            // nothing of what was agreed on: it is as if it were lost
        }

        @Override
        public void sendFailed(String reason) {
            // an unreachable port while the server is away: checks will tell
        }
    }

    private Path pathOf(InetSocketAddress from) {
        if (!lastPath.remote().equals(from)) {
            lastPath = new Path(Path.Protocol.UDP, from);
        }
        return lastPath;
    }

    private void receive(int length, Path path, long nowNanos) {
        switch (Demux.classify(incoming, 0, length)) {
            case STUN -> {
                ice.receive(incoming, 0, length, path, nowNanos);
                iceMoved(nowNanos);
            }
            case DTLS -> {
                dtls.receive(incoming, 0, length, nowNanos);
                attend(nowNanos);
            }
            case RTP -> receiveRtp(length, nowNanos);
            case RTCP -> receiveRtcp(length, nowNanos);
            case UNKNOWN -> {}
        }
    }

    private void receiveRtp(int length, long nowNanos) {
        if (receiver != null) {
            media.receiveRtp(incoming, length, receiver, nowNanos);
        } else if (early.size() < MOST_EARLY) {
            early.add(Arrays.copyOf(incoming, length));
        }
    }

    private void receiveRtcp(int length, long nowNanos) {
        int clear = receiver == null ? -1 : receiver.unprotectRtcp(incoming, 0, length);
        if (clear > 0) {
            for (RtcpPacket packet : RtcpReader.parse(incoming, 0, clear)) {
                media.receiveRtcp(packet, nowNanos);
            }
        }
    }

    // ---- state ----

    private void iceMoved(long nowNanos) {
        if (ice.state() == IceAgent.State.EXPIRED) {
            end("ICE expired");
        } else if (ice.state() == IceAgent.State.CONNECTED && dtls.state() == DtlsTransport.State.NEW) {
            dtls.start(nowNanos);
        }
    }

    private void attend(long nowNanos) {
        switch (dtls.state()) {
            case NEW, CONNECTING -> {}
            case CONNECTED -> secure(nowNanos);
            case CLOSED -> end("closed by the server");
            case FAILED -> end("DTLS: " + dtls.failure());
        }
    }

    private void secure(long nowNanos) {
        SrtpKeys keys = dtls.srtpKeys();
        if (sender == null && keys != null) {
            sender = new SrtpSender(keys.profile(), keys.localKey(), keys.localSalt(), JdkAesGcm::new);
            receiver = new SrtpReceiver(keys.profile(), keys.remoteKey(), keys.remoteSalt(), JdkAesGcm::new);
            media.connected(this, nowNanos);
            early.forEach(bytes -> media.receiveRtp(bytes, bytes.length, receiver, nowNanos));
            early.clear();
        }
    }

    private void end(String why) {
        if (!over) {
            over = true;
            dtls.close(System.nanoTime());
            media.closed(why);
        }
    }

    /** How media is protected, null before that is known. On the loop. */
    public @Nullable SrtpProfile profile() {
        SrtpKeys keys = dtls.srtpKeys();
        return keys == null ? null : keys.profile();
    }

    // ---- what media sends ----

    /**
     * Protects an RTP packet and sends it at the end of the cycle.
     *
     * @param packet holds header and payload prefix, with room behind them for the payload and 32 bytes more
     * @param headerLength bytes of the header, extensions included
     * @param prefixLength bytes of the prefix
     * @param payload what follows it
     * @param extendedSequence the header's sequence number, extended
     */
    public void sendRtp(
            byte[] packet,
            int headerLength,
            int prefixLength,
            byte[] payload,
            int offset,
            int length,
            long extendedSequence) {
        SrtpSender srtp = sender;
        Path path = ice.selected();
        if (srtp == null || path == null || port == null) {
            return;
        }
        int size = srtp.protect(packet, 0, headerLength, prefixLength, payload, offset, length, extendedSequence);
        if (size > 0) {
            write(port, packet, 0, size, path);
        }
    }

    /** A writer for RTCP that is then given to {@link #sendRtcp}. */
    public static RtcpWriter rtcpWriter() {
        return new RtcpWriter(new byte[RTCP_BYTES + PROTECTION_ROOM], 0);
    }

    /** Protects what was written, sends it at the end of the cycle, and empties the writer. */
    public void sendRtcp(RtcpWriter writer) {
        SrtpSender srtp = sender;
        Path path = ice.selected();
        if (srtp != null && path != null && port != null && writer.length() > 0) {
            int size = srtp.protectRtcp(writer.buffer(), writer.offset(), writer.length());
            if (size > 0) {
                write(port, writer.buffer(), writer.offset(), size, path);
            }
        }
        writer.reset();
    }
}
