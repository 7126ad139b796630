package org.lyceum.platform.tips;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.PlainText;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.db.Database;
import org.lyceum.platform.money.Amounts;
import org.lyceum.platform.money.Earnings;
import org.lyceum.platform.money.Ledger;
import org.lyceum.platform.money.LedgerAccounts;
import org.lyceum.platform.money.Money;
import org.lyceum.platform.money.OnceKey;
import org.lyceum.platform.money.Posted;
import org.lyceum.platform.money.Posting;
import org.lyceum.platform.streams.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Giving tips, and what becomes of them. A tip's money, its row and its place on the timeline are one transaction.
 *
 * <p>Called on virtual threads, never on a media loop: every method waits for the database. Safe to call from many threads.
 */
public final class Tips {
    private static final int MAX_MESSAGE = 200;
    private static final int MAX_TITLE = 80;
    private static final int PAGE = 200;

    private static final int ORDERS = 64;

    private static final Logger log = LoggerFactory.getLogger(Tips.class);

    private final Database database;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Money money;
    private final List<Consumer<TipGiven>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<GoalChange>> goalListeners = new CopyOnWriteArrayList<>();

    /** Each of some streams. */
    private final Lock[] orders =
            java.util.stream.Stream.generate(ReentrantLock::new).limit(ORDERS).toArray(Lock[]::new);

    public Tips(Database database, Secrets secrets, InstantSource clock, Money money) {
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
        this.money = money;
    }

    /**
     * Moves the amount from the payer's wallet to what the stream's creator has pending, and tells the listeners.
     *
     * @return the tip's id, and what the payer has left
     * @throws org.lyceum.platform.money.InsufficientFunds when the wallet has less
     */
    public Posted give(@Nullable OnceKey key, String payerId, Stream stream, long amount, String message) {
        Amounts.positive("amount", amount);
        String said = PlainText.optionalLine("message", message, MAX_MESSAGE);
        if (payerId.equals(stream.creatorId())) {
            throw new Refusal(Refusal.Kind.CONFLICT, "own-stream", "Nobody tips themselves.");
        }
        AtomicReference<@Nullable TipGiven> given = new AtomicReference<>();
        Posted posted = money.once().write(key, sql -> {
            Instant now = clock.instant();
            String id = secrets.id();
            long fee = money.settings().feeOf(amount);
            String wallet = LedgerAccounts.wallet(payerId);
            String transaction = money.ledger()
                    .post(sql, Posting.earn(Posting.Kind.TIP, id, wallet, stream.creatorId(), amount, fee), now);
            Earnings.noteTip(sql, stream.creatorId(), stream.id(), amount - fee, now);
            String goalId = TipRows.countTowardsGoal(sql, stream.id(), amount).orElse(null);
            TipRows.insert(
                    sql,
                    id,
                    stream.id(),
                    said,
                    new TipRows.Paid(payerId, stream.creatorId(), amount, fee, now),
                    transaction,
                    goalId);
            given.set(new TipGiven(
                    TipRows.find(sql, id).orElseThrow(),
                    TipRows.goal(sql, stream.id()).orElse(null)));
            return new Posted(id, Ledger.balance(sql, wallet));
        });
        TipGiven now = given.get();
        if (now != null) {
            tellInOrder(stream.id(), now.goal(), goal -> {
                TipGiven told = new TipGiven(now.tip(), goal);
                listeners.forEach(listener -> listener.accept(told));
            });
        }
        return posted;
    }

    /** Gives a tip back, as long as it is pending. */
    public Posted refund(@Nullable OnceKey key, String tipId) {
        AtomicReference<@Nullable GoalChange> change = new AtomicReference<>();
        Posted posted = money.once().write(key, sql -> {
            Instant now = clock.instant();
            Tip tip = TipRows.find(sql, tipId)
                    .orElseThrow(() ->
                            new Refusal(Refusal.Kind.NOT_FOUND, "tip-not-found", "There is no tip at this address."));
            TipRows.Paid paid = TipRows.refund(sql, tipId, now)
                    .orElseThrow(() -> new Refusal(
                            Refusal.Kind.CONFLICT, "tip-refunded", "This tip has been given back already."));
            if (!Earnings.arePending(paid.createdAt(), now)) {
                throw new Refusal(
                        Refusal.Kind.CONFLICT,
                        "tip-settled",
                        "This tip is the creator's own by now; only what is pending can be given back.");
            }
            String wallet = LedgerAccounts.wallet(paid.payerId());
            money.ledger()
                    .post(
                            sql,
                            Posting.earn(
                                    Posting.Kind.TIP_REFUND,
                                    tipId,
                                    wallet,
                                    paid.creatorId(),
                                    -paid.amount(),
                                    -paid.fee()),
                            now);
            Earnings.noteTip(sql, paid.creatorId(), tip.streamId(), paid.fee() - paid.amount(), paid.createdAt());
            TipRows.takeFromGoal(sql, tip);
            change.set(new GoalChange(
                    tip.streamId(), TipRows.goal(sql, tip.streamId()).orElse(null)));
            return new Posted(tipId, Ledger.balance(sql, wallet));
        });
        GoalChange now = change.get();
        if (now != null) {
            tell(now);
        }
        return posted;
    }

    public Optional<Tip> find(String id) {
        return database.read(sql -> TipRows.find(sql, id));
    }

    /**
     * All tips of a stream, the newest first.
     *
     * @param before only those given before this one; null for the newest
     * @param limit at most 200 are given
     */
    public List<Tip> ofStream(String streamId, @Nullable String before, int limit) {
        int page = Math.min(limit, PAGE);
        return database.read(sql -> before == null || !Secrets.isBase58(before)
                ? TipRows.ofStream(sql, streamId, page)
                : TipRows.ofStreamBefore(sql, streamId, before, page));
    }

    /** The tips of one publish in the order of its timeline, those that were given back among them. */
    public List<Tip> ofSession(String streamSessionId) {
        return database.read(sql -> TipRows.ofSession(sql, streamSessionId));
    }

    /** Collects for something from now on; what was raised before counts no more. */
    public TipGoal setGoal(String streamId, String title, long target) {
        String kept = PlainText.line("title", title, MAX_TITLE);
        Amounts.positive("target", target);
        TipGoal goal = database.write(sql -> {
            TipRows.setGoal(sql, secrets.id(), streamId, kept, target, clock.instant());
            return new TipGoal(kept, target, 0);
        });
        tell(new GoalChange(streamId, goal));
        return goal;
    }

    /** Collects for nothing any more. */
    public void dropGoal(String streamId) {
        database.write(sql -> {
            TipRows.dropGoal(sql, streamId);
            return true;
        });
        tell(new GoalChange(streamId, null));
    }

    public Optional<TipGoal> goal(String streamId) {
        return database.read(sql -> TipRows.goal(sql, streamId));
    }

    /** Calls {@code listener} after each committed tip, on the thread that gave it, with the goal as it stands then. It must return soon. */
    public void onTip(Consumer<TipGiven> listener) {
        listeners.add(listener);
    }

    /** Calls {@code listener} after a goal has changed otherwise than by a tip, on the thread that did it. It must return soon. */
    public void onGoal(Consumer<GoalChange> listener) {
        goalListeners.add(listener);
    }

    private void tell(GoalChange change) {
        tellInOrder(change.streamId(), change.goal(), goal -> {
            GoalChange told = new GoalChange(change.streamId(), goal);
            goalListeners.forEach(listener -> listener.accept(told));
        });
    }

    /**
     * The one place where a stream's goal is told. Those whose transactions have ended come here in any order; each tells the goal as
     * it stands now, one after the other, so that what is told last is what holds: no tip brings back a goal that was
     * dropped, and none takes off what another has added.
     *
     * @param goal as the caller's own transaction left it, told where the database does not answer any more
     */
    private void tellInOrder(String streamId, @Nullable TipGoal goal, Consumer<@Nullable TipGoal> telling) {
        Lock order = orders[Math.floorMod(streamId.hashCode(), orders.length)];
        order.lock();
        try {
            telling.accept(standing(streamId, goal));
        } finally {
            order.unlock();
        }
    }

    /** What was done is done: who did it does not hear that the room could not be told of the rest. */
    private @Nullable TipGoal standing(String streamId, @Nullable TipGoal known) {
        try {
            return goal(streamId).orElse(null);
        } catch (Refusal | JdbiException e) {
            log.warn("The goal of {} is told as it was", streamId, e);
            return known;
        }
    }
}
