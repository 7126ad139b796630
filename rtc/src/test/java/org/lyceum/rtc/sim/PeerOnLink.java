package org.lyceum.rtc.sim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.ice.Path;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.peer.Peer;
import org.lyceum.rtc.peer.PeerObserver;
import org.lyceum.rtc.session.SessionUpdate;

/** A whole peer in virtual time at one end of a bottleneck. */
final class PeerOnLink implements PeerObserver {
    private final VirtualTime time;
    private final Bottleneck link;
    private final long delayNanos;
    private final Path path;
    private final FlowMeasures measures;
    private @Nullable Peer peer;
    private @Nullable PeerOnLink other;
    private long armedNanos = Long.MAX_VALUE;
    private boolean drainAsked;

    /** @param path where the other end sees it */
    PeerOnLink(VirtualTime time, Bottleneck link, long delayMillis, Path path, FlowMeasures measures) {
        this.time = time;
        this.link = link;
        this.delayNanos = delayMillis * 1_000_000L;
        this.path = path;
        this.measures = measures;
    }

    void begin(Peer.Wiring wiring, SessionUpdate update, PeerOnLink otherEnd) {
        other = otherEnd;
        peer = new Peer(wiring, this, update, time.now());
        time.after(0, this::drain);
    }

    Peer peer() {
        if (peer == null) {
            throw new AssertionError("not begun");
        }
        return peer;
    }

    private PeerOnLink other() {
        if (other == null) {
            throw new AssertionError("not begun");
        }
        return other;
    }

    void drain() {
        drainAsked = false;
        peer().drain(
                        (bytes, offset, length, segmentSize, to) -> {
                            for (int at = 0; at < length; at += segmentSize) {
                                int size = Math.min(segmentSize, length - at);
                                launch(Arrays.copyOfRange(bytes, offset + at, offset + at + size));
                            }
                        },
                        time.now());
        arm();
    }

    private void launch(byte[] datagram) {
        measures.sent();
        link.send(
                datagram.length,
                delayNanos,
                queueing -> {
                    measures.received(datagram.length, queueing);
                    other().receive(datagram, path);
                },
                measures::lost);
    }

    private void receive(byte[] datagram, Path from) {
        peer().receive(datagram, 0, datagram.length, from, time.now());
        drain();
    }

    private void arm() {
        long deadline = peer().deadlineNanos();
        if (deadline == Long.MAX_VALUE || (armedNanos <= deadline && armedNanos > time.now())) {
            return;
        }
        armedNanos = deadline;
        time.at(deadline, () -> {
            if (armedNanos == deadline) {
                armedNanos = Long.MAX_VALUE;
            }
            if (peer().deadlineNanos() <= time.now()) {
                peer().onDeadline(time.now());
            }
            drain();
        });
    }

    @Override
    public void connected() {}

    @Override
    public void closed(CloseReason reason) {
        throw new AssertionError("closed: " + reason);
    }

    @Override
    public void wantsDrain() {
        if (!drainAsked) {
            drainAsked = true;
            time.after(0, this::drain);
        }
    }
}
