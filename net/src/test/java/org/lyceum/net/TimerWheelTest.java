package org.lyceum.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<String> fired = new ArrayList<>();
    private final TimerWheel wheel = new TimerWheel(0, (timer, cause) -> fired.add(cause.getMessage()));

    private TimerWheel.Timer timer(String name) {
        return timer(name, () -> {});
    }

    private TimerWheel.Timer timer(String name, Runnable then) {
        return new TimerWheel.Timer() {
            @Override
            void expired(long nowNanos) {
                fired.add(name);
                then.run();
            }
        };
    }

    @Test
    void timersFireOnceWhenTheirDeadlineHasComeAndNotBefore() {
        wheel.schedule(timer("a"), 5 * MS);
        wheel.schedule(timer("b"), 9 * MS);
        wheel.expire(4 * MS);
        assertThat(fired).isEmpty();
        wheel.expire(5 * MS);
        assertThat(fired).containsExactly("a");
        wheel.expire(100 * MS);
        wheel.expire(20_000 * MS);
        assertThat(fired).containsExactly("a", "b");
        assertThat(wheel.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aTimerThatThrowsCostsNoOtherOfTheSameMillisecondItsTurn() {
        TimerWheel.Timer broken = timer("broken", () -> {
            throw new IllegalStateException("broke");
        });
        wheel.schedule(timer("before"), 5 * MS);
        wheel.schedule(broken, 5 * MS);
        wheel.schedule(timer("after"), 5 * MS);
        wheel.expire(5 * MS);
        assertThat(fired).containsExactlyInAnyOrder("before", "broken", "broke", "after");
        assertThat(wheel.scheduled()).isEmpty();
    }

    @Test
    void aDeadlineBeyondTheWheelWaitsForItsTurn() {
        wheel.schedule(timer("late"), 30_000 * MS);
        for (long now = 0; now < 30_000 * MS; now = wheel.nextNanos()) {
            wheel.expire(now);
            assertThat(fired).isEmpty();
        }
        wheel.expire(30_000 * MS);
        assertThat(fired).containsExactly("late");
    }

    @Test
    void aCallbackMayCancelAndRescheduleOthersOfTheSameMillisecond() {
        TimerWheel.Timer victim = timer("victim");
        TimerWheel.Timer moved = timer("moved");
        TimerWheel.Timer bystander = timer("bystander");
        TimerWheel.Timer actor = timer("actor", () -> {
            wheel.cancel(victim);
            wheel.schedule(moved, 50 * MS);
        });
        wheel.schedule(bystander, 10 * MS);
        wheel.schedule(moved, 10 * MS);
        wheel.schedule(victim, 10 * MS);
        wheel.schedule(actor, 10 * MS); // newest first within a slot
        wheel.expire(10 * MS);
        assertThat(fired).containsExactly("actor", "bystander");
        wheel.expire(60 * MS);
        assertThat(fired).containsExactly("actor", "bystander", "moved");
    }

    @Test
    void nothingIsLostAndNothingIsEarlyUnderRandomScheduling() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        class Checked extends TimerWheel.Timer {
            long wanted = Long.MAX_VALUE;
            int count;

            @Override
            void expired(long nowNanos) {
                assertThat(nowNanos).as("seed %d", seed).isGreaterThanOrEqualTo(wanted);
                wanted = Long.MAX_VALUE;
                count++;
            }
        }
        List<Checked> timers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            timers.add(new Checked());
        }
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            Checked timer = timers.get(random.nextInt(timers.size()));
            timer.wanted = now + random.nextLong(10_000 * MS);
            wheel.schedule(timer, timer.wanted);
            now += random.nextLong(3 * MS);
            wheel.expire(now);
            for (Checked each : timers) {
                assertThat(each.wanted).as("seed %d", seed).isGreaterThan(now - 2 * MS);
            }
        }
        wheel.expire(now + 20_000 * MS);
        assertThat(timers).as("seed %d", seed).allMatch(t -> t.wanted == Long.MAX_VALUE && t.count > 0);
    }
}
