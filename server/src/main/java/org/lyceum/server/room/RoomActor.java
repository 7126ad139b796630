package org.lyceum.server.room;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a {@link Room} its thread: a virtual one that takes one message after the other and wakes for the room's timers. It
 * ends when the room is over, or when it is idle and its registry lets it go. An {@link Error} ends it too: what the room knows
 * cannot be trusted any more, and whoever comes next gets a new one.
 */
final class RoomActor {
    private static final Logger LOG = LoggerFactory.getLogger(RoomActor.class);

    private final BlockingQueue<RoomMessage> mailbox = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Predicate<RoomActor> mayRetire;
    private final Consumer<RoomActor> gone;
    private volatile @Nullable Room room;

    /**
     * @param mayRetire asked when the room is idle; true: nobody will mail it any more
     * @param gone told at the end, whatever the reason: it takes no more mail
     */
    RoomActor(Predicate<RoomActor> mayRetire, Consumer<RoomActor> gone) {
        this.mayRetire = mayRetire;
        this.gone = gone;
    }

    /** Starts the thread; the room is whole by now. */
    void start(Room whole) {
        room = whole;
        Thread.ofVirtual().name("room").start(() -> run(whole));
    }

    /** From any thread. */
    void post(RoomMessage message) {
        mailbox.add(message);
        if (ended.getCount() == 0) {
            refuseRest();
        }
    }

    /** From any thread. */
    boolean hasMail() {
        return !mailbox.isEmpty();
    }

    /** From any thread. */
    int viewers() {
        Room now = room;
        return now == null ? 0 : now.viewers();
    }

    /** From any thread. */
    boolean isFlowing() {
        Room now = room;
        return now != null && now.isFlowing();
    }

    /** @return false if it still runs after that time */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    private void run(Room live) {
        try {
            while (!live.isOver()) {
                RoomMessage message = mailbox.poll(live.nanosUntilNext(System.nanoTime()), TimeUnit.NANOSECONDS);
                if (message == null) {
                    live.advance(System.nanoTime());
                } else {
                    live.handle(message, System.nanoTime());
                }
                if (live.isIdle() && mayRetire.test(this)) {
                    live.close();
                }
            }
        } catch (InterruptedException _) {
            // Nobody interrupts this thread; were it so, ending is what was meant.
        } catch (Error e) {
            LOG.error("a room broke and is closed", e);
        } finally {
            close(live);
            gone.accept(this);
            ended.countDown();
            refuseRest();
        }
    }

    private static void close(Room live) {
        try {
            live.close();
        } catch (RuntimeException | Error e) {
            LOG.error("a room could not be closed in order", e);
        }
    }

    private void refuseRest() {
        for (RoomMessage message = mailbox.poll(); message != null; message = mailbox.poll()) {
            if (message instanceof RoomMessage.Ask<?> ask) {
                Room.refuseOver(ask.reply());
            }
        }
    }
}
