package org.lyceum.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One plot over time: lines in an SVG that is stretched to the page, with its numbers beside it as text, so that they are as
 * readable on a telephone as on a desk.
 */
final class Chart {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 300;
    /** Above these a scale may end, times a power of ten. */
    private static final double[] ROUND = {1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10};

    /** One line; where there is no value it is interrupted, or goes on to the next one. */
    private record Line(String name, List<@Nullable Double> values, boolean interrupted) {}

    private final String title;
    private final String unit;
    private final List<Sample> samples;
    private final List<Line> lines = new ArrayList<>();

    Chart(String title, String unit, List<Sample> samples) {
        this.title = title;
        this.unit = unit;
        this.samples = samples;
    }

    /** Adds a line, unless it has no value at all. */
    Chart line(String name, Function<Sample, @Nullable Double> value) {
        return line(name, value, true);
    }

    /** The same for what is not looked at in each sample. */
    Chart seldom(String name, Function<Sample, @Nullable Double> value) {
        return line(name, value, false);
    }

    private Chart line(String name, Function<Sample, @Nullable Double> value, boolean interrupted) {
        List<@Nullable Double> values = new ArrayList<>();
        samples.forEach(sample -> values.add(value.apply(sample)));
        if (values.stream().anyMatch(Objects::nonNull)) {
            lines.add(new Line(name, values, interrupted));
        }
        return this;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** As a figure of a page. */
    String html() {
        double top = top();
        double end = samples.getLast().second();
        StringBuilder html = new StringBuilder("<figure><figcaption>")
                .append(Page.text(title))
                .append(" <span>")
                .append(Page.text(unit))
                .append("</span></figcaption>\n<div class=\"plot\"><div class=\"scale\">");
        for (int quarter = 4; quarter >= 0; quarter -= 2) {
            html.append("<span>").append(number(top * quarter / 4)).append("</span>");
        }
        html.append("</div>\n<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                        + "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"")
                .append(Page.text(title))
                .append("\">");
        for (int quarter = 0; quarter <= 4; quarter++) {
            int y = HEIGHT * quarter / 4;
            html.append(Rows.format("<path class=\"grid\" d=\"M0 %d H" + WIDTH + "\"/>", y));
        }
        for (int i = 0; i < lines.size(); i++) {
            html.append(Rows.format("<path class=\"line c%d\" d=\"%s\"/>", i, path(lines.get(i), top, end)));
        }
        html.append("</svg>\n<div class=\"time\"><span>0</span><span>")
                .append(number(end / 2))
                .append("</span><span>")
                .append(number(end))
                .append(" s</span></div></div>\n");
        legend(html);
        return html.append("</figure>\n").toString();
    }

    /** Each line's name, and what it was in the mean and at most. */
    private void legend(StringBuilder html) {
        html.append("<ul class=\"legend\">");
        for (int i = 0; i < lines.size(); i++) {
            List<Double> values =
                    lines.get(i).values().stream().filter(Objects::nonNull).toList();
            double mean =
                    values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
            double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
            html.append(Rows.format(
                    "<li><i class=\"c%d\"></i>%s <span>mean %s, most %s</span></li>",
                    i, Page.text(lines.get(i).name()), number(mean), number(most)));
        }
        html.append("</ul>");
    }

    private String path(Line line, double top, double end) {
        StringBuilder path = new StringBuilder();
        boolean drawn = false;
        for (int i = 0; i < samples.size(); i++) {
            Double value = line.values().get(i);
            if (value == null) {
                drawn &= !line.interrupted();
                continue;
            }
            double x = WIDTH * samples.get(i).second() / end;
            double y = HEIGHT * (1 - Math.max(0, value) / top);
            // A single value is a line too short to be seen without its round ends.
            path.append(Rows.format(drawn ? "L%.1f %.1f" : "M%.1f %.1fh0", x, y));
            drawn = true;
        }
        return path.toString();
    }

    private double top() {
        double most = lines.stream()
                .flatMap(line -> line.values().stream())
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        if (most <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        for (double round : ROUND) {
            if (most <= round * power) {
                return round * power;
            }
        }
        return 10 * power;
    }

    /** With as many digits as help. */
    static String number(double value) {
        if (value == 0 || value >= 100) {
            return Rows.format("%,.0f", value);
        }
        return Rows.format(value >= 10 ? "%.1f" : value >= 0.1 ? "%.2f" : "%.4f", value)
                .replaceFirst("\\.?0+$", "");
    }
}
