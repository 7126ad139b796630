package org.lyceum.rtc.peer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.session.SessionUpdate;
import org.lyceum.rtc.sim.SimulatedNetwork;
import org.lyceum.rtc.stream.MediaPacket;

/** A peer on the simulated network, with what it has said and received. */
final class PeerNode implements SimulatedNetwork.Node, PeerObserver {
    private final SimulatedNetwork network;
    private final Peer peer;
    private final List<MediaPacket> received = new ArrayList<>();
    private final List<Integer> messages = new ArrayList<>();
    private boolean connected;
    private @Nullable CloseReason closed;

    PeerNode(Peer.Wiring wiring, SessionUpdate update, SimulatedNetwork network) {
        this.network = network;
        peer = new Peer(wiring, this, update, network.now());
    }

    Peer peer() {
        return peer;
    }

    /** Keeps what comes on the m-line. */
    void record(String mid) {
        InboundMedia media = peer.inbound(mid);
        if (media == null) {
            throw new AssertionError("nothing is received on " + mid);
        }
        media.deliverTo((packet, nowNanos) -> received.add(packet));
    }

    List<MediaPacket> received() {
        return received;
    }

    /** Bytes of each message handed out, which may be several datagrams of one size, the last of them shorter. */
    List<Integer> messages() {
        return messages;
    }

    boolean isConnected() {
        return connected;
    }

    @Nullable
    CloseReason closeReason() {
        return closed;
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
    public void wantsDrain() {} // the network drains every node at every step

    @Override
    public void receive(byte[] datagram, Path from, long nowNanos) {
        peer.receive(datagram, 0, datagram.length, from, nowNanos);
    }

    @Override
    public void drain(SimulatedNetwork.Sender sender) {
        peer.drain(
                (bytes, offset, length, segmentSize, path) -> {
                    messages.add(length);
                    for (int at = 0; at < length; at += segmentSize) {
                        sender.send(bytes, offset + at, Math.min(segmentSize, length - at), path);
                    }
                },
                network.now());
    }

    @Override
    public long deadlineNanos() {
        return peer.deadlineNanos();
    }

    @Override
    public void onDeadline(long nowNanos) {
        peer.onDeadline(nowNanos);
    }
}
