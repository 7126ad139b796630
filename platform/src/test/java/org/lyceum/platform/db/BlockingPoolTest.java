package org.lyceum.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lyceum.platform.Refusal;

class BlockingPoolTest {
    private final BlockingPool pool = new BlockingPool("pool", 1, 1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        pool.close();
    }

    private boolean block(AtomicInteger running) {
        running.incrementAndGet();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return true;
    }

    @Test
    void workRunsOnAPlatformThreadForAVirtualOne() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.submit(
                                    () -> pool.call(() -> Thread.currentThread().isVirtual()))
                            .get())
                    .isFalse();
        }
    }

    @Test
    void moreThanTheQueueHoldsIsRefusedAtOnce() throws Exception {
        AtomicInteger running = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> first = threads.submit(() -> pool.call(() -> block(running)));
            Awaitility.await().until(() -> running.get() == 1);
            Future<Boolean> second = threads.submit(() -> pool.call(() -> block(running)));
            Awaitility.await()
                    .untilAsserted(() -> assertThatThrownBy(() -> pool.call(() -> true))
                            .isInstanceOfSatisfying(
                                    Refusal.class,
                                    refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.BUSY)));
            release.countDown();
            assertThat(first.get()).isTrue();
            assertThat(second.get()).isTrue();
        }
    }

    @Test
    void workThatCallsThePoolAgainDoesNotWaitForItself() {
        assertThat(pool.call(() -> pool.call(() -> 7))).isEqualTo(7);
    }

    @Test
    void whatTheWorkThrowsReachesTheCaller() {
        assertThatThrownBy(() -> pool.call(() -> {
                    throw new AssertionError("as it was");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("as it was");
    }
}
