package org.lyceum.platform.metering;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.money.Earnings;
import org.lyceum.platform.money.Ledger;
import org.lyceum.platform.money.LedgerAccounts;
import org.lyceum.platform.money.Posting;

/**
 * Writes what all sessions owe since the last time, in one transaction of the database: for each stream one transaction of the ledger
 * from what is held to the creator, then one from the wallets to what is held. In that order accounts are locked in the order of
 * their ids.
 */
final class MeterBatch {
    private final Ledger ledger;
    private final Instant now;

    MeterBatch(Ledger ledger, Instant now) {
        this.ledger = ledger;
        this.now = now;
    }

    /**
     * What one session has come to.
     *
     * @param before what the database knows
     * @param after what it is to know, before anything more is taken ahead
     * @param wanted to be taken ahead
     * @param closedAt null while it runs
     */
    record Due(
            MeteredSession session,
            WatchRows.State before,
            WatchRows.State after,
            long wanted,
            @Nullable Instant closedAt,
            @Nullable String endReason) {
        long charge() {
            return after.charged() - before.charged();
        }
    }

    /** What was written, in the order of what was due. */
    record Written(List<WatchRows.State> states, List<TickSettlement.Batch> batches) {}

    Written write(Handle sql, List<Due> dues) {
        List<TickSettlement.Batch> batches = payCreators(sql, dues);
        long[] taken = takeAhead(sql, dues);
        List<WatchRows.Change> changes = new ArrayList<>(dues.size());
        List<WatchRows.PreviewSeen> previews = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            Due due = dues.get(i);
            WatchRows.State after = due.after();
            changes.add(new WatchRows.Change(
                    new WatchRows.State(
                            after.id(),
                            after.previewSeconds(),
                            after.seconds(),
                            after.charged(),
                            after.fee(),
                            after.held() + taken[i]),
                    due.closedAt(),
                    due.endReason()));
            long seen = after.previewSeconds() - due.before().previewSeconds();
            if (seen > 0) {
                MeteredSession session = due.session();
                previews.add(new WatchRows.PreviewSeen(session.streamId, session.previewKey, session.previewDay, seen));
            }
        }
        WatchRows.update(sql, changes);
        WatchRows.countPreviews(sql, previews);
        return new Written(changes.stream().map(WatchRows.Change::state).toList(), batches);
    }

    /** Streams in the order of their creators, which is that of the accounts. */
    private List<TickSettlement.Batch> payCreators(Handle sql, List<Due> dues) {
        boolean fees =
                dues.stream().anyMatch(due -> due.after().fee() != due.before().fee());
        if (fees) {
            ledger.lock(
                    sql,
                    LedgerAccounts
                            .FEES); // not every posting below takes it, and none may take it after another account
        }
        SortedMap<String, List<Due>> byStream = new TreeMap<>();
        for (Due due : dues) {
            if (due.charge() != 0) {
                MeteredSession session = due.session();
                byStream.computeIfAbsent(session.creatorId + " " + session.streamId, _ -> new ArrayList<>())
                        .add(due);
            }
        }
        List<TickSettlement.Batch> batches = new ArrayList<>();
        for (List<Due> ofStream : byStream.values()) {
            batches.add(payCreator(sql, ofStream));
        }
        return batches;
    }

    private TickSettlement.Batch payCreator(Handle sql, List<Due> dues) {
        MeteredSession any = dues.getFirst().session();
        long amount = 0;
        long fee = 0;
        List<TickSettlement.Ticks> ticks = new ArrayList<>(dues.size());
        for (Due due : dues) {
            amount += due.charge();
            fee += due.after().fee() - due.before().fee();
            ticks.add(new TickSettlement.Ticks(
                    due.session().id, due.after().seconds() - due.before().seconds(), due.charge()));
        }
        String transaction = "";
        if (amount != 0 || fee != 0) {
            transaction = ledger.post(
                    sql,
                    Posting.earn(Posting.Kind.WATCH, any.streamId, LedgerAccounts.HELD, any.creatorId, amount, fee),
                    now);
            Earnings.noteWatching(sql, any.creatorId, any.streamId, amount - fee, now);
        }
        return new TickSettlement.Batch(transaction, any.streamId, any.creatorId, amount, ticks);
    }

    /** What is over gives back what is left, below zero. Who watches twice is asked twice, since an account stands in a transaction once. */
    private long[] takeAhead(Handle sql, List<Due> dues) {
        long[] taken = new long[dues.size()];
        List<Integer> waiting = new ArrayList<>();
        for (int i = 0; i < taken.length; i++) {
            if (wanted(dues.get(i)) != 0) {
                waiting.add(i);
            }
        }
        waiting.sort(Comparator.comparing(i -> walletOf(dues.get(i))));
        while (!waiting.isEmpty()) {
            Set<String> wallets = new HashSet<>();
            List<Integer> round = new ArrayList<>();
            List<Integer> later = new ArrayList<>();
            for (Integer i : waiting) {
                (wallets.add(walletOf(dues.get(i))) ? round : later).add(i);
            }
            List<Posting.Line> lines = round.stream()
                    .map(dues::get)
                    .map(due -> new Posting.Line(
                            walletOf(due), wanted(due), due.after().id()))
                    .toList();
            long[] moved = ledger.collect(sql, Posting.Kind.HOLD, LedgerAccounts.HELD, lines, now);
            for (int k = 0; k < moved.length; k++) {
                taken[round.get(k)] = moved[k];
            }
            waiting = later;
        }
        return taken;
    }

    private static long wanted(Due due) {
        return due.closedAt() == null ? due.wanted() : -due.after().held();
    }

    private static String walletOf(Due due) {
        return LedgerAccounts.wallet(Objects.requireNonNull(due.session().viewerId));
    }
}
