package org.lyceum.rtc.bwe;

/**
 * A short run of packets faster than the estimate, sent to learn whether the network carries that much.
 *
 * @param id what {@link BandwidthEstimator#sent} is told with each of its packets
 * @param bitrate bits a second, at which the packets are to leave
 * @param minPackets the cluster is done when at least so many packets
 * @param minBytes and at least so many bytes of it have left
 * @param durationNanos how long that takes at the bitrate; a cluster that took several times as long tells nothing
 */
public record ProbeCluster(int id, long bitrate, int minPackets, int minBytes, long durationNanos) {}
