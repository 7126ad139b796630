package org.lyceum.bench.run;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who comes and goes while it is measured, at a steady rate whatever the server does: an open loop, on threads of its own. Who
 * has begun to join when it is closed is no longer waited for.
 */
final class Movement implements AutoCloseable {
    private interface Step {
        /** False where there is nothing left to do. */
        boolean begin();
    }

    private interface Way {
        void go() throws InterruptedException;
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger onTheirWay = new AtomicInteger();
    private volatile boolean pacing;

    private Movement() {}

    /** Starts what the plan says; {@code late} are those who are to come, if anybody. */
    static Movement start(Plan plan, Crowd crowd, List<Plan.Seat> late) {
        Movement movement = new Movement();
        if (plan.joinsPerSecond() > 0) {
            Queue<Plan.Seat> seats = new ArrayDeque<>(late);
            movement.pace(plan.joinsPerSecond(), () -> {
                Plan.Seat seat = seats.poll();
                return seat != null && movement.send(() -> crowd.admit(seat));
            });
        } else if (plan.turnoverPerSecond() > 0) {
            movement.pace(
                    plan.turnoverPerSecond(),
                    () -> movement.send(() -> {
                        Plan.Seat seat = crowd.dismissOne(Group.MOVING);
                        if (seat != null) {
                            crowd.admit(seat);
                        }
                    }));
        }
        return movement;
    }

    private void pace(double perSecond, Step step) {
        long interval = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        pacing = true;
        var _ = threads.submit(() -> {
            try {
                for (long next = System.nanoTime(); step.begin(); next += interval) {
                    TimeUnit.NANOSECONDS.sleep(next + interval - System.nanoTime());
                }
            } catch (InterruptedException e) {
                // it is over
            } finally {
                pacing = false;
            }
        });
    }

    private boolean send(Way way) {
        onTheirWay.incrementAndGet();
        var _ = threads.submit(() -> {
            try {
                way.go();
            } catch (InterruptedException e) {
                // it is over
            } finally {
                onTheirWay.decrementAndGet();
            }
        });
        return true;
    }

    /** Whether someone who is to come has not come yet. */
    boolean isUnderWay() {
        return pacing || onTheirWay.get() > 0;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
