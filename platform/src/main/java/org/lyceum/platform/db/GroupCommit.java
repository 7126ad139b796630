package org.lyceum.platform.db;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.lyceum.platform.Refusal;

/**
 * SQLite's one writer. A commit waits for the disk, so whatever came meanwhile is committed together: a thousand watchers
 * who leave at once cost a few waits and not a thousand. Each piece of work has a savepoint of its own: one that throws is
 * undone alone, and all others are committed when their callers go on.
 *
 * <p>Safe to call from many threads, except from within the work itself, which would wait for its own end.
 */
final class GroupCommit implements AutoCloseable {
    private static final int MAX_TOGETHER = 256;
    private static final String SAVEPOINT = "piece";

    private final Jdbi jdbi;
    private final BlockingPool thread;
    private final ConcurrentLinkedQueue<Piece<?>> waiting = new ConcurrentLinkedQueue<>();

    GroupCommit(Jdbi jdbi, int queueLimit) {
        this.jdbi = jdbi;
        this.thread = new BlockingPool("sql-write", 1, queueLimit);
    }

    <R> R write(Function<Handle, R> work) {
        Piece<R> piece = new Piece<>(work);
        waiting.add(piece);
        try {
            // Mostly another one's turn has committed this piece already, and then there is nothing left to do.
            thread.call(() -> {
                if (!piece.committed.isDone()) {
                    commitWaiting();
                }
                return piece;
            });
        } catch (Refusal refused) {
            if (waiting.remove(piece)) {
                throw refused;
            }
        }
        return piece.await();
    }

    @Override
    public void close() {
        thread.close();
    }

    private void commitWaiting() {
        List<Piece<?>> together = new ArrayList<>();
        for (Piece<?> piece; together.size() < MAX_TOGETHER && (piece = waiting.poll()) != null; ) {
            together.add(piece);
        }
        try {
            jdbi.useTransaction(sql -> together.forEach(piece -> piece.run(sql)));
            together.forEach(Piece::finish);
        } catch (Throwable e) {
            together.forEach(piece -> piece.committed.completeExceptionally(e));
        }
    }

    private static final class Piece<R> {
        final CompletableFuture<R> committed = new CompletableFuture<>();

        private final Function<Handle, R> work;
        private Runnable outcome = () -> {};

        Piece(Function<Handle, R> work) {
            this.work = work;
        }

        void run(Handle sql) {
            sql.savepoint(SAVEPOINT);
            try {
                R result = work.apply(sql);
                outcome = () -> committed.complete(result);
                sql.releaseSavepoint(SAVEPOINT);
            } catch (Throwable e) {
                outcome = () -> committed.completeExceptionally(e);
                sql.rollbackToSavepoint(SAVEPOINT);
            }
        }

        /** Called when the transaction is committed. */
        void finish() {
            outcome.run();
        }

        R await() {
            try {
                return committed.join();
            } catch (CompletionException e) {
                throw BlockingPool.asUnchecked(e.getCause());
            }
        }
    }
}
