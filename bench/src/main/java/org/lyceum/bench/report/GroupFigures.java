package org.lyceum.bench.report;

import java.util.Map;

/**
 * What one kind of viewers saw.
 *
 * @param name of the kind
 * @param viewers how many were there at the end
 * @param packetsPerSecond RTP packets that came to all of them
 * @param kilobitsPerViewer that came a second to each who was there, UDP payload, what a slow link of their own dropped included
 * @param framesPerViewer pictures whose last packet came to each a second
 * @param lossPercent of the packets that were due, those that did not come; also where they came again
 * @param droppedPercent of all packets, those that a slow link of their own had no room for
 * @param latencyMillis from the publisher to probes among them, a slow link of their own included
 */
public record GroupFigures(
        String name,
        int viewers,
        double packetsPerSecond,
        double kilobitsPerViewer,
        double framesPerViewer,
        double lossPercent,
        double droppedPercent,
        Map<String, Double> latencyMillis) {}
