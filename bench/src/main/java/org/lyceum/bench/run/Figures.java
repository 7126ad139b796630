package org.lyceum.bench.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run showed.
 *
 * @param scenario which one
 * @param network {@code veth} or {@code loopback}
 * @param viewers how many watched
 * @param seconds how long was measured
 * @param packetsPerSecond RTP packets that came to viewers
 * @param megabitsPerSecond of them, UDP payload
 * @param cpuMicrosPerPacket user and system time of the server for each of them
 * @param softirqMicrosPerPacket time of the server's core in soft interrupts for each of them, which is nobody's own
 * @param ceilingMicrosPerPacket what the ceiling needs at the same sizes of bursts, null where it could not be measured
 * @param ratioToCeiling of the two, null without a ceiling
 * @param meanBurst packets of one viewer that belong to one frame, in the mean over packets' bursts
 * @param lossPercent of the packets that were due, those that did not come
 * @param latencyMillis from the publisher to probe viewers
 * @param joinMillis from a viewer's request to the end of its first frame
 * @param bytesPerViewer live heap and direct buffers of the server, for each viewer that came
 * @param serverCpuPercent of one core
 * @param generatorCpuPercent of one core; a run above 90 is not valid
 * @param brokenPackets of probe viewers, those that were not what was sent
 * @param notes what was not as it should have been
 */
public record Figures(
        String scenario,
        String network,
        int viewers,
        int seconds,
        double packetsPerSecond,
        double megabitsPerSecond,
        double cpuMicrosPerPacket,
        double softirqMicrosPerPacket,
        @Nullable Double ceilingMicrosPerPacket,
        @Nullable Double ratioToCeiling,
        double meanBurst,
        double lossPercent,
        Map<String, Double> latencyMillis,
        Map<String, Double> joinMillis,
        long bytesPerViewer,
        double serverCpuPercent,
        double generatorCpuPercent,
        long brokenPackets,
        List<String> notes) {
    /** As JSON, the names as they are here. */
    public String json() {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(this);
    }

    /** For people. */
    public String table() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("scenario", scenario + ", " + viewers + " viewers, " + seconds + " s, " + network);
        rows.put(
                "packets a second",
                String.format(Locale.ROOT, "%,.0f (%.0f Mbit/s)", packetsPerSecond, megabitsPerSecond));
        rows.put(
                "CPU a packet",
                String.format(
                        Locale.ROOT,
                        "%.2f us, %s; soft interrupts %.2f us",
                        cpuMicrosPerPacket,
                        ceilingMicrosPerPacket == null || ratioToCeiling == null
                                ? "no ceiling"
                                : String.format(
                                        Locale.ROOT,
                                        "ceiling %.2f us, ratio %.2f",
                                        ceilingMicrosPerPacket,
                                        ratioToCeiling),
                        softirqMicrosPerPacket));
        rows.put("mean burst", String.format(Locale.ROOT, "%.1f packets", meanBurst));
        rows.put(
                "loss",
                String.format(Locale.ROOT, "%.3f %%; %d packets not as they were sent", lossPercent, brokenPackets));
        rows.put("latency", quantiles(latencyMillis));
        rows.put("join", quantiles(joinMillis));
        rows.put("memory a viewer", String.format(Locale.ROOT, "%,d bytes", bytesPerViewer));
        rows.put(
                "server, generator",
                String.format(Locale.ROOT, "%.0f %%, %.0f %% of a core", serverCpuPercent, generatorCpuPercent));
        StringBuilder table = new StringBuilder();
        rows.forEach((name, value) -> table.append(String.format(Locale.ROOT, "%-18s %s%n", name, value)));
        notes.forEach(note -> table.append(String.format(Locale.ROOT, "NOTE: %s%n", note)));
        return table.toString();
    }

    private static String quantiles(Map<String, Double> millis) {
        StringBuilder text = new StringBuilder();
        millis.forEach((name, value) -> text.append(String.format(Locale.ROOT, "%s %.2f ms  ", name, value)));
        return text.toString().strip();
    }
}
