package org.lyceum.bench.relay;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run showed.
 *
 * @param network {@code veth} or {@code loopback}
 * @param packetBytes of each packet, without the channel's header
 * @param sentPerSecond by all clients
 * @param seconds how long each round was measured
 * @param rounds one for each server and number of allocations, in the order in which they were
 * @param notes what was not as it should have been
 */
record RelayFigures(
        String network, int packetBytes, int sentPerSecond, int seconds, List<Round> rounds, List<String> notes) {
    /**
     * One server with so many allocations.
     *
     * @param relayedPackets passed on while it was measured, there and back
     * @param cpuMicrosPerPacket user and system time of the server for each of them
     * @param serverCpuPercent of one core
     * @param lossPercent of what clients sent, what did not come back
     * @param liveBytesPerAllocation that are needed, as {@link org.lyceum.bench.machine.LiveMemory} counts them, null for a server that is no JVM, or with one allocation
     * @param residentBytesPerAllocation by which the process has grown, a JVM's own growth among it; null with one allocation
     * @param notes what was not as it should have been
     */
    record Round(
            String server,
            int allocations,
            long relayedPackets,
            double cpuMicrosPerPacket,
            double serverCpuPercent,
            double lossPercent,
            @Nullable Long liveBytesPerAllocation,
            @Nullable Long residentBytesPerAllocation,
            List<String> notes) {}

    /** For a terminal. */
    String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%nrelay, %s, %,d packets a second of %,d bytes there and back, %d s a round%n%n",
                network,
                sentPerSecond,
                packetBytes,
                seconds));
        table.append(String.format(
                Locale.ROOT,
                "%-8s %11s %14s %9s %8s %14s %14s%n",
                "server",
                "allocations",
                "us a packet",
                "of a core",
                "lost",
                "live each",
                "resident each"));
        for (Round round : rounds) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-8s %,11d %14.2f %8.0f%% %7.2f%% %14s %14s%n",
                    round.server,
                    round.allocations,
                    round.cpuMicrosPerPacket,
                    round.serverCpuPercent,
                    round.lossPercent,
                    bytes(round.liveBytesPerAllocation),
                    bytes(round.residentBytesPerAllocation)));
        }
        for (Round round : rounds) {
            round.notes.forEach(note -> table.append(
                    String.format(Locale.ROOT, "NOTE: %s, %,d: %s%n", round.server, round.allocations, note)));
        }
        notes.forEach(note -> table.append(String.format(Locale.ROOT, "NOTE: %s%n", note)));
        return table.toString();
    }

    private static String bytes(@Nullable Long bytes) {
        return bytes == null ? "-" : String.format(Locale.ROOT, "%,d B", bytes);
    }

    /** As JSON, the names as they are here. */
    String json() {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(this);
    }
}
