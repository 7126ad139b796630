package org.lyceum.rtc.sim;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** A bottleneck, its way back, and flows over them, all of one seed; RFC 8867 describes its cases in these words. */
public final class BottleneckScene {
    /** What a flow may send of its estimate: the rest is for retransmissions and probes. */
    private static final double OF_ESTIMATE = 0.92;

    private static final long UNCONGESTED = 100_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final SplittableRandom random;
    private final VirtualTime time;
    private final Bottleneck link;
    private final Bottleneck back;

    public BottleneckScene(long seed, long bitrate) {
        random = new SplittableRandom(seed);
        time = new VirtualTime(random.nextLong(1_000_000_000_000L) - 500_000_000_000L); // nanoTime may be anything
        link = new Bottleneck(time, random.split(), bitrate);
        back = new Bottleneck(time, random.split(), UNCONGESTED);
    }

    public Bottleneck link() {
        return link;
    }

    /** The way of feedback. */
    public Bottleneck back() {
        return back;
    }

    /** A flow that follows its estimate smoothly, up to a most. */
    public MediaFlow flow(long delayMillis, long most) {
        return new MediaFlow(time, random.split(), link, back, delayMillis, MediaFlow.smooth(OF_ESTIMATE, most))
                .wanting(most);
    }

    /** The same the other way round. */
    public MediaFlow flowBack(long delayMillis, long most) {
        Bottleneck itsLink = back;
        Bottleneck itsBack = link;
        return new MediaFlow(time, random.split(), itsLink, itsBack, delayMillis, MediaFlow.smooth(OF_ESTIMATE, most))
                .wanting(most);
    }

    /** A flow of layers, as the SFU forwards them. */
    public MediaFlow layered(long delayMillis, long... layers) {
        return new MediaFlow(time, random.split(), link, back, delayMillis, MediaFlow.layers(layers))
                .wanting(layers[layers.length - 1]);
    }

    /** The same the other way round. */
    public MediaFlow layeredBack(long delayMillis, long... layers) {
        Bottleneck itsLink = back;
        Bottleneck itsBack = link;
        return new MediaFlow(time, random.split(), itsLink, itsBack, delayMillis, MediaFlow.layers(layers))
                .wanting(layers[layers.length - 1]);
    }

    public RenoFlow tcp(long delayMillis) {
        return new RenoFlow(time, link, delayMillis);
    }

    /**
     * Short TCP flows as RFC 8868 has them: groups of connections that fetch a little each, and then are idle for a while.
     *
     * @param connections in a group
     * @param meanIdleMillis between groups, exponentially distributed
     */
    public void shortTcp(int connections, long delayMillis, long leastBytes, long mostBytes, long meanIdleMillis) {
        SplittableRandom sizes = random.split();
        shortTcpGroup(sizes, connections, delayMillis, leastBytes, mostBytes, meanIdleMillis);
    }

    private void shortTcpGroup(
            SplittableRandom sizes,
            int connections,
            long delayMillis,
            long leastBytes,
            long mostBytes,
            long meanIdleMillis) {
        for (int i = 0; i < connections; i++) {
            tcp(delayMillis).ofBytes(sizes.nextLong(leastBytes, mostBytes)).start();
        }
        after(
                (long) (meanIdleMillis * sizes.nextExponential()),
                () -> shortTcpGroup(sizes, connections, delayMillis, leastBytes, mostBytes, meanIdleMillis));
    }

    /** Something happens so long from now. */
    public void after(long millis, Runnable action) {
        time.after(millis * NANOS_PER_MILLI, action);
    }

    public void run(long millis) {
        time.runFor(millis * NANOS_PER_MILLI);
    }

    /** Runs until something holds; returns after how many milliseconds, at most {@code millis}. */
    public long until(long millis, BooleanSupplier condition) {
        for (long passed = 0; passed < millis; passed += 10) {
            if (condition.getAsBoolean()) {
                return passed;
            }
            run(10);
        }
        return millis;
    }

    /** Jain's index of how fair shares are: 1 where all are the same. */
    public static double fairness(List<Double> shares) {
        double sum = 0;
        double squares = 0;
        for (double share : shares) {
            sum += share;
            squares += share * share;
        }
        return sum * sum / (shares.size() * squares);
    }

    /** Prints what docs/performance.md tells. */
    public static void figure(String text) {
        System.out.println("FIGURE " + text);
    }
}
