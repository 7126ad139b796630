package org.lyceum.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.dtls.DtlsFactory;
import org.lyceum.rtc.dtls.DtlsRole;
import org.lyceum.rtc.dtls.Fingerprint;
import org.lyceum.rtc.ice.IceControllingAgent;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.peer.DatagramPool;
import org.lyceum.rtc.peer.Peer;
import org.lyceum.rtc.peer.PeerObserver;
import org.lyceum.rtc.session.MediaSection;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.rtc.session.TransportParameters;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * The other end of a connection: our own engine as a full, controlling client on a socket and thread of its own. Both ends'
 * descriptions are given instead of negotiated; SDP has its own tests.
 */
final class ClientPeer implements PeerObserver {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final AtomicInteger EPOCHS = new AtomicInteger();

    private final ConcurrentLinkedQueue<Consumer<Peer>> tasks = new ConcurrentLinkedQueue<>();
    private final List<MediaPacket> received = new ArrayList<>();
    private final Thread thread;
    private final String ufrag;
    private final String pwd;
    private final Fingerprint fingerprint;
    private volatile DatagramSocket socket;
    private volatile boolean connected;
    private volatile @Nullable CloseReason closed;
    private volatile boolean running = true;

    ClientPeer(
            DtlsFactory dtls,
            TransportParameters serverSide,
            Fingerprint serverFingerprint,
            int serverPort,
            List<MediaSection> sections)
            throws SocketException {
        this.ufrag = serverSide.remoteUfrag();
        this.pwd = serverSide.remotePwd();
        this.fingerprint = dtls.localFingerprint();
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        TransportParameters mine = new TransportParameters(
                ufrag, pwd, serverSide.localUfrag(), serverSide.localPwd(), DtlsRole.CLIENT, serverFingerprint);
        Path server = new Path(Path.Protocol.UDP, new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
        Peer.Wiring wiring = new Peer.Wiring(
                (transport, _, now) -> new IceControllingAgent(transport, List.of(server), RANDOM, now),
                dtls,
                JdkAesGcm::new,
                () -> tasks.add(peer -> peer.attend(System.nanoTime())),
                new DatagramPool(),
                RANDOM,
                EPOCHS::incrementAndGet,
                0);
        this.thread = Thread.ofPlatform()
                .name("client-" + ufrag)
                .daemon()
                .start(() -> run(wiring, new SessionUpdate(mine, sections)));
    }

    private void run(Peer.Wiring wiring, SessionUpdate update) {
        Peer peer = new Peer(wiring, this, update, System.nanoTime());
        update.sections().stream().filter(MediaSection::receives).forEach(section -> {
            var media = peer.inbound(section.mid());
            if (media != null) {
                var _ = media.deliverTo((packet, now) -> keep(packet));
            }
        });
        byte[] buffer = new byte[2048];
        while (running) {
            for (Consumer<Peer> task = tasks.poll(); task != null; task = tasks.poll()) {
                task.accept(peer);
            }
            if (peer.deadlineNanos() <= System.nanoTime()) {
                peer.onDeadline(System.nanoTime());
            }
            peer.drain(this::transmit, System.nanoTime());
            receive(peer, buffer);
        }
        peer.close(System.nanoTime());
        peer.drain(this::transmit, System.nanoTime());
        socket.close();
    }

    private void transmit(byte[] bytes, int offset, int length, int segment, Path path) {
        try {
            for (int at = 0; at < length; at += segment) {
                socket.send(new DatagramPacket(bytes, offset + at, Math.min(segment, length - at), path.remote()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receive(Peer peer, byte[] buffer) {
        try {
            DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
            socket.setSoTimeout(2);
            socket.receive(datagram);
            Path path = new Path(Path.Protocol.UDP, (InetSocketAddress) datagram.getSocketAddress());
            peer.receive(buffer, 0, datagram.getLength(), path, System.nanoTime());
        } catch (SocketTimeoutException e) {
            // nothing came: the loop goes round
        } catch (IOException e) {
            if (running && !socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void keep(MediaPacket packet) {
        synchronized (received) {
            received.add(packet);
        }
    }

    List<MediaPacket> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** Runs on the peer's thread. */
    void run(Consumer<Peer> task) {
        tasks.add(task);
    }

    /** What a NAT does that forgets its binding: from now on this client is seen at another port. */
    void moveToAnotherPort() throws SocketException {
        DatagramSocket before = socket;
        DatagramSocket next = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        run(_ -> {
            socket = next;
            before.close();
        });
    }

    boolean isConnected() {
        return connected;
    }

    @Nullable
    CloseReason closeReason() {
        return closed;
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public void connected() {
        connected = true;
    }

    @Override
    public void closed(CloseReason reason) {
        closed = reason;
    }

    @Override
    public void wantsDrain() {
        // the loop drains each time round
    }

    /** Leaves on purpose, and returns when it is done. */
    void leave() throws InterruptedException {
        running = false;
        thread.join();
    }
}
