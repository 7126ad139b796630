package org.lyceum.bench.report;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The figures as one page that needs nothing else: a table, and how it went in time. It is well-formed XML, too. */
public final class Page {
    private static final double MEGABYTE = 1e6;
    private static final double KILOBYTE = 1e3;

    private static final String STYLE = """
            :root { color-scheme: light dark; --back: #fff; --text: #1b1f24; --dim: #5b6470; --rule: #d8dde3; --note: #9a3b00;
              --c0: #0b63c5; --c1: #c2410c; --c2: #15803d; }
            @media (prefers-color-scheme: dark) { :root { --back: #14171b; --text: #e8ebef; --dim: #9aa4b0; --rule: #333a42;
              --note: #ffb37a; --c0: #6cb2ff; --c1: #ff9a5c; --c2: #5fd38a; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; max-width: 76rem; padding: 1.25rem 1rem 3rem; background: var(--back); color: var(--text);
              font: 16px/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.6rem; margin: 0; }
            h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
            .lead { color: var(--dim); margin: .25rem 0 1rem; }
            .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .5rem; margin: 0; padding: 0;
              list-style: none; }
            .tiles li { border: 1px solid var(--rule); border-radius: .5rem; padding: .5rem .75rem; }
            .tiles b { display: block; font-size: 1.35rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
            .tiles span { color: var(--dim); font-size: .875rem; }
            .notes { color: var(--note); padding-left: 1.2rem; overflow-wrap: anywhere; }
            table { border-collapse: collapse; width: 100%; margin-top: 1rem; }
            th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--rule); }
            td { overflow-wrap: anywhere; }
            th { font-weight: 600; color: var(--dim); }
            th[scope=row] { width: clamp(5.5rem, 22%, 10rem); }
            @media (max-width: 30rem) { table { font-size: .9375rem; } th, td { padding-right: .5rem; } }
            .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); gap: 1.5rem; }
            figure { margin: 0; min-width: 0; }
            figcaption { font-weight: 600; margin-bottom: .35rem; }
            figcaption span, .legend span { color: var(--dim); font-weight: 400; }
            .plot { display: grid; grid-template-columns: auto 1fr; gap: .25rem .5rem; }
            .scale { display: flex; flex-direction: column; justify-content: space-between; text-align: right; min-width: 2.5rem; }
            .scale, .time { color: var(--dim); font-size: .8125rem; line-height: 1; font-variant-numeric: tabular-nums; }
            .time { grid-column: 2; display: flex; justify-content: space-between; }
            svg { width: 100%; height: 11rem; display: block; overflow: visible; }
            path { fill: none; vector-effect: non-scaling-stroke; }
            .grid { stroke: var(--rule); stroke-width: 1; }
            .line { stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
            .legend { list-style: none; margin: .5rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .15rem 1.25rem;
              font-size: .875rem; }
            .legend i { display: inline-block; width: .75rem; height: .75rem; border-radius: 2px; margin-right: .4rem; }
            path.c0 { stroke: var(--c0); } path.c1 { stroke: var(--c1); } path.c2 { stroke: var(--c2); }
            i.c0 { background: var(--c0); } i.c1 { background: var(--c1); } i.c2 { background: var(--c2); }
            """;

    private Page() {}

    /** The whole page. */
    public static String of(Figures figures) {
        StringBuilder html = new StringBuilder(
                        "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\"><head>")
                .append(
                        "<meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><title>")
                .append(text(figures.scenario() + ", " + figures.serverAndVersion()))
                .append("</title>\n<style>")
                .append(STYLE)
                .append("</style></head>\n<body><h1>")
                .append(text(figures.scenario()))
                .append("</h1>\n");
        Comparison comparison = figures.comparison();
        if (comparison != null) {
            html.append("<p class=\"lead\">")
                    .append(text(Rows.ratio(figures, comparison)))
                    .append("</p>\n");
        }
        List<Figures> servers = comparison == null ? List.of(figures) : List.of(figures, comparison.figures());
        servers.forEach(each -> summary(html, each));
        table(html, servers);
        servers.forEach(each -> inTime(html, each));
        return html.append("</body></html>\n").toString();
    }

    private static void summary(StringBuilder html, Figures figures) {
        html.append("<section><h2>").append(text(figures.serverAndVersion())).append("</h2>\n");
        tiles(html, figures);
        if (!figures.notes().isEmpty()) {
            html.append("<ul class=\"notes\">");
            figures.notes()
                    .forEach(note -> html.append("<li>").append(text(note)).append("</li>"));
            html.append("</ul>\n");
        }
        html.append("</section>\n");
    }

    /** Every figure, a column for each server. */
    private static void table(StringBuilder html, List<Figures> servers) {
        html.append("<h2>Figures</h2>\n<table>");
        if (servers.size() > 1) {
            html.append("<tr><td></td>");
            servers.forEach(each -> html.append("<th scope=\"col\">")
                    .append(text(each.server()))
                    .append("</th>"));
            html.append("</tr>\n");
        }
        List<Map<String, String>> columns = servers.stream().map(Rows::of).toList();
        for (String name : columns.getFirst().keySet()) {
            html.append("<tr><th scope=\"row\">").append(text(name)).append("</th>");
            columns.forEach(column -> html.append("<td>")
                    .append(text(column.getOrDefault(name, "")))
                    .append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</table>\n");
    }

    private static void inTime(StringBuilder html, Figures figures) {
        if (figures.samples().isEmpty()) {
            return;
        }
        html.append("<section><h2>").append(text(figures.server())).append(" in time</h2>\n<div class=\"plots\">");
        charts(figures.samples()).stream()
                .filter(chart -> !chart.isEmpty())
                .forEach(chart -> html.append(chart.html()));
        html.append("</div></section>\n");
    }

    /** What is looked at first. */
    private static void tiles(StringBuilder html, Figures figures) {
        html.append("<ul class=\"tiles\">");
        tile(html, "packets a second", figures.packetsPerSecond(), "");
        tile(html, "CPU a packet", figures.cpuMicrosPerPacket(), " µs");
        tile(html, "of the ceiling", figures.ratioToCeiling(), "×");
        tile(html, "latency, p99", figures.latencyMillis().get("p99"), " ms");
        tile(html, "time to join, p50", figures.joinMillis().get("p50"), " ms");
        tile(html, "loss", figures.lossPercent(), " %");
        html.append("</ul>\n");
    }

    private static void tile(StringBuilder html, String name, @Nullable Double value, String unit) {
        html.append("<li><b>")
                .append(value == null ? "–" : Chart.number(value) + unit)
                .append("</b><span>")
                .append(text(name))
                .append("</span></li>");
    }

    private static List<Chart> charts(List<Sample> samples) {
        return List.of(
                new Chart("Packets", "a second", samples).line("to all viewers", Sample::packetsPerSecond),
                new Chart("CPU", "% of a core", samples)
                        .line("server", Sample::serverCpuPercent)
                        .line("generator", Sample::generatorCpuPercent),
                new Chart("Latency", "ms", samples)
                        .line("p50", quantile("p50"))
                        .line("p99", quantile("p99"))
                        .line("p99.9", quantile("p999")),
                new Chart("Loss", "%", samples).line("the first kind of viewers", Sample::lossPercent),
                new Chart("Viewers", "", samples).line("there", sample -> (double) sample.viewers()),
                new Chart("Joins", "within a sample", samples)
                        .line("first pictures", ifAny(samples, Sample::joins))
                        .line("refused", ifAny(samples, Sample::refused)),
                new Chart("Memory of the server", "MB", samples)
                        .line("resident", bytes(Sample::residentBytes, MEGABYTE))
                        .seldom("heap", bytes(Sample::heapBytes, MEGABYTE))
                        .seldom("really needed", bytes(Sample::liveBytes, MEGABYTE)),
                new Chart("Memory a viewer", "KB that are really needed", samples)
                        .seldom("each beyond the first", bytes(Sample::bytesPerViewer, KILOBYTE)),
                new Chart("Threads and descriptors", "of the server", samples)
                        .line("threads", count(Sample::threads))
                        .line("descriptors", count(Sample::descriptors)));
    }

    private static Function<Sample, @Nullable Double> quantile(String name) {
        return sample -> sample.latencyMillis().get(name);
    }

    private static Function<Sample, @Nullable Double> bytes(Function<Sample, @Nullable Long> value, double unit) {
        return sample -> {
            Long bytes = value.apply(sample);
            return bytes == null ? null : bytes / unit;
        };
    }

    /** Nothing where it never happened. */
    private static Function<Sample, @Nullable Double> ifAny(List<Sample> samples, ToLongFunction<Sample> count) {
        boolean any = samples.stream().mapToLong(count).anyMatch(each -> each > 0);
        return sample -> any ? (double) count.applyAsLong(sample) : null;
    }

    private static Function<Sample, @Nullable Double> count(Function<Sample, @Nullable Integer> value) {
        return sample -> {
            Integer count = value.apply(sample);
            return count == null ? null : (double) count;
        };
    }

    /** As text that a page may hold. */
    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
