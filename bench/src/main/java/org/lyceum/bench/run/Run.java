package org.lyceum.bench.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.Generator;
import org.lyceum.bench.machine.Ceiling;
import org.lyceum.bench.machine.TestBed;
import org.lyceum.bench.publish.Publisher;
import org.lyceum.bench.report.Figures;
import org.lyceum.bench.report.GroupFigures;
import org.lyceum.bench.report.Joins;
import org.lyceum.bench.report.Quantiles;
import org.lyceum.bench.servers.Target;
import org.lyceum.bench.trace.TraceFormat;
import org.lyceum.bench.view.ViewerCounter;
import org.lyceum.rtc.srtp.SrtpProfile;

/**
 * One plan against one server: publishers begin, viewers come, all warm up, it is measured, and the ceiling after that in the
 * server's place. Used by one thread, for one run.
 */
public final class Run {
    /** The least that publishers and viewers are given until nothing is new to the server any more. */
    private static final long WARM_UP_SECONDS = 45;

    private static final long CONNECT_SECONDS = 30;
    /** The threads of those who time anything: to wait for the crowd's would be no server's doing. */
    private static final String TIMED = "timed";

    private static final long SEED = 1;
    /** Of every connection, so that the servers do the same. */
    private static final SrtpProfile CIPHER = SrtpProfile.AEAD_AES_128_GCM;

    private static final double VALID_PERCENT = 90;
    private static final double QUIET_PERCENT = 5;
    private static final double WHOLE_PERCENT = 1;

    private final Options options;
    private final Plan plan;
    private final TestBed bed;
    private final Target target;
    private final @Nullable Ceiling ceiling;
    private final Progress progress;
    private final long warmUpSeconds;
    private final List<String> notes = new ArrayList<>();
    private final List<Publisher.Session> publishers = new ArrayList<>();

    /**
     * @param ceiling null where it is not to be measured
     * @param progress is told what is going on
     */
    public Run(Options options, TestBed bed, Target target, @Nullable Ceiling ceiling, PrintStream progress) {
        this(options, bed, target, ceiling, progress, WARM_UP_SECONDS);
    }

    /**
     * The same with a warm-up of its own.
     *
     * @param warmUpSeconds how long what is new to the server is left to become old, at the least
     */
    public Run(
            Options options,
            TestBed bed,
            Target target,
            @Nullable Ceiling ceiling,
            PrintStream progress,
            long warmUpSeconds) {
        this.options = options;
        this.plan = options.scenario().plan(options.viewers(), options.probes(), options.rate());
        this.bed = bed;
        this.target = target;
        this.ceiling = ceiling;
        this.progress = new Progress(progress);
        this.warmUpSeconds = warmUpSeconds;
        notes.addAll(bed.notes());
    }

    /** Does it, and tells what it showed. */
    public Figures run() throws IOException {
        Meter.Measured measured;
        OptionalLong bytesPerViewer;
        int viewers;
        Crowd crowd;
        try (Generator timed = Generator.start(1, TIMED);
                Generator others = Generator.start(1, "crowd")) {
            List<Target.Broadcast> streams = target.open(plan.streams());
            publish(timed, streams);
            bed.putFirst(TIMED).ifPresent(notes::add);
            crowd = new Crowd(timed, others, streams, plan, SEED);
            crowd.admitAll(plan.audience().subList(0, 1), progress);
            if (crowd.size() == 0) {
                throw new IOException("nobody could join: " + crowd.admission().failures());
            }
            progress.pass("warming up", warmUpSeconds / 4, () -> "one viewer");
            OptionalLong liveBefore = target.liveBytes();
            target.heapBytes(); // so that to be asked is nothing new either
            List<Plan.Seat> rest = plan.audience().subList(1, plan.audience().size());
            boolean late = plan.joinsPerSecond() > 0;
            crowd.admitAll(late ? List.of() : rest, progress);
            Meter meter = new Meter(target, bed, crowd, plan);
            new WarmUp(warmUpSeconds, meter::nanosPerPacket)
                    .pass(seconds -> progress.pass("warming up", seconds, () -> crowd.size() + " viewers"));
            measured = meter.measure(options.seconds(), late ? rest : List.of(), liveBefore, progress);
            viewers = crowd.size();
            bytesPerViewer = perViewer(liveBefore, target.liveBytes(), viewers);
            noteTroubles(crowd);
            // The publishers' end is the end of the streams: nobody has to wait for thousands of farewells.
            crowd.scatter();
            leave();
        }
        if (measured.end().all().since(measured.begin().all()).get(ViewerCounter.PACKETS) == 0) {
            throw new IOException("nothing came to the viewers while it was measured; " + String.join("; ", notes));
        }
        return figures(measured, crowd, viewers, bytesPerViewer);
    }

    // ---- publishers ----

    private void publish(Generator generator, List<Target.Broadcast> streams) throws IOException {
        for (Target.Broadcast stream : streams) {
            publishers.add(Publisher.start(
                    generator,
                    stream.publishing(),
                    TraceFormat.shipped(),
                    plan.content(),
                    new SplittableRandom(SEED + publishers.size())));
            progress.tell("publishing", publishers.size() + " of " + streams.size());
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECT_SECONDS);
        for (Publisher.Session each : publishers) {
            while (!each.publisher().isConnected()) {
                if (System.nanoTime() > deadline || each.publisher().closedBecause() != null) {
                    throw new IOException(
                            "a publisher could not connect: " + each.publisher().closedBecause());
                }
                Progress.sleepUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
        progress.end();
    }

    /** What was measured is not lost with the farewell. */
    private void leave() throws InterruptedIOException {
        for (Publisher.Session each : publishers) {
            try {
                each.close();
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                notes.add("a publisher could not end its session: " + e.getMessage());
            }
        }
    }

    // ---- memory ----

    private static OptionalLong perViewer(OptionalLong before, OptionalLong after, int viewers) {
        return before.isEmpty() || after.isEmpty() || viewers < 2
                ? OptionalLong.empty()
                : OptionalLong.of((after.getAsLong() - before.getAsLong()) / (viewers - 1));
    }

    // ---- what was not as it should be ----

    private void noteTroubles(Crowd crowd) {
        for (Publisher.Session each : publishers) {
            String why = each.publisher().closedBecause();
            if (why != null) {
                notes.add("not valid: a publisher lost its connection: " + why);
            }
        }
        long others = crowd.protectedOtherwise(CIPHER)
                + publishers.stream()
                        .filter(each -> each.publisher().profile() != CIPHER)
                        .count();
        if (others > 0) {
            notes.add("not valid: " + others + " connections use another cipher than " + CIPHER);
        }
        crowd.lostConnections().forEach((why, count) -> notes.add(count + " viewers lost their connection: " + why));
        crowd.admission().failures().forEach((why, count) -> notes.add(count + " viewers could not join: " + why));
        if (crowd.admission().turnedAway() > 0) {
            notes.add(crowd.admission().turnedAway() + " viewers were turned away, as the server had enough to do");
        }
        if (target.pid().isEmpty()) {
            notes.add("the server's CPU and memory are not known: its process was not named (--server-pid)");
        }
    }

    private void noteLoad(Meter.Measured measured) {
        Meter.Reading begin = measured.begin();
        Meter.Reading end = measured.end();
        double generator = end.generatorPercentSince(begin);
        if (generator > VALID_PERCENT) {
            notes.add(String.format(Locale.ROOT, "not valid: the generator took %.0f %% of its core", generator));
        }
        double loss = end.since(begin, plan.main()).lossPercent();
        if (loss > WHOLE_PERCENT) {
            notes.add(String.format(
                    Locale.ROOT, "not to be compared: %.0f %% was lost, as of a server that has too much to do", loss));
        }
        double others = end.othersPercentSince(begin, bed.cores().numbers().size());
        if (end.cpuNanos().isPresent() && others > QUIET_PERCENT) {
            notes.add(String.format(Locale.ROOT, "not valid: others took %.0f %% of the cores", others));
        }
        notePictures(end.since(begin, plan.main()).get(ViewerCounter.FRAMES), measured);
    }

    /** Numbers are without a gap where a server sends less because it has too much to do, so that loss does not tell of it. */
    private void notePictures(long frames, Meter.Measured measured) {
        if (!plan.picture() || plan.moves()) {
            return;
        }
        double seconds = measured.end().secondsSince(measured.begin());
        double came = frames / Math.max(1, measured.population().getOrDefault(plan.main(), 0.0));
        double sent =
                seconds * TimeUnit.SECONDS.toNanos(1) / TraceFormat.shipped().frameNanos();
        if (came < sent * (1 - WHOLE_PERCENT / 100) - 1) { // one may be on its way
            notes.add(String.format(
                    Locale.ROOT,
                    "not to be compared: %.1f of %.1f pictures a second came to each viewer",
                    came / seconds,
                    sent / seconds));
        }
    }

    // ---- figures ----

    private @Nullable Double ceiling(Tally all, int viewers) throws InterruptedIOException {
        if (ceiling == null || ceiling.missing() != null) {
            return null;
        }
        progress.say("measuring the ceiling");
        try {
            return ceiling.microsPerPacket(bed, all.bursts(), viewers, all.meanBytes());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            notes.add("no ceiling and no ratio: " + e.getMessage());
            return null;
        }
    }

    private Figures figures(Meter.Measured measured, Crowd crowd, int viewers, OptionalLong bytesPerViewer)
            throws InterruptedIOException {
        Meter.Reading begin = measured.begin();
        Meter.Reading end = measured.end();
        Tally all = end.all().since(begin.all());
        double seconds = end.secondsSince(begin);
        double packets = all.get(ViewerCounter.PACKETS);
        noteLoad(measured);
        Double least = ceiling(all, viewers);
        Double cpu = begin.cpuNanos().isEmpty() || end.cpuNanos().isEmpty()
                ? null
                : (end.cpuNanos().getAsLong() - begin.cpuNanos().getAsLong()) / 1e3 / packets;
        return new Figures(
                options.scenario().word(),
                target.name(),
                target.version(),
                bed.kind(),
                plan.streams(),
                viewers,
                (int) Math.round(seconds),
                packets / seconds,
                all.get(ViewerCounter.BYTES) * 8 / 1e6 / seconds,
                cpu,
                bed.placesServer() ? (end.softirqNanos() - begin.softirqNanos()) / 1e3 / packets : null,
                least,
                least == null || cpu == null ? null : cpu / least,
                all.meanBurst(),
                end.since(begin, plan.main()).lossPercent(),
                latency(measured, plan.main()),
                Quantiles.millis(measured.joinNanos()),
                joins(measured, crowd.admission()),
                bytesPerViewer.isEmpty() ? null : bytesPerViewer.getAsLong(),
                end.cpuPercentSince(begin),
                end.generatorPercentSince(begin),
                all.get(ViewerCounter.BROKEN),
                plan.groups().stream()
                        .map(group -> group(measured, group, crowd.size(group)))
                        .toList(),
                measured.samples(),
                List.copyOf(notes),
                null);
    }

    private static Map<String, Double> latency(Meter.Measured measured, Group group) {
        Histogram latencies = measured.latencies().get(group);
        return latencies == null ? Map.of() : Quantiles.millis(latencies);
    }

    private Joins joins(Meter.Measured measured, Admission admission) {
        Meter.Reading begin = measured.begin();
        long joined = plan.moves() ? measured.end().joined() - begin.joined() : admission.joined();
        double until = plan.joinsPerSecond() > 0
                ? (admission.lastJoinNanos() - begin.nanos()) / 1e9
                : measured.end().secondsSince(begin);
        return new Joins(
                joined,
                plan.moves() && joined > 0 ? joined / until : null,
                admission.refused(),
                admission.refusals(),
                admission.turnedAway(),
                admission.failures().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    private static GroupFigures group(Meter.Measured measured, Group group, int viewers) {
        Tally tally = measured.end().since(measured.begin(), group);
        double seconds = measured.end().secondsSince(measured.begin());
        double each = seconds * Math.max(1, measured.population().getOrDefault(group, 0.0));
        long packets = tally.get(ViewerCounter.PACKETS);
        return new GroupFigures(
                group.words(),
                viewers,
                packets / seconds,
                tally.get(ViewerCounter.BYTES) * 8 / 1e3 / each,
                tally.get(ViewerCounter.FRAMES) / each,
                tally.lossPercent(),
                100.0 * tally.get(ViewerCounter.DROPPED) / Math.max(1, packets),
                latency(measured, group));
    }
}
