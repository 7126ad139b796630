package org.lyceum.rtc.bwe;

/**
 * The rate that each of the last few probe clusters had on leaving and on arrival; the smaller one is what the network is
 * known to carry. A cluster of which most did not come, or that took too long on either side, tells nothing.
 */
final class ProbeMeasure {
    private static final int REMEMBERED = 8;
    private static final double MIN_SHARE = 0.8;
    private static final long LONGEST_NANOS = 1_000_000_000L;
    /** An arrival so much faster than the departure is a heap that came at once, and what came before it may be one too. */
    private static final double MOST_COMPRESSED = 1.3;
    /** Arrived so much slower than it left: the link was full, and a little less than what came is what it carries. */
    private static final double FULL = 0.9;

    private static final double OF_FULL = 0.95;

    /** What {@link #received} returns for a cluster that came in a heap: a longer one might not. */
    static final long HEAPED = -1;

    private final Cluster[] clusters = new Cluster[REMEMBERED];

    /** Of a cluster that is meant to take this long the first half is not measured: a token bucket lets it pass ... */
    private static final long LONG_NANOS = 2 * ProbeController.DURATION_NANOS;
    /** ... if that is more than a packet: no bucket holds less. */
    private static final int LEAST_SKIPPED_BYTES = 1_500;

    private static final class Cluster {
        private int skippedPackets;
        private long skippedBytes;
        private long toSkipBytes;
        private int id = BandwidthEstimator.NO_PROBE;
        private int minPackets;
        private int minBytes;
        private int packets;
        private long bytes;
        private int lastSentBytes;
        private int firstReceivedBytes;
        private long firstSent;
        private long lastSent;
        private long firstReceived;
        private long lastReceived;
    }

    ProbeMeasure() {
        for (int i = 0; i < REMEMBERED; i++) {
            clusters[i] = new Cluster();
        }
    }

    /** A cluster is going to be sent. */
    void expect(ProbeCluster probe) {
        Cluster cluster = new Cluster();
        cluster.id = probe.id();
        cluster.minPackets = (int) (probe.minPackets() * MIN_SHARE);
        cluster.minBytes = (int) (probe.minBytes() * MIN_SHARE);
        int half = probe.minBytes() / 2;
        cluster.toSkipBytes = probe.durationNanos() > LONG_NANOS && half >= LEAST_SKIPPED_BYTES ? half : 0;
        clusters[probe.id() % REMEMBERED] = cluster;
    }

    /** A packet of a cluster came; returns the bits a second that the cluster shows, 0 while it shows none, or {@link #HEAPED}. */
    long received(int id, int bytes, long departureNanos, long arrivalNanos) {
        Cluster cluster = clusters[Math.floorMod(id, REMEMBERED)];
        if (cluster.id != id || id == BandwidthEstimator.NO_PROBE) {
            return 0;
        }
        if (cluster.skippedBytes < cluster.toSkipBytes) {
            cluster.skippedPackets++;
            cluster.skippedBytes += bytes;
            return 0;
        }
        if (cluster.packets == 0 || departureNanos < cluster.firstSent) {
            cluster.firstSent = departureNanos;
        }
        if (cluster.packets == 0 || departureNanos > cluster.lastSent) {
            cluster.lastSent = departureNanos;
            cluster.lastSentBytes = bytes;
        }
        if (cluster.packets == 0 || arrivalNanos < cluster.firstReceived) {
            cluster.firstReceived = arrivalNanos;
            cluster.firstReceivedBytes = bytes;
        }
        if (cluster.packets == 0 || arrivalNanos > cluster.lastReceived) {
            cluster.lastReceived = arrivalNanos;
        }
        cluster.packets++;
        cluster.bytes += bytes;
        boolean complete = cluster.packets + cluster.skippedPackets >= cluster.minPackets
                && cluster.bytes + cluster.skippedBytes >= cluster.minBytes;
        return complete ? measure(cluster) : 0;
    }

    private static long measure(Cluster cluster) {
        long sending = cluster.lastSent - cluster.firstSent;
        long receiving = cluster.lastReceived - cluster.firstReceived;
        if (sending <= 0 || sending > LONGEST_NANOS || receiving > LONGEST_NANOS) {
            return 0;
        }
        if (receiving <= 0) {
            return HEAPED;
        }
        double sent = (cluster.bytes - cluster.lastSentBytes) * 8e9 / sending;
        double received = (cluster.bytes - cluster.firstReceivedBytes) * 8e9 / receiving;
        if (received > MOST_COMPRESSED * sent) {
            return HEAPED;
        }
        return (long) (received < FULL * sent ? OF_FULL * received : Math.min(sent, received));
    }
}
