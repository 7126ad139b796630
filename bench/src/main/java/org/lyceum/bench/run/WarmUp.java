package org.lyceum.bench.run;

import java.io.IOException;

/**
 * How long publishers and viewers are given until nothing is new to the server any more: a packet takes less and less of the processor
 * while a JVM compiles, and while a server that shed pictures in a rush of joins gives them back. So it is looked at again and again,
 * and that is the end when a packet has not become cheaper twice in a row. Who does not know what one costs waits for the least time.
 * Used by one thread.
 */
final class WarmUp {
    /** Looks in the least time, the last of which says what a packet costs first. */
    private static final int LOOKS = 3;

    private static final int MOST_LOOKS = 3 * LOOKS;
    private static final int STEADY_LOOKS = 2;
    /** What is no more than that much cheaper is as dear. */
    private static final double CHEAPER = 0.97;

    /** What a packet costs. */
    interface Cost {
        /** Of the time since this was called last, in any unit; NaN where nobody knows. */
        double perPacket() throws IOException;
    }

    /** Lets time go by. */
    interface Time {
        void pass(long seconds) throws IOException;
    }

    private final long leastSeconds;
    private final Cost cost;
    private double cheapest = Double.POSITIVE_INFINITY;
    private int steady;

    /**
     * @param leastSeconds so much is given to any server; where it is known what a packet costs, two thirds more at the least and three
     *     times as much at the most
     */
    WarmUp(long leastSeconds, Cost cost) {
        this.leastSeconds = leastSeconds;
        this.cost = cost;
    }

    void pass(Time time) throws IOException {
        long each = leastSeconds / LOOKS;
        time.pass(leastSeconds - each);
        cost.perPacket(); // what was before is no matter
        time.pass(each);
        for (int look = LOOKS; look < MOST_LOOKS && !settled(); look++) {
            time.pass(each);
        }
    }

    private boolean settled() throws IOException {
        double now = cost.perPacket();
        steady = now < CHEAPER * cheapest ? 0 : steady + 1;
        cheapest = Math.min(cheapest, now);
        return Double.isNaN(now) || steady >= STEADY_LOOKS;
    }
}
