package org.lyceum.bench.machine;

import java.util.concurrent.CountDownLatch;

/**
 * Lets Ctrl-C end a run in the middle: the thread that made it is interrupted, and the process stays until this is closed, which is done
 * last, when namespace, servers and folders are gone.
 */
public final class Unwinding implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);

    public Unwinding() {
        Thread measuring = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            measuring.interrupt();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    @Override
    public void close() {
        over.countDown();
    }
}
