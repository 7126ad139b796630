package org.lyceum.e2e.harness;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** When a page showed each picture, and how wide it was. Times are the page's own milliseconds. */
public final class ShownPictures {
    private static final double NOTICED = 300;

    private final double[] times;
    private final int[] widths;

    private ShownPictures(double[] times, int[] widths) {
        this.times = times;
        this.widths = widths;
    }

    static ShownPictures of(JsonNode pairs) {
        double[] times = new double[pairs.size()];
        int[] widths = new int[pairs.size()];
        for (int i = 0; i < times.length; i++) {
            times[i] = pairs.get(i).get(0).asDouble();
            widths[i] = pairs.get(i).get(1).asInt();
        }
        return new ShownPictures(times, widths);
    }

    public int count() {
        return times.length;
    }

    /** The longest time without a new picture between two moments, in milliseconds. */
    public double longestGap(double from, double to) {
        double longest = 0;
        double last = from;
        for (double time : times) {
            if (time > from && time < to) {
                longest = Math.max(longest, time - last);
                last = time;
            }
        }
        return Math.max(longest, to - last);
    }

    /** How long after {@code from} the first picture of such a width was shown, in milliseconds. */
    public OptionalDouble firstAfter(double from, IntPredicate width) {
        return IntStream.range(0, times.length)
                .filter(i -> times[i] >= from && width.test(widths[i]))
                .mapToDouble(i -> times[i] - from)
                .findFirst();
    }

    /** The share of pictures of such a width among those shown between two moments. */
    public double share(double from, double to, IntPredicate width) {
        int[] among = IntStream.range(0, times.length)
                .filter(i -> times[i] >= from && times[i] < to)
                .toArray();
        long such = Arrays.stream(among).filter(i -> width.test(widths[i])).count();
        return among.length == 0 ? 0 : (double) such / among.length;
    }

    /** The share of the time between two moments in which a picture of such a width was on the screen. */
    public double timeShare(double from, double to, IntPredicate width) {
        double such = 0;
        for (int i = 0; i < times.length; i++) {
            double until = i + 1 < times.length ? times[i + 1] : to;
            if (width.test(widths[i])) {
                such += Math.max(0, Math.min(until, to) - Math.max(times[i], from));
            }
        }
        return such / (to - from);
    }

    /** How often the width changed between two moments. */
    public int changes(double from, double to) {
        return (int) IntStream.range(1, times.length)
                .filter(i -> times[i] >= from && times[i] < to && widths[i] != widths[i - 1])
                .count();
    }

    /** Widths in the order in which they were shown, each with the time at which it began, and long gaps. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < times.length; i++) {
            if (i > 0 && times[i] - times[i - 1] > NOTICED) {
                text.append(", nothing for ")
                        .append((long) (times[i] - times[i - 1]))
                        .append(" until ");
                text.append((long) times[i]);
            }
            if (i == 0 || widths[i] != widths[i - 1]) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(widths[i])
                        .append(" at ")
                        .append((long) times[i]);
            }
        }
        return text.toString();
    }
}
