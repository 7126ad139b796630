package org.lyceum.bench.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen within some seconds of a run.
 *
 * @param second when they ended, since it began to be measured
 * @param viewers who were there then
 * @param packetsPerSecond that came to viewers
 * @param serverCpuPercent of one core, null where the server's process is not known; likewise what follows of it
 * @param generatorCpuPercent of one core
 * @param lossPercent of the viewers whom the run is about
 * @param latencyMillis to their probes, empty where nothing came to one
 * @param joins of viewers who got a first picture
 * @param refused answers of a server that had enough to do
 * @param residentBytes of the server
 * @param heapBytes of the server, what is not needed any more included; null where it has none that it tells of
 * @param liveBytes that it really needs, after a collection where there is one; null where nobody looked just then
 * @param bytesPerViewer of those, what is more than with one viewer, for each more; null for fewer than two
 * @param threads of the server
 * @param descriptors of the server
 */
public record Sample(
        double second,
        int viewers,
        double packetsPerSecond,
        @Nullable Double serverCpuPercent,
        double generatorCpuPercent,
        double lossPercent,
        Map<String, Double> latencyMillis,
        long joins,
        long refused,
        @Nullable Long residentBytes,
        @Nullable Long heapBytes,
        @Nullable Long liveBytes,
        @Nullable Long bytesPerViewer,
        @Nullable Integer threads,
        @Nullable Integer descriptors) {}
