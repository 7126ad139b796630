package org.lyceum.rtc.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the phases and seeds of a case came to, least to most: a row of docs/performance.md. */
public final class CaseFigures {
    private static final long STEP_MILLIS = 10;

    private final List<Double> links = new ArrayList<>();
    private final List<Double> shares = new ArrayList<>();
    private final List<Double> queueing = new ArrayList<>();
    private final List<Double> queueing95 = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> fairness = new ArrayList<>();
    private final List<Double> down = new ArrayList<>();
    private final List<Double> up = new ArrayList<>();
    private final List<Double> gaps = new ArrayList<>();
    private double minutes;
    private int upMissed;
    private int downMissed;
    private int switches;
    private int freezes;

    /**
     * Runs a scene for a phase and measures the flows in it. Where they send more than their link carries at its beginning, the time is
     * taken until that fits; where their estimates are less than 90 % of what they could use, the time until it is that.
     *
     * @return the share of the links that the flows had as their estimates, more than all of it not counted as more
     */
    public double measure(BottleneckScene scene, long millis, List<MediaFlow> flows) {
        for (MediaFlow flow : flows) {
            flow.measures().reset();
        }
        List<Link> ways = flows.stream()
                .map(MediaFlow::link)
                .distinct()
                .map(link -> new Link(link, flows))
                .toList();
        for (long passed = 0; passed < millis; passed += STEP_MILLIS) {
            for (Link way : ways) {
                way.look(passed);
            }
            scene.run(STEP_MILLIS);
        }
        ways.forEach(this::count);
        for (MediaFlow flow : flows) {
            count(flow.measures(), millis);
        }
        List<Double> delivered =
                flows.stream().map(flow -> flow.measures().deliveredShare()).toList();
        if (flows.size() > ways.size() || ways.size() > 1) {
            fairness.add(BottleneckScene.fairness(delivered));
        }
        return links.subList(links.size() - ways.size(), links.size()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    private void count(Link way) {
        links.add(way.share());
        if (way.downMillis >= 0) {
            down.add(way.downMillis / 1000.0);
        } else if (way.falls) {
            downMissed++;
        }
        if (way.upMillis >= 0) {
            up.add(way.upMillis / 1000.0);
        } else if (way.rises) {
            upMissed++;
        }
    }

    private void count(FlowMeasures measures, long millis) {
        shares.add(measures.deliveredShare());
        queueing.add(measures.meanQueueingMillis());
        queueing95.add(measures.queueingMillis(0.95));
        losses.add(measures.lossRatio());
        gaps.add(measures.longestGapMillis());
        minutes += millis / 60_000.0;
        switches += measures.switches();
        freezes += measures.freezes();
    }

    /** The columns between bars: shares, queueing delay, loss, fairness, down, up, switches, freezes. */
    public String row() {
        return String.join(
                " | ",
                range(links, 100, "%.0f") + " %",
                range(shares, 100, "%.0f") + " %",
                range(queueing, 1, "%.0f") + " ms; " + range(queueing95, 1, "%.0f") + " ms",
                range(losses, 100, "%.1f") + " %",
                range(fairness, 1, "%.2f"),
                within(down, downMissed),
                within(up, upMissed),
                String.format(Locale.ROOT, "%.1f", switches / minutes),
                String.format(Locale.ROOT, "%.1f; %s ms", freezes / minutes, range(gaps, 1, "%.0f")));
    }

    private static String within(List<Double> seconds, int missed) {
        String within = seconds.isEmpty() ? "" : range(seconds, 1, "%.1f") + " s";
        String never = String.format(Locale.ROOT, "%d of %d not in their phase", missed, seconds.size() + missed);
        return missed == 0 ? within : within + "; " + never;
    }

    /** The mean over phases of what the flows' estimates were of their links. */
    public double linkShare() {
        return links.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /** The longest time that it took until no more was sent than a link carries, seconds; infinite where more was sent to the end. */
    public double slowestDown() {
        return downMissed > 0
                ? Double.POSITIVE_INFINITY
                : down.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** The longest time that it took until the estimates were 90 % of what could be used, of those that were, seconds. */
    public double slowestUp() {
        return up.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** How often they were not within their phase. */
    public int upMissed() {
        return upMissed;
    }

    /** The longest time between two whole pictures, milliseconds. */
    public double longestGap() {
        return gaps.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    public double switchesPerMinute() {
        return switches / minutes;
    }

    private static String range(Collection<Double> values, double scale, String format) {
        if (values.isEmpty()) {
            return "";
        }
        return values.stream()
                .sorted()
                .map(value -> String.format(Locale.ROOT, format, scale * value))
                .collect(Collectors.collectingAndThen(
                        Collectors.toList(),
                        all -> all.getFirst().equals(all.getLast())
                                ? all.getFirst()
                                : all.getFirst() + " to " + all.getLast()));
    }

    /** The flows over one link, added up. */
    private static final class Link {
        private final Bottleneck bottleneck;
        private final List<MediaFlow> flows;
        private boolean begun;
        private boolean falls;
        private boolean rises;
        private long downMillis = -1;
        private long upMillis = -1;
        private double sum;
        private int looks;

        Link(Bottleneck bottleneck, List<MediaFlow> all) {
            this.bottleneck = bottleneck;
            this.flows = all.stream().filter(flow -> flow.link() == bottleneck).toList();
        }

        void look(long passedMillis) {
            long estimates = flows.stream()
                    .mapToLong(flow -> flow.peer().availableBitrate())
                    .sum();
            long usable = flows.stream().mapToLong(MediaFlow::usable).sum();
            boolean fits = flows.stream().mapToLong(MediaFlow::target).sum() <= bottleneck.bitrate();
            boolean enough = estimates >= usable * 9 / 10;
            if (!begun) {
                begun = true;
                falls = !fits;
                rises = !enough;
            }
            if (falls && fits && downMillis < 0) {
                downMillis = passedMillis;
            }
            if (rises && enough && upMillis < 0) {
                upMillis = passedMillis;
            }
            sum += Math.min(1, (double) estimates / usable);
            looks++;
        }

        double share() {
            return sum / looks;
        }
    }
}
