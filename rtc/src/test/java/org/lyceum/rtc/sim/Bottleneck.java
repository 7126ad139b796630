package org.lyceum.rtc.sim;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A link as RFC 8867 has it: a queue that drops at its tail, served at a rate that may change, then a propagation delay with
 * jitter that keeps the order, and random loss. Several flows may share it.
 */
public final class Bottleneck {
    /** What a packet does when it has come through. */
    public interface Delivery {
        /** @param queueingNanos how long it waited behind others */
        void delivered(long queueingNanos);
    }

    private record Waiting(int bytes, long since, long delayNanos, Delivery delivery, Runnable dropped) {}

    private final VirtualTime time;
    private final RandomGenerator random;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final Map<Long, Long> lastArrivals = new HashMap<>();
    private long bitrate;
    private long queueNanos = 300_000_000L;
    private long jitterNanos;
    private double loss;
    private long detourNanos;
    private long stalledUntilNanos;
    private long queuedBytes;
    private boolean serving;
    private long burstBytes;
    private long paidUntilNanos;

    public Bottleneck(VirtualTime time, RandomGenerator random, long bitrate) {
        this.time = time;
        this.random = random;
        this.bitrate = bitrate;
        paidUntilNanos = time.now();
        stalledUntilNanos = time.now();
    }

    /** The queue's length as the time that it takes at the rate of the moment. */
    public Bottleneck queueMillis(long millis) {
        queueNanos = millis * 1_000_000L;
        return this;
    }

    /** So many bytes pass at once after a pause, as a token bucket lets them; 0 for a wire. */
    public Bottleneck burstBytes(long bytes) {
        burstBytes = bytes;
        return this;
    }

    public Bottleneck jitterMillis(long millis) {
        jitterNanos = millis * 1_000_000L;
        return this;
    }

    /** The way is so much longer from now on: another route, which carries as much. */
    public Bottleneck detourMillis(long millis) {
        detourNanos = millis * 1_000_000L;
        return this;
    }

    /** Whoever receives is busy for so long, and gets what came meanwhile in one heap. */
    public void stall(long millis) {
        stalledUntilNanos = time.now() + millis * 1_000_000L;
    }

    public Bottleneck losing(double share) {
        loss = share;
        return this;
    }

    public long bitrate() {
        return bitrate;
    }

    public void bitrate(long bitsPerSecond) {
        bitrate = bitsPerSecond;
    }

    /**
     * Sends a packet.
     *
     * @param delayNanos propagation of its path, behind the queue
     * @param dropped what happens if it is lost
     */
    public void send(int bytes, long delayNanos, Delivery delivery, Runnable dropped) {
        long limit = Math.max(3_000, bitrate / 8 * queueNanos / 1_000_000_000L);
        if (queuedBytes + bytes > limit) {
            dropped.run();
            return;
        }
        queuedBytes += bytes;
        queue.add(new Waiting(bytes, time.now(), delayNanos, delivery, dropped));
        if (!serving) {
            serve();
        }
    }

    private void serve() {
        Waiting head = queue.peek();
        serving = head != null;
        if (head == null) {
            return;
        }
        long began = time.now();
        // Each packet is paid for at the rate; the bucket lends what it has saved.
        paidUntilNanos = Math.max(began, paidUntilNanos) + nanosOf(head.bytes);
        time.at(paidUntilNanos - nanosOf(burstBytes), () -> {
            long waited = Math.max(0, time.now() - head.since - nanosOf(head.bytes));
            queue.remove();
            queuedBytes -= head.bytes;
            propagate(head, waited);
            serve();
        });
    }

    private long nanosOf(long bytes) {
        return bytes * 8_000_000_000L / bitrate;
    }

    private void propagate(Waiting packet, long waited) {
        if (random.nextDouble() < loss) {
            packet.dropped.run();
            return;
        }
        // Later than the one before it on the same way: jitter moves packets together and apart, and past no other.
        long inOrder = Math.max(
                time.now() + packet.delayNanos + detourNanos + jitter(),
                lastArrivals.getOrDefault(packet.delayNanos, time.now()));
        long arrival = Math.max(inOrder, stalledUntilNanos);
        lastArrivals.put(packet.delayNanos, arrival);
        time.at(arrival, () -> packet.delivery.delivered(waited));
    }

    /** Truncated Gaussian (RFC 8868, 4.5.1). */
    private long jitter() {
        return jitterNanos == 0
                ? 0
                : (long) Math.clamp(random.nextGaussian(jitterNanos / 2.0, jitterNanos / 4.0), 0, (double) jitterNanos);
    }
}
