package org.lyceum.bench.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.machine.ProcessCpu;
import org.lyceum.bench.machine.ProcessSize;
import org.lyceum.bench.machine.TestBed;
import org.lyceum.bench.report.Quantiles;
import org.lyceum.bench.report.Sample;
import org.lyceum.bench.servers.Target;
import org.lyceum.bench.view.Probe;
import org.lyceum.bench.view.ViewerCounter;

/** Measures for a while: all of it, and each few seconds of it. Used by one thread. */
final class Meter {
    /** More make a page no better to read. */
    private static final int MOST_SAMPLES = 300;
    /** How long those may take who are to come while it is measured, beyond the rate. */
    private static final long PATIENCE_SECONDS = 90;
    /** How often memory is looked at, where it is, and how seldom at the least. */
    private static final int WEIGHINGS = 20;

    private static final long LEAST_WEIGHING_SECONDS = 5;

    /** How often the heap is looked at, which costs the server a page of metrics: as often as who watches over a server would. */
    private static final int HEAP_SECONDS = 15;

    /** How it stood at a moment; times in nanoseconds, empty where the server's process is not known. */
    record Reading(
            long nanos,
            Map<Group, Tally> tallies,
            Tally all,
            OptionalLong cpuNanos,
            long softirqNanos,
            long generatorNanos,
            long generatorSoftirqNanos,
            long generatorCoreNanos,
            long everyonesNanos,
            long joined,
            long refused) {
        double secondsSince(Reading earlier) {
            return (nanos - earlier.nanos) / 1e9;
        }

        @Nullable
        Double cpuPercentSince(Reading earlier) {
            return cpuNanos.isEmpty() || earlier.cpuNanos.isEmpty()
                    ? null
                    : (cpuNanos.getAsLong() - earlier.cpuNanos.getAsLong()) / 1e7 / secondsSince(earlier);
        }

        /**
         * Of its core. Receiving is for the most part the work of a thread of the kernel, which is counted as the process's, or of soft
         * interrupts, which the process is charged with or not, as the kernel was built; but both together are no more than what the
         * core did.
         */
        double generatorPercentSince(Reading earlier) {
            long process = generatorNanos - earlier.generatorNanos;
            long softirq = generatorSoftirqNanos - earlier.generatorSoftirqNanos;
            long core = generatorCoreNanos - earlier.generatorCoreNanos;
            return Math.max(process, Math.min(process + softirq, core)) / 1e7 / secondsSince(earlier);
        }

        /** What neither server nor generator took of the cores, each of them in percent; the server's process has to be known. */
        double othersPercentSince(Reading earlier, int cores) {
            long known = cpuNanos.orElse(0) - earlier.cpuNanos.orElse(0) + generatorNanos - earlier.generatorNanos;
            return (everyonesNanos - earlier.everyonesNanos - known) / 1e7 / secondsSince(earlier) / cores;
        }

        Tally since(Reading earlier, Group group) {
            return tallies.getOrDefault(group, new Tally()).since(earlier.tallies.getOrDefault(group, new Tally()));
        }
    }

    /** What came of it. */
    record Measured(
            Reading begin,
            Reading end,
            Map<Group, Histogram> latencies,
            Histogram joinNanos,
            List<Sample> samples,
            Map<Group, Double> population) {}

    private final Target target;
    private final TestBed bed;
    private final Crowd crowd;
    private final Plan plan;
    private final Map<Group, Histogram> latencies = new EnumMap<>(Group.class);
    private final Histogram joinNanos = Probe.histogram();
    private final List<Sample> samples = new ArrayList<>();
    private final Map<Group, Double> population = new EnumMap<>(Group.class);
    private @Nullable Reading lookedAt;

    Meter(Target target, TestBed bed, Crowd crowd, Plan plan) {
        this.target = target;
        this.bed = bed;
        this.crowd = crowd;
        this.plan = plan;
    }

    /** Of the server's processor, since this was called last; NaN the first time, and where its process is not known. */
    double nanosPerPacket() throws IOException {
        Reading before = lookedAt;
        Reading now = read();
        lookedAt = now;
        if (before == null || before.cpuNanos().isEmpty() || now.cpuNanos().isEmpty()) {
            return Double.NaN;
        }
        double nanos = now.cpuNanos().getAsLong() - before.cpuNanos().getAsLong();
        return nanos / now.all().since(before.all()).get(ViewerCounter.PACKETS);
    }

    /**
     * Measures so long, and for as long as someone is on the way who is to join at a rate.
     *
     * @param late who are to come meanwhile
     * @param liveBefore memory that the server needed with one viewer
     */
    Measured measure(int seconds, List<Plan.Seat> late, OptionalLong liveBefore, Progress progress) throws IOException {
        takeLatencies(new EnumMap<>(Group.class)); // what came before is no matter
        Histogram joinedBefore = crowd.admission().takeJoinNanos();
        if (!plan.moves()) {
            joinNanos.add(joinedBefore);
        }
        long every = Math.max(1, seconds / MOST_SAMPLES);
        Reading begin = read();
        Reading last = begin;
        long weighEvery = Math.max(LEAST_WEIGHING_SECONDS, seconds / WEIGHINGS);
        try (Movement movement = Movement.start(plan, crowd, late)) {
            for (long second = 1; second <= seconds || waits(movement, second - seconds, late.size()); second++) {
                progress.tell("measuring", Math.max(0, seconds - second + 1) + " s left  " + told());
                Progress.sleepUntil(begin.nanos() + TimeUnit.SECONDS.toNanos(second));
                countHeads(second);
                if (second % every == 0 || second == seconds) {
                    Reading now = read();
                    boolean weighs = plan.weighs() && second / weighEvery > (second - every) / weighEvery;
                    OptionalLong live = weighs ? target.liveBytes() : OptionalLong.empty();
                    boolean looks = (second - every) / HEAP_SECONDS < second / HEAP_SECONDS || second == every;
                    OptionalLong heap = looks ? target.heapBytes() : OptionalLong.empty();
                    samples.add(sample(begin, last, now, heap, live, liveBefore));
                    last = now;
                }
            }
            progress.end();
            return new Measured(begin, last, latencies, joinNanos, List.copyOf(samples), Map.copyOf(population));
        }
    }

    /** Keeps the mean of how many of each kind were there. */
    private void countHeads(long second) {
        for (Group group : plan.groups()) {
            population.merge(group, (double) crowd.size(group), (mean, now) -> mean + (now - mean) / second);
        }
    }

    private boolean waits(Movement movement, long overdue, int late) {
        return plan.joinsPerSecond() > 0
                && movement.isUnderWay()
                && overdue < PATIENCE_SECONDS + late / plan.joinsPerSecond();
    }

    private String told() {
        Tally all = crowd.tally();
        String text = String.format(
                Locale.ROOT,
                "%,d packets, %d lost, %d watch",
                all.get(ViewerCounter.PACKETS),
                all.get(ViewerCounter.LOST),
                crowd.size());
        long refused = crowd.admission().refused();
        return refused == 0 ? text : text + ", refused " + refused + " times";
    }

    private Reading read() throws IOException {
        Map<Group, Tally> tallies = new EnumMap<>(Group.class);
        Tally all = new Tally();
        for (Group group : plan.groups()) {
            Tally tally = crowd.tally(group);
            tallies.put(group, tally);
            all.add(tally);
        }
        OptionalLong pid = target.pid();
        return new Reading(
                System.nanoTime(),
                tallies,
                all,
                pid.isEmpty() ? pid : OptionalLong.of(ProcessCpu.nanos(pid.getAsLong())),
                ProcessCpu.softirqNanos(bed.cores().server()),
                bed.generatorNanos(),
                bed.placesGenerator() ? ProcessCpu.softirqNanos(bed.cores().generator()) : 0,
                bed.placesGenerator() ? ProcessCpu.busyNanos(bed.cores().generator()) : 0,
                ProcessCpu.everyonesNanos(bed.cores().numbers()),
                crowd.admission().joined(),
                crowd.admission().refused());
    }

    private Sample sample(
            Reading begin, Reading last, Reading now, OptionalLong heap, OptionalLong live, OptionalLong liveBefore)
            throws IOException {
        Map<Group, Histogram> recent = takeLatencies(latencies);
        joinNanos.add(crowd.admission().takeJoinNanos());
        double seconds = now.secondsSince(last);
        OptionalLong pid = target.pid();
        ProcessSize size = pid.isEmpty() ? null : ProcessSize.of(pid.getAsLong());
        int viewers = crowd.size();
        return new Sample(
                now.secondsSince(begin),
                viewers,
                now.all().since(last.all()).get(ViewerCounter.PACKETS) / seconds,
                now.cpuPercentSince(last),
                now.generatorPercentSince(last),
                now.since(last, plan.main()).lossPercent(),
                Quantiles.millis(recent.getOrDefault(plan.main(), Probe.histogram())),
                now.joined() - last.joined(),
                now.refused() - last.refused(),
                size == null ? null : size.residentBytes(),
                heap.isEmpty() ? null : heap.getAsLong(),
                live.isEmpty() ? null : live.getAsLong(),
                live.isEmpty() || liveBefore.isEmpty() || viewers < 2
                        ? null
                        : (live.getAsLong() - liveBefore.getAsLong()) / (viewers - 1),
                size == null ? null : size.threads(),
                size == null ? null : size.descriptors());
    }

    /** What probes have seen since this was called the last time, added to the sums too. */
    private Map<Group, Histogram> takeLatencies(Map<Group, Histogram> sums) {
        Map<Group, Histogram> recent = new EnumMap<>(Group.class);
        for (Group group : plan.groups()) {
            Histogram interval = crowd.latencies(group).getIntervalHistogram();
            recent.put(group, interval);
            sums.computeIfAbsent(group, _ -> Probe.histogram()).add(interval);
        }
        return recent;
    }
}
