package org.lyceum.platform.db;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;

/**
 * A few platform threads for work that would hold a virtual thread's carrier: SQLite waits for its locks in native
 * code, Argon2id computes for a tenth of a second. The caller, mostly a virtual thread, waits for the result.
 *
 * <p>The number of threads is also the limit of what runs at once, and the queue is bounded: beyond it {@link #call} refuses
 * with {@link Refusal.Kind#BUSY}. Safe to call from many threads; a call from within the pool runs where it is.
 */
public final class BlockingPool implements AutoCloseable {
    private final ThreadPoolExecutor executor;
    private final ThreadGroup group;

    public BlockingPool(String name, int threads, int queueLimit) {
        this.group = new ThreadGroup(name);
        this.executor = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queueLimit),
                Thread.ofPlatform().group(group).name(name + "-", 0).daemon().factory());
        executor.allowCoreThreadTimeOut(true);
    }

    /** Runs {@code work} on one of the threads and returns, or throws, what it did. */
    public <T> T call(Supplier<T> work) {
        if (group.equals(Thread.currentThread().getThreadGroup())) {
            return work.get();
        }
        FutureTask<T> task = new FutureTask<>(work::get);
        try {
            executor.execute(task);
        } catch (RejectedExecutionException _) {
            throw new Refusal(Refusal.Kind.BUSY, "busy", "The server has too much to do right now. Please try again.");
        }
        return await(task);
    }

    /** What was accepted is finished; what comes later is refused. */
    @Override
    public void close() {
        executor.close();
    }

    /** An interrupt does not abandon work whose effects the caller could then not know; it is passed on afterwards. */
    static <T> T await(Future<T> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw asUnchecked(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What the work threw, to be thrown on. */
    static RuntimeException asUnchecked(@Nullable Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null, default -> new IllegalStateException(cause);
        };
    }
}
