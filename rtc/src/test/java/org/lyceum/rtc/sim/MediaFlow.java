package org.lyceum.rtc.sim;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.bwe.BandwidthEstimator;
import org.lyceum.rtc.bwe.ProbeCluster;
import org.lyceum.rtc.stream.TwccRecorder;
import org.lyceum.wire.rtcp.TransportFeedback;

/**
 * Video that follows the estimate over a bottleneck: the real estimator, frames of a trace, packets paced at the
 * estimator's rate, the real recorder at the other end, and its feedback on a way of its own.
 */
public final class MediaFlow {
    private static final int PACKET_BYTES = 1200;
    private static final int OVERHEAD_BYTES = 40;
    private static final long SAMPLE_NANOS = 50_000_000L;
    private static final long FRAME_NANOS = 1_000_000_000L / FrameTrace.FRAMES_PER_SECOND;

    /** What is encoded for an estimate. */
    public interface Adaptation {
        long bitrate(long estimate);
    }

    /** What this flow's fair part of the link is now. */
    public interface FairShare {
        long bitrate();
    }

    private record Packet(int bytes, int probeCluster) {}

    private final VirtualTime time;
    private final Bottleneck link;
    private final Bottleneck back;
    private final long delayNanos;
    private final BandwidthEstimator estimator;
    private final TwccRecorder recorder = new TwccRecorder(1);
    private final FrameTrace trace;
    private final FlowMeasures measures = new FlowMeasures();
    private final ArrayDeque<Packet> queue = new ArrayDeque<>();
    private final Adaptation adaptation;
    private FairShare fairShare;
    private int queuedBytes;
    private int sequence;
    private boolean running;
    private boolean pacing;
    private long nextDeparture;
    private long timerNanos = Long.MAX_VALUE;
    private long recorderTimerNanos = Long.MAX_VALUE;
    private final ArrayDeque<ProbeCluster> clusters = new ArrayDeque<>();
    private int clusterPackets;
    private int clusterBytes;
    private int probed;

    public MediaFlow(
            VirtualTime time,
            RandomGenerator random,
            Bottleneck link,
            Bottleneck back,
            long delayMillis,
            Adaptation adaptation) {
        this.time = time;
        this.link = link;
        this.back = back;
        this.delayNanos = delayMillis * 1_000_000L;
        this.adaptation = adaptation;
        estimator = new BandwidthEstimator(time.now());
        trace = new FrameTrace(random);
        fairShare = link::bitrate;
    }

    public MediaFlow wanting(long bitrate) {
        estimator.wanted(bitrate);
        return this;
    }

    public MediaFlow fairShare(FairShare share) {
        fairShare = share;
        return this;
    }

    public BandwidthEstimator estimator() {
        return estimator;
    }

    public FlowMeasures measures() {
        return measures;
    }

    /** Probe clusters sent so far. */
    public int clusters() {
        return probed;
    }

    public void start() {
        running = true;
        trace.keyFrame();
        frame();
        sample();
    }

    public void pause() {
        running = false;
        queue.clear();
        clusters.clear();
        queuedBytes = 0;
    }

    public void resume() {
        start();
    }

    private void frame() {
        if (!running) {
            return;
        }
        int left = trace.next(adaptation.bitrate(estimator.bitrate()));
        while (left > 0) {
            int bytes = Math.min(PACKET_BYTES, left);
            enqueue(new Packet(bytes + OVERHEAD_BYTES, BandwidthEstimator.NO_PROBE));
            left -= bytes;
        }
        pace();
        time.after(FRAME_NANOS, this::frame);
    }

    private void sample() {
        if (running) {
            measures.sample(estimator.bitrate(), fairShare.bitrate(), SAMPLE_NANOS / 1e9);
            time.after(SAMPLE_NANOS, this::sample);
        }
    }

    private void enqueue(Packet packet) {
        queue.add(packet);
        queuedBytes += packet.bytes;
        estimator.queued(queuedBytes);
    }

    /** Sends the next packet when it is time: of a cluster, if there is one, else at the pacing rate. */
    private void pace() {
        if (pacing || (queue.isEmpty() && clusters.isEmpty())) {
            return;
        }
        pacing = true;
        time.at(nextDeparture, () -> {
            pacing = false;
            ProbeCluster cluster = clusters.peek();
            Packet packet = queue.poll();
            if (packet != null) {
                queuedBytes -= packet.bytes;
                estimator.queued(queuedBytes);
            }
            if (cluster != null && running) {
                probe(cluster, packet);
            } else if (packet != null) {
                transmit(packet);
                nextDeparture = time.now() + packet.bytes * 8_000_000_000L / estimator.pacingBitrate();
            }
            pace();
        });
    }

    /** Media that waits goes with the cluster; where there is none, padding, in the place of old media. */
    private void probe(ProbeCluster cluster, @Nullable Packet waiting) {
        int bytes = waiting == null ? PACKET_BYTES : waiting.bytes;
        transmit(new Packet(bytes, cluster.id()));
        clusterPackets++;
        clusterBytes += bytes;
        nextDeparture = time.now() + bytes * 8_000_000_000L / cluster.bitrate();
        // One packet more: the first one's size does not count on arrival.
        if (clusterPackets > cluster.minPackets() && clusterBytes > cluster.minBytes()) {
            clusters.remove();
            clusterPackets = 0;
            clusterBytes = 0;
        }
    }

    private void transmit(Packet packet) {
        int number = sequence++ & 0xFFFF;
        measures.sent();
        estimator.sent(
                number,
                packet.bytes,
                packet.probeCluster,
                packet.probeCluster == BandwidthEstimator.NO_PROBE,
                time.now());
        link.send(packet.bytes, delayNanos, queueing -> arrived(number, packet.bytes, queueing), measures::lost);
        arm();
    }

    private void arrived(int number, int bytes, long queueing) {
        measures.received(bytes, queueing);
        recorder.received(number, 7, time.now());
        report();
    }

    private void report() {
        TransportFeedback feedback = recorder.poll(time.now());
        while (feedback != null) {
            TransportFeedback told = feedback;
            int bytes = 60 + told.deltas().length;
            back.send(bytes, delayNanos, queueing -> hear(told), () -> {});
            feedback = recorder.poll(time.now());
        }
        long deadline = recorder.deadlineNanos();
        if (deadline < recorderTimerNanos) {
            recorderTimerNanos = deadline;
            time.at(deadline, () -> {
                recorderTimerNanos = Long.MAX_VALUE;
                report();
            });
        }
    }

    private void hear(TransportFeedback feedback) {
        estimator.feedback(feedback, time.now());
        arm();
    }

    private void arm() {
        ProbeCluster probe = estimator.nextProbe(time.now());
        while (probe != null) {
            probed++;
            clusters.add(probe);
            probe = estimator.nextProbe(time.now());
        }
        pace();
        long deadline = estimator.deadlineNanos();
        if (deadline < timerNanos) {
            timerNanos = deadline;
            time.at(deadline, () -> {
                timerNanos = Long.MAX_VALUE;
                estimator.onDeadline(time.now());
                arm();
            });
        }
    }
}
