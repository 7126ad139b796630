package org.lyceum.server.direct;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.accounts.SessionEnded;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.room.Outlet;
import org.lyceum.server.room.Replies;
import org.lyceum.server.room.ResumeRefusedException;
import org.lyceum.server.room.Seat;
import org.lyceum.server.room.Timers;
import org.lyceum.server.turn.TurnAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All direct rooms of this server, and the only way into them. They carry a handful of short texts for each pair, and no
 * media: one virtual thread serves them all, one command after the other. Public methods may be called from any
 * thread that may wait.
 */
public final class DirectRooms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectRooms.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Function<String, Optional<Principal>> tokens;
    private final BlockingQueue<DirectCommand> mailbox = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final DirectCounters counters = new DirectCounters();

    /**
     * @param tokens verifies an access token
     * @param turn what participants may relay by
     */
    public DirectRooms(Function<String, Optional<Principal>> tokens, DirectLimits limits, TurnAccess turn) {
        this.tokens = tokens;
        Thread.ofVirtual().name("direct-rooms").start(() -> run(limits, turn));
    }

    /**
     * Registers a socket, new or resumed; the welcome and all that follows go to the outlet.
     *
     * @throws ProtocolException where it is refused; the socket may try again
     * @throws ResumeRefusedException where its place is gone; the socket is to be closed
     */
    public Seat register(ClientMessage.Register register, Outlet outlet)
            throws ProtocolException, ResumeRefusedException {
        CompletableFuture<DirectHouse.Place> reply = new CompletableFuture<>();
        post(new DirectCommand.Enter(register, verify(register.token()), outlet, reply));
        DirectSeat seat = new DirectSeat(this, Replies.await(reply, ResumeRefusedException.class), outlet);
        if (seat.place().member().loginId() != null && verify(register.token()) == null) {
            // The login ended on the way in, and its cut may have gone by before.
            post(new DirectCommand.CutLogin(seat.place().member().loginId()));
        }
        return seat;
    }

    /**
     * Makes a room that only what is given here opens. Whoever asks must be allowed to.
     *
     * @param address that asks, under which the room is counted
     * @throws ProtocolException where there are too many already
     */
    public MadeRoom make(String address) throws ProtocolException {
        CompletableFuture<MadeRoom> reply = new CompletableFuture<>();
        post(new DirectCommand.Make(address, reply));
        return Replies.await(reply, RuntimeException.class);
    }

    /** How things stand; nothing where nobody can say any more. */
    public DirectStatus status() {
        CompletableFuture<DirectStatus> reply = new CompletableFuture<>();
        post(new DirectCommand.Look(reply));
        try {
            return Replies.await(reply, RuntimeException.class);
        } catch (ProtocolException _) {
            return DirectStatus.NONE;
        }
    }

    /** What has been counted since the start. */
    public long count(DirectCounter counter) {
        return counters.of(counter);
    }

    /** Whatever came with this login ends at once. */
    public void cutLogin(SessionEnded login) {
        post(new DirectCommand.CutLogin(login.sessionId()));
    }

    /** Nobody new comes in, and everybody is told that the server will stop. */
    public void drain() {
        post(new DirectCommand.Drain());
    }

    /** Closes all sockets; media between clients goes on without this server. */
    @Override
    public void close() {
        post(new DirectCommand.Stop());
        try {
            var _ = ended.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void post(DirectCommand command) {
        mailbox.add(command);
        if (ended.getCount() == 0) {
            refuseRest();
        }
    }

    private @Nullable Principal verify(@Nullable String token) {
        return token == null ? null : tokens.apply(token).orElse(null);
    }

    private void run(DirectLimits limits, TurnAccess turn) {
        boolean over = false;
        while (!over) {
            DirectHouse house =
                    new DirectHouse(limits, turn, new SecureRandom(), new Timers(System.nanoTime()), counters);
            over = serve(house);
            house.close();
        }
        ended.countDown();
        refuseRest();
    }

    /** False where something broke: what the house knows cannot be trusted any more, and a new one begins. */
    private boolean serve(DirectHouse house) {
        try {
            for (DirectCommand command = next(house); !(command instanceof DirectCommand.Stop); command = next(house)) {
                if (command != null) {
                    house.handle(command, System.nanoTime());
                }
            }
            return true;
        } catch (InterruptedException _) {
            return true; // Nobody interrupts this thread; were it so, ending is what was meant.
        } catch (Error e) {
            LOG.error("direct rooms broke and begin anew", e);
            return false;
        }
    }

    private @Nullable DirectCommand next(DirectHouse house) throws InterruptedException {
        house.advance(System.nanoTime());
        return mailbox.poll(house.nanosUntilNext(System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void refuseRest() {
        for (DirectCommand command = mailbox.poll(); command != null; command = mailbox.poll()) {
            if (command instanceof DirectCommand.Ask<?> ask) {
                ask.reply()
                        .completeExceptionally(
                                new ProtocolException(ErrorCode.DRAINING, "The server is about to stop."));
            }
        }
    }
}
