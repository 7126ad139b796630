package org.lyceum.bench.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.Generator;
import org.lyceum.bench.client.HttpSession;
import org.lyceum.bench.publish.Publisher;
import org.lyceum.bench.trace.TraceFormat;
import org.lyceum.bench.view.Probe;
import org.lyceum.bench.view.Viewer;
import org.lyceum.bench.view.ViewerCounter;

/** One publisher of the shipped trace, in three sizes, and everyone else watches. Used by one thread. */
final class OneToMany {
    /** Viewers that are on their way at once. */
    private static final int MOST_JOINING = 16;

    private static final long JOIN_SECONDS = 30;
    private static final long WARM_UP_SECONDS = 8;
    private static final long SEED = 1;
    private static final double VALID_PERCENT = 90;
    private static final double QUIET_PERCENT = 5;

    private final Options options;
    private final TestBed bed;
    private final OwnServer server;
    private final Ceiling ceiling;
    private final PrintStream progress;
    private final Histogram latencies = Probe.histogram();
    private final List<Viewer.Session> viewers = new ArrayList<>();

    OneToMany(Options options, TestBed bed, OwnServer server, Ceiling ceiling, PrintStream progress) {
        this.options = options;
        this.bed = bed;
        this.server = server;
        this.ceiling = ceiling;
        this.progress = progress;
    }

    Figures run() throws IOException {
        OwnServer.Stream stream = server.createStream();
        Measured measured;
        List<String> notes = new ArrayList<>(bed.notes());
        long memory;
        // Who times does not wait in line with the crowd: the publisher and the probes have a thread of their own.
        try (Generator timed = Generator.start(1);
                Generator crowd = Generator.start(1)) {
            Publisher.Session publisher = Publisher.start(
                    timed, stream.whip(), stream.key(), TraceFormat.shipped(), new SplittableRandom(SEED));
            await("the publisher is connected", () -> publisher.publisher().isConnected());
            join(timed, crowd, stream, 1);
            pass("warming up", WARM_UP_SECONDS / 2, () -> "");
            long before = server.memoryBytes();
            join(timed, crowd, stream, options.viewers());
            pass("warming up", WARM_UP_SECONDS, this::rate);
            measured = measure();
            memory = options.viewers() == 1 ? 0 : (server.memoryBytes() - before) / (options.viewers() - 1);
            noteLostConnections(publisher.publisher(), notes);
            // The publisher's end is the end of the stream: nobody has to wait for thousands of farewells.
            viewers.forEach(viewer -> viewer.connection().peer().close());
            leave(publisher, notes);
        }
        if (measured.counts().packets() == 0) {
            throw new IOException("nothing came to the viewers while it was measured; " + String.join("; ", notes));
        }
        return figures(measured, ceiling(measured, notes), memory, notes);
    }

    /** What was measured is not lost with the farewell. */
    private static void leave(Publisher.Session publisher, List<String> notes) throws InterruptedIOException {
        try {
            publisher.close();
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            notes.add("the publisher could not end its session: " + e.getMessage());
        }
    }

    private @Nullable Double ceiling(Measured measured, List<String> notes) throws InterruptedIOException {
        progress.println("measuring the ceiling");
        try {
            return ceiling.microsPerPacket(bed, measured.bursts(), options.viewers(), measured.meanBytes());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            notes.add("no ceiling and no ratio: " + e.getMessage());
            return null;
        }
    }

    private void noteLostConnections(Publisher publisher, List<String> notes) {
        if (publisher.closedBecause() != null) {
            notes.add("not valid: the publisher lost its connection: " + publisher.closedBecause());
        }
        Map<String, Integer> lost = new TreeMap<>();
        for (Viewer.Session each : viewers) {
            String why = each.viewer().closedBecause();
            if (why != null) {
                lost.merge(why, 1, Integer::sum);
            }
        }
        lost.forEach((why, count) -> notes.add(count + " viewers lost their connection: " + why));
    }

    // ---- joining ----

    private void join(Generator timed, Generator crowd, OwnServer.Stream stream, int upTo) throws IOException {
        Semaphore joining = new Semaphore(MOST_JOINING);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Viewer.Session>> coming = new ArrayList<>();
            try {
                for (int i = viewers.size(); i < upTo; i++) {
                    int number = i;
                    Probe probe = number < options.probes() ? new Probe(latencies) : null;
                    Generator generator = probe == null ? crowd : timed;
                    coming.add(threads.submit(joiner(generator, stream, probe, number, joining)));
                }
                for (Future<Viewer.Session> each : coming) {
                    viewers.add(each.get());
                    line("joining", viewers.size() + " of " + options.viewers() + " viewers");
                }
            } finally {
                threads.shutdownNow(); // where one failed, nobody waits for the others
            }
            progress.println();
        } catch (ExecutionException e) {
            throw new IOException("a viewer could not join: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static Callable<Viewer.Session> joiner(
            Generator generator, OwnServer.Stream stream, @Nullable Probe probe, int number, Semaphore joining) {
        return () -> {
            joining.acquire();
            try {
                Viewer.Session session = whenLive(
                        () -> Viewer.start(generator, stream.whep(), null, probe, new SplittableRandom(SEED + number)));
                await("a viewer is connected", () -> session.viewer().joinNanos() > 0);
                return session;
            } finally {
                joining.release();
            }
        };
    }

    private interface Start {
        Viewer.Session begin() throws IOException;
    }

    /** The publisher's first packets may be on their way still. */
    private static Viewer.Session whenLive(Start start) throws IOException {
        Viewer.Session[] session = new Viewer.Session[1];
        await("the stream is live", () -> {
            try {
                session[0] = start.begin();
                return true;
            } catch (HttpSession.NotNow e) {
                return false;
            }
        });
        return session[0];
    }

    // ---- measuring ----

    /** Sums over all viewers, or what came to them between two moments. */
    private record Counts(long packets, long bytes, long frames, long video, long audio, long lost, long broken) {
        Counts minus(Counts other) {
            return new Counts(
                    packets - other.packets,
                    bytes - other.bytes,
                    frames - other.frames,
                    video - other.video,
                    audio - other.audio,
                    lost - other.lost,
                    broken - other.broken);
        }
    }

    private record Measured(
            Counts counts,
            Map<Integer, Long> bursts,
            double seconds,
            long cpuNanos,
            long softirqNanos,
            long generatorNanos,
            long everyonesNanos,
            Histogram latencies) {
        /** What other processes took of so many cores while it was measured, in percent. */
        double othersPercent(int cores) {
            double machineNanos = seconds * 1e9 * cores;
            return 100 * (everyonesNanos - cpuNanos - generatorNanos) / machineNanos;
        }

        double meanBurst() {
            return (double) counts.packets() / Math.max(1, counts.frames() + counts.packets() - counts.video());
        }

        int meanBytes() {
            return (int) Math.max(64, counts.bytes() / Math.max(1, counts.packets()));
        }
    }

    private Counts counts() {
        return new Counts(
                sum(ViewerCounter.PACKETS),
                sum(ViewerCounter.BYTES),
                sum(ViewerCounter.FRAMES),
                sum(ViewerCounter.VIDEO_PACKETS),
                sum(ViewerCounter.AUDIO_PACKETS),
                sum(ViewerCounter.LOST),
                sum(ViewerCounter.BROKEN));
    }

    private long sum(ViewerCounter counter) {
        return viewers.stream().mapToLong(each -> each.viewer().count(counter)).sum();
    }

    /** Of each size of a burst how many packets came since the beginning: a frame is one, so is all that is not video's. */
    private Map<Integer, Long> bursts() {
        Map<Integer, Long> bursts = new TreeMap<>();
        for (int size = 1; size <= Viewer.LARGEST_BURST; size++) {
            int packets = size;
            bursts.put(
                    size,
                    viewers.stream()
                            .mapToLong(each -> each.viewer().packetsInFramesOf(packets))
                            .sum());
        }
        bursts.merge(1, sum(ViewerCounter.PACKETS) - sum(ViewerCounter.VIDEO_PACKETS), Long::sum);
        return bursts;
    }

    private Measured measure() throws IOException {
        long own = ProcessHandle.current().pid();
        latencies.reset();
        Counts before = counts();
        Map<Integer, Long> bursts = bursts();
        long cpu = ProcessCpu.nanos(server.pid());
        long softirq = ProcessCpu.softirqNanos(bed.cores().server());
        long generator = ProcessCpu.nanos(own);
        long everyone = ProcessCpu.everyonesNanos(bed.cores().numbers());
        long began = System.nanoTime();
        pass("measuring", options.seconds(), this::rate);
        double seconds = (System.nanoTime() - began) / 1e9;
        Map<Integer, Long> occurred = bursts();
        bursts.forEach((size, packets) -> occurred.merge(size, -packets, Long::sum));
        occurred.values().removeIf(packets -> packets <= 0);
        // Probes go on recording; the copy leaves out what comes later, a forced collection of the server among it.
        return new Measured(
                counts().minus(before),
                occurred,
                seconds,
                ProcessCpu.nanos(server.pid()) - cpu,
                ProcessCpu.softirqNanos(bed.cores().server()) - softirq,
                ProcessCpu.nanos(own) - generator,
                ProcessCpu.everyonesNanos(bed.cores().numbers()) - everyone,
                latencies.copy());
    }

    private Figures figures(Measured measured, @Nullable Double least, long memory, List<String> notes) {
        Counts counts = measured.counts();
        long packets = counts.packets();
        double cpu = measured.cpuNanos() / 1e3 / packets;
        double generator = measured.generatorNanos() / 1e7 / measured.seconds();
        if (generator > VALID_PERCENT) {
            notes.add(String.format(Locale.ROOT, "not valid: the generator took %.0f %% of its core", generator));
        }
        double others = measured.othersPercent(bed.cores().numbers().size());
        if (others > QUIET_PERCENT) {
            notes.add(String.format(Locale.ROOT, "not valid: others took %.0f %% of the cores", others));
        }
        Histogram joins = Probe.histogram();
        viewers.forEach(each -> joins.recordValue(each.viewer().joinNanos()));
        return new Figures(
                "one-to-many",
                bed.kind(),
                options.viewers(),
                options.seconds(),
                counts.packets() / measured.seconds(),
                counts.bytes() * 8 / 1e6 / measured.seconds(),
                cpu,
                measured.softirqNanos() / 1e3 / packets,
                least,
                least == null ? null : cpu / least,
                measured.meanBurst(),
                100.0 * counts.lost() / Math.max(1, counts.video() + counts.audio() + counts.lost()),
                quantiles(measured.latencies()),
                quantiles(joins),
                memory,
                measured.cpuNanos() / 1e7 / measured.seconds(),
                generator,
                counts.broken(),
                notes);
    }

    private static Map<String, Double> quantiles(Histogram nanos) {
        Map<String, Double> millis = new LinkedHashMap<>();
        millis.put("p50", nanos.getValueAtPercentile(50) / 1e6);
        millis.put("p99", nanos.getValueAtPercentile(99) / 1e6);
        millis.put("p999", nanos.getValueAtPercentile(99.9) / 1e6);
        return millis;
    }

    // ---- time and progress ----

    private interface Text {
        String now();
    }

    private String rate() {
        return String.format(
                Locale.ROOT, "%,d packets so far, %d lost", sum(ViewerCounter.PACKETS), sum(ViewerCounter.LOST));
    }

    private void line(String what, String text) {
        progress.printf("\r%-12s %-60s", what, text);
    }

    private void pass(String what, long seconds, Text text) throws InterruptedIOException {
        for (long left = seconds; left > 0; left--) {
            line(what, left + " s left  " + text.now());
            try {
                TimeUnit.SECONDS.sleep(1);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
        progress.println();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(String what, Condition condition) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(JOIN_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("waited in vain until " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    private static InterruptedIOException interrupted() {
        return new InterruptedIOException("interrupted");
    }
}
