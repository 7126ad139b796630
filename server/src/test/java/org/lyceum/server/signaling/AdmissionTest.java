package org.lyceum.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final String ADDRESS = "192.0.2.1";

    private final Admission admission =
            new Admission(new SignalingLimits(20, 10, Duration.ofSeconds(30), 50, 5, Duration.ofSeconds(10)));

    @Test
    void aHundredUpgradesAtOnceGetNoMoreThanTheLimit() throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        AtomicInteger admitted = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                var _ = clients.submit(() -> {
                    start.await();
                    return admission.admit(ADDRESS) ? admitted.incrementAndGet() : 0;
                });
            }
            start.countDown();
            clients.shutdown();
            assertThat(clients.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(admitted).hasValue(10);
    }

    @Test
    void whoeverRegistersMakesRoomForAnotherUpToTheLimitOfAll() {
        for (int i = 0; i < 20; i++) {
            assertThat(admission.admit(ADDRESS)).isTrue();
            admission.registered(ADDRESS);
        }
        assertThat(admission.admit(ADDRESS)).isFalse();
        assertThat(admission.admit("192.0.2.2")).isTrue();
    }

    @Test
    void whatIsGivenBackLeavesNothing() {
        assertThat(admission.admit(ADDRESS)).isTrue();
        assertThat(admission.admit(ADDRESS)).isTrue();
        admission.registered(ADDRESS);
        admission.closed(ADDRESS, true);
        admission.closed(ADDRESS, false);

        assertThat(admission.size()).isZero();
    }
}
