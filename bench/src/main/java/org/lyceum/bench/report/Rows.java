package org.lyceum.bench.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The figures of a run in words, a name and what there is to say of it; the table and the page are made of them. */
final class Rows {
    private static final String UNKNOWN = "not known";

    private Rows() {}

    static Map<String, String> of(Figures figures) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put(
                "server",
                figures.serverAndVersion() + ", " + figures.network()
                        + (figures.serverCpuPercent() == null
                                ? ""
                                : format(", %.0f %% of a core", figures.serverCpuPercent())));
        rows.put(
                "took part",
                format("%,d sending, %,d watching, %,d s", figures.publishers(), figures.viewers(), figures.seconds()));
        rows.put(
                "packets a second",
                format("%,.0f (%.0f Mbit/s)", figures.packetsPerSecond(), figures.megabitsPerSecond()));
        rows.put("CPU a packet", cpu(figures));
        rows.put("ceiling", ceiling(figures));
        rows.put("mean burst", format("%.1f packets", figures.meanBurst()));
        rows.put("loss", format("%.3f %%", figures.lossPercent()));
        rows.put("broken", format("%,d packets not as they were sent", figures.brokenPackets()));
        rows.put("latency", Quantiles.text(figures.latencyMillis()));
        rows.put("time to join", Quantiles.text(figures.joinMillis()));
        rows.put("joins", joins(figures.joins()));
        rows.put(
                "memory a viewer",
                figures.bytesPerViewer() == null ? UNKNOWN : format("%,d bytes", figures.bytesPerViewer()));
        rows.put("generator", format("%.0f %% of a core", figures.generatorCpuPercent()));
        if (figures.groups().size() > 1) {
            figures.groups().forEach(group -> rows.put(group.name(), group(group)));
        }
        return rows;
    }

    private static String cpu(Figures figures) {
        if (figures.cpuMicrosPerPacket() == null) {
            return UNKNOWN;
        }
        return format("%.2f us", figures.cpuMicrosPerPacket())
                + (figures.softirqMicrosPerPacket() == null
                        ? ""
                        : format("; soft interrupts %.2f us", figures.softirqMicrosPerPacket()));
    }

    private static String ceiling(Figures figures) {
        if (figures.ceilingMicrosPerPacket() == null) {
            return UNKNOWN;
        }
        return format("%.2f us", figures.ceilingMicrosPerPacket())
                + (figures.ratioToCeiling() == null ? "" : format(", ratio %.2f", figures.ratioToCeiling()));
    }

    private static String joins(Joins joins) {
        StringBuilder text = new StringBuilder(format("%,d", joins.joined()));
        if (joins.perSecond() != null) {
            text.append(format(", %.1f a second", joins.perSecond()));
        }
        if (joins.refused() > 0) {
            text.append(format(
                    ", refused %,d times %s, %,d turned away", joins.refused(), joins.refusals(), joins.turnedAway()));
        }
        if (joins.failed() > 0) {
            text.append(format(", %,d failed", joins.failed()));
        }
        return text.toString();
    }

    private static String group(GroupFigures group) {
        return format(
                "%,d viewers, each %,.0f kbit/s and %.1f pictures a second; loss %.3f %%%s; latency %s",
                group.viewers(),
                group.kilobitsPerViewer(),
                group.framesPerViewer(),
                group.lossPercent(),
                group.droppedPercent() > 0 ? format(", dropped by their link %.3f %%", group.droppedPercent()) : "",
                Quantiles.text(group.latencyMillis()));
    }

    /** How much more CPU time a packet takes at the other server. */
    static String ratio(Figures figures, Comparison comparison) {
        Double ratio = comparison.cpuMicrosPerPacketRatio();
        return ratio == null
                ? UNKNOWN
                : format(
                        "a packet costs %.2f times as much CPU at %s as at %s",
                        ratio, comparison.figures().server(), figures.server());
    }

    @SuppressWarnings("AnnotateFormatMethod") // that annotation would be a library more
    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
