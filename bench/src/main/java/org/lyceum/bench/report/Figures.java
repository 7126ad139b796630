package org.lyceum.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run showed. Where a scenario has several kinds of viewers, loss and latency are those of the first one in {@code groups},
 * whom the run is about; everything else is of all.
 *
 * @param scenario which one
 * @param server which one
 * @param version of it, null where it does not say
 * @param network {@code veth}, {@code loopback}, or {@code given}
 * @param publishers how many sent
 * @param viewers how many watched in the end
 * @param seconds how long was measured
 * @param packetsPerSecond RTP packets that came to viewers
 * @param megabitsPerSecond of them, UDP payload
 * @param cpuMicrosPerPacket user and system time of the server for each of them, null where its process is not known
 * @param softirqMicrosPerPacket time of the server's core in soft interrupts for each of them, of which some kernels charge the
 *     server with a part, too; null where that core is not known
 * @param ceilingMicrosPerPacket what the ceiling needs at the same sizes of bursts, null where it could not be measured
 * @param ratioToCeiling of the two, null without both
 * @param meanBurst packets of one viewer that belong to one frame, in the mean over packets' bursts
 * @param lossPercent of the packets that were due, those that did not come
 * @param latencyMillis from the publisher to probe viewers
 * @param joinMillis from a viewer's request to the end of its first key frame, whole and decrypted
 * @param joins how they came in
 * @param bytesPerViewer of the server's memory for each viewer that came, null where it is not known
 * @param serverCpuPercent of one core, null where its process is not known
 * @param generatorCpuPercent of one core, soft interrupts of receiving and what else of the kernel receives for it included where that
 *     core is its own; a run above 90 is not valid
 * @param brokenPackets of what was decrypted, those that were not what was sent
 * @param groups kinds of viewers beside each other
 * @param samples how it went, in time
 * @param notes what was not as it should have been
 * @param comparison the same with another server, null where none was asked for
 */
public record Figures(
        String scenario,
        String server,
        @Nullable String version,
        String network,
        int publishers,
        int viewers,
        int seconds,
        double packetsPerSecond,
        double megabitsPerSecond,
        @Nullable Double cpuMicrosPerPacket,
        @Nullable Double softirqMicrosPerPacket,
        @Nullable Double ceilingMicrosPerPacket,
        @Nullable Double ratioToCeiling,
        double meanBurst,
        double lossPercent,
        Map<String, Double> latencyMillis,
        Map<String, Double> joinMillis,
        Joins joins,
        @Nullable Long bytesPerViewer,
        @Nullable Double serverCpuPercent,
        double generatorCpuPercent,
        long brokenPackets,
        List<GroupFigures> groups,
        List<Sample> samples,
        List<String> notes,
        @Nullable Comparison comparison) {
    /** Servers did the same work where what came to a viewer of each differs by no more of it. */
    private static final double ALIKE = 0.05;

    /** The server and which one it is. */
    public String serverAndVersion() {
        return version == null ? server : server + " " + version;
    }

    /** The same beside those of another server. */
    public Figures comparedWith(Figures other) {
        List<String> noted = new ArrayList<>(notes);
        double mine = groups.getFirst().kilobitsPerViewer();
        double theirs = other.groups.getFirst().kilobitsPerViewer();
        if (Math.abs(mine - theirs) > ALIKE * Math.max(mine, theirs)) {
            noted.add(Rows.format(
                    "not to be compared: %,.0f kbit/s came to each viewer, and %,.0f from %s",
                    mine, theirs, other.server()));
        }
        Double ratio = cpuMicrosPerPacket == null || other.cpuMicrosPerPacket == null
                ? null
                : other.cpuMicrosPerPacket / cpuMicrosPerPacket;
        return new Figures(
                scenario,
                server,
                version,
                network,
                publishers,
                viewers,
                seconds,
                packetsPerSecond,
                megabitsPerSecond,
                cpuMicrosPerPacket,
                softirqMicrosPerPacket,
                ceilingMicrosPerPacket,
                ratioToCeiling,
                meanBurst,
                lossPercent,
                latencyMillis,
                joinMillis,
                joins,
                bytesPerViewer,
                serverCpuPercent,
                generatorCpuPercent,
                brokenPackets,
                groups,
                samples,
                List.copyOf(noted),
                new Comparison(ratio, other));
    }

    /** As JSON, the names as they are here. */
    public String json() {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(this);
    }
}
