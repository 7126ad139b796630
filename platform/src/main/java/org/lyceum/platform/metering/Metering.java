package org.lyceum.platform.metering;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.Retention;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.db.Database;
import org.lyceum.platform.db.Thinning;
import org.lyceum.platform.money.Currency;
import org.lyceum.platform.money.LedgerAccounts;
import org.lyceum.platform.money.Money;
import org.lyceum.platform.money.Posting;
import org.lyceum.platform.streams.Stream;

/**
 * Meters everybody who watches a stream that costs something.
 *
 * <p>The media side {@link #open}s a session for each watcher, says once a second by one {@link #second} who acknowledged what
 * was sent to them, obeys the answer, and {@link #close}s it. None of {@code second}, {@code close} and {@code outage} waits
 * for anything. {@link #flush}, called every other second on a thread of its own, brings it all to the ledger in one transaction of the
 * database. While that is away sessions go on for as long as they hold money ahead, then their media stops, and nothing is charged.
 *
 * <p>Safe to call from many threads.
 */
public final class Metering {
    /** How often {@link #flush} is to be called: what a crash forgets at most. */
    public static final Duration BATCH = Duration.ofSeconds(2);

    /** An empty wallet is asked again after so many batches, unless it is heard of before. */
    private static final int ASK_AGAIN = 5;

    private static final long LONGEST_REFUND = Duration.ofHours(1).toSeconds();
    private static final int LIST_LIMIT = 200;
    /** So many wallets of those who have gone are remembered before anybody looks for them. */
    private static final int WALLETS_SPARE = 100;

    private static final int MOST_SILENCES = 10_000;

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final Database database;
    private final Secrets secrets;
    private final InstantSource clock;
    private final Money money;
    private final TickSettlement settlement;
    private final Retention retention;
    /** Held by who writes a batch; whoever waits for it finds their session in that batch or the next. */
    private final ReentrantLock flushing = new ReentrantLock();
    /** Guards itself and what is in it. Never held while the database is asked. */
    private final Map<String, MeteredSession> sessions = new HashMap<>();

    /** What is left of previews that are being seen, by {@link MeteredSession#previewOf}. Guarded by {@link #sessions}. */
    private final Map<String, Preview> previews = new HashMap<>();
    /** How long those were silent who have left so, by the same names; the latest ones. Guarded by {@link #sessions}. */
    private final Map<String, Integer> silences = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_SILENCES;
        }
    };
    /** What was in the wallets of those who watch when they were read last. Guarded by {@link #sessions}. */
    private final Map<String, Long> wallets = new HashMap<>();
    /** Whose wallet is to be read again. Guarded by {@link #sessions}. */
    private final Set<String> stale = new HashSet<>();

    private long batch;
    /** The last batch failed, and may be in the database all the same: what that knows has to be asked first. */
    private volatile boolean unsure;

    public Metering(
            Database database,
            Secrets secrets,
            InstantSource clock,
            Money money,
            TickSettlement settlement,
            Retention retention) {
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
        this.money = money;
        this.settlement = settlement;
        this.retention = retention;
        money.onCredited(this::credited);
    }

    /** Called once, before the first request: closes what a crash left open, and gives back what it held. */
    public void recover() {
        Instant now = clock.instant();
        database.write(sql -> {
            for (WatchRows.State open : WatchRows.open(sql)) {
                if (open.held() > 0) {
                    String viewer = WatchRows.viewerOf(sql, open.id()).orElseThrow();
                    List<Posting.Line> back =
                            List.of(new Posting.Line(LedgerAccounts.wallet(viewer), -open.held(), open.id()));
                    money.ledger().collect(sql, Posting.Kind.HOLD, LedgerAccounts.HELD, back, now);
                }
                WatchRows.State rest = new WatchRows.State(
                        open.id(), open.previewSeconds(), open.seconds(), open.charged(), open.fee(), 0);
                WatchRows.update(sql, List.of(new WatchRows.Change(rest, now, "restart")));
            }
            return true;
        });
    }

    /**
     * Someone begins to watch. The price is the stream's of now, and stays; who runs the stream pays nothing. Waits for the database.
     */
    public OpenedWatch open(Stream stream, Watcher watcher) {
        Instant now = clock.instant();
        long day = Math.floorDiv(now.toEpochMilli(), DAY_MILLIS);
        long price = stream.creatorId().equals(watcher.userId()) ? 0 : stream.pricePerMinute();
        String id = secrets.id();
        long preview = database.write(sql -> {
            WatchRows.insert(sql, id, stream, watcher.userId(), price, now);
            return price == 0 ? 0 : WatchRows.previewSeconds(sql, stream.id(), watcher.previewKey(), day);
        });
        synchronized (sessions) {
            String viewer = MeteredSession.previewOf(stream.id(), watcher.previewKey(), day);
            Integer silent = silences.remove(viewer);
            Preview shared =
                    previews.computeIfAbsent(viewer, _ -> new Preview(preview, Objects.requireNonNullElse(silent, 0)));
            shared.sessions++;
            MeteredSession session =
                    new MeteredSession(id, stream.id(), stream.creatorId(), watcher, day, price, shared);
            sessions.put(id, session);
            if (watcher.userId() != null) {
                stale.add(watcher.userId());
            }
            return new OpenedWatch(id, price, shared.left(), session.meter.allowed());
        }
    }

    /**
     * The watcher agrees to pay; said again, it changes the cap. Waits for the database.
     *
     * @param price the price as they saw it: another one than the session's is refused
     * @param spendingCap what the session may cost; null for no limit
     * @return what may be sent now
     */
    public Allowed agree(String sessionId, long price, @Nullable Long spendingCap) {
        MeteredSession session = require(sessionId);
        if (session.viewerId == null) {
            throw new Refusal(Refusal.Kind.UNAUTHENTICATED, "sign-in-required", "Sign in to watch on for money.");
        }
        if (price != session.pricePerMinute) {
            throw new Refusal(
                    Refusal.Kind.CONFLICT,
                    "price-differs",
                    "This costs %s a minute."
                            .formatted(money.settings().currency().format(session.pricePerMinute)));
        }
        if (spendingCap != null && spendingCap < 1) {
            throw Refusal.invalid("The field spendingCap must be 1 at least.");
        }
        database.write(sql -> {
            WatchRows.agree(sql, sessionId, spendingCap, clock.instant());
            return true;
        });
        synchronized (sessions) {
            session.meter.agree(spendingCap == null ? Long.MAX_VALUE : spendingCap);
            session.askAgainAt = 0;
        }
        fund(session);
        synchronized (sessions) {
            return session.meter.allowed();
        }
    }

    /**
     * A second has passed.
     *
     * @param acknowledged by session: whether anything that was sent in it was acknowledged
     * @return for each of them what may be sent in the next one
     */
    public Map<String, Allowed> second(Map<String, Boolean> acknowledged) {
        Map<String, Allowed> allowed = HashMap.newHashMap(acknowledged.size());
        synchronized (sessions) {
            acknowledged.forEach((id, was) -> allowed.put(id, second(sessions.get(id), was)));
        }
        return allowed;
    }

    /** The last seconds of everybody who watches this stream were our fault, and cost nothing; an hour at most. */
    public void outage(String streamId, long lastSeconds) {
        synchronized (sessions) {
            for (MeteredSession session : sessions.values()) {
                if (session.streamId.equals(streamId) && session.closedAt == null) {
                    session.meter.refund(Math.min(lastSeconds, LONGEST_REFUND));
                }
            }
        }
    }

    /** The watcher has left. The next batch gives back what was held, and then the receipt is final. */
    public void close(String sessionId) {
        synchronized (sessions) {
            MeteredSession session = sessions.get(sessionId);
            if (session != null) {
                end(session, Allowed.CLOSED);
            }
        }
    }

    /** The server stops: closes every session, and writes all there is. */
    public void closeAll() {
        synchronized (sessions) {
            sessions.values().forEach(session -> end(session, Allowed.CLOSED));
        }
        flush();
    }

    /**
     * Writes what has come together since the last time.
     *
     * @throws RuntimeException when the database can not be written; nothing is lost then, and the next call tries again
     */
    public void flush() {
        flushing.lock();
        try {
            if (unsure) {
                reconcile();
            }
            List<MeterBatch.Due> dues = due();
            Set<String> asked = takeStale(dues);
            if (dues.isEmpty()) {
                know(asked.isEmpty() ? Map.of() : database.read(sql -> WatchRows.wallets(sql, asked)));
                return;
            }
            unsure = true;
            MeterBatch next = new MeterBatch(money.ledger(), clock.instant());
            Map<String, Long> read = new HashMap<>();
            MeterBatch.Written written = database.write(sql -> {
                MeterBatch.Written batchWritten = next.write(sql, dues);
                read.putAll(WatchRows.wallets(sql, asked));
                return batchWritten;
            });
            synchronized (sessions) {
                // Together: what has moved from a wallet to a session is in one of them.
                apply(dues, written.states());
                know(read);
            }
            unsure = false;
            if (!written.batches().isEmpty()) {
                settlement.settled(written.batches());
            }
        } finally {
            flushing.unlock();
        }
    }

    /** How this session stands; null where there is none of this id, or not any more. */
    public @Nullable Standing standing(String sessionId) {
        synchronized (sessions) {
            MeteredSession session = sessions.get(sessionId);
            if (session == null) {
                return null;
            }
            Long wallet = session.viewerId == null ? null : wallets.get(session.viewerId);
            return session.standing(explained(session.meter.allowed()), wallet);
        }
    }

    /** What prices are in. */
    public Currency currency() {
        return money.settings().currency();
    }

    /** How many sessions are open. */
    public int size() {
        synchronized (sessions) {
            return sessions.size();
        }
    }

    public Optional<Receipt> receipt(String sessionId) {
        return Secrets.isBase58(sessionId) ? database.read(sql -> WatchRows.receipt(sql, sessionId)) : Optional.empty();
    }

    /** Of one person, the newest first, at most 200. */
    public List<Receipt> receiptsOf(String userId) {
        return database.read(sql -> WatchRows.receiptsOf(sql, userId, LIST_LIMIT));
    }

    /** Forgets from which address a preview was seen, once that counts no more. */
    public void tidy() {
        long yesterday = Math.floorDiv(clock.instant().toEpochMilli(), DAY_MILLIS) - 1;
        database.write(sql -> {
            WatchRows.forgetPreviews(sql, yesterday);
            return true;
        });
        Instant visitsSince = retention.visitsSince(clock.instant());
        Thinning.olderThan(database, WatchRows.FREE, "closed_at", visitsSince, WatchRows::forgetFree);
    }

    private Allowed second(@Nullable MeteredSession session, boolean acknowledged) {
        if (session == null) {
            return Allowed.CLOSED;
        }
        Allowed allowed = session.meter.second(acknowledged);
        if (allowed.isFinal()) {
            end(session, allowed);
        }
        return explained(allowed);
    }

    private Allowed explained(Allowed allowed) {
        return allowed == Allowed.OUT_OF_FUNDS && unsure ? Allowed.LEDGER_AWAY : allowed;
    }

    private void end(MeteredSession session, Allowed reason) {
        if (session.closedAt == null) {
            session.meter.close(reason);
            session.closedAt = clock.instant();
        }
    }

    /** More came into a wallet: who waits for that goes on with the next batch. */
    private void credited(String userId) {
        synchronized (sessions) {
            for (MeteredSession session : sessions.values()) {
                if (userId.equals(session.viewerId)) {
                    stale.add(userId);
                    session.askAgainAt = MeteredSession.CREDITED;
                }
            }
        }
    }

    /** Takes money ahead now. Of many at once one writes the batch for all who wait. */
    private void fund(MeteredSession session) {
        flushing.lock();
        try {
            boolean wants;
            synchronized (sessions) {
                wants = session.meter.wanted() > 0 && session.askAgainAt <= 0;
            }
            if (wants) {
                flush();
            }
        } finally {
            flushing.unlock();
        }
    }

    private void forget(MeteredSession session) {
        sessions.remove(session.id);
        session.preview.sessions--;
        if (session.preview.sessions == 0) {
            String viewer = MeteredSession.previewOf(session.streamId, session.previewKey, session.previewDay);
            previews.remove(viewer);
            if (session.preview.silent() > 0) {
                silences.put(viewer, session.preview.silent());
            }
        }
        if (wallets.size() > 2 * sessions.size() + WALLETS_SPARE) {
            Set<String> here = new HashSet<>();
            sessions.values().forEach(other -> here.add(Objects.requireNonNullElse(other.viewerId, "")));
            wallets.keySet().retainAll(here);
        }
    }

    /** Whose wallets are to be read with this batch. */
    private Set<String> takeStale(List<MeterBatch.Due> dues) {
        synchronized (sessions) {
            Set<String> asked = new HashSet<>(stale);
            stale.clear();
            for (MeterBatch.Due due : dues) {
                if (due.session().viewerId != null) {
                    asked.add(due.session().viewerId);
                }
            }
            return asked;
        }
    }

    private void know(Map<String, Long> read) {
        synchronized (sessions) {
            wallets.putAll(read);
        }
    }

    private List<MeterBatch.Due> due() {
        List<MeterBatch.Due> dues = new ArrayList<>();
        synchronized (sessions) {
            batch++;
            for (MeteredSession session : sessions.values()) {
                MeterBatch.Due due = session.due(money.settings(), batch);
                if (due != null) {
                    dues.add(due);
                }
            }
        }
        return dues;
    }

    private void apply(List<MeterBatch.Due> dues, List<WatchRows.State> states) {
        synchronized (sessions) {
            for (int i = 0; i < states.size(); i++) {
                MeterBatch.Due due = dues.get(i);
                MeteredSession session = due.session();
                WatchRows.State state = states.get(i);
                if (due.closedAt() != null) {
                    forget(session);
                    continue;
                }
                boolean gotAll = state.held() - due.after().held() == due.wanted();
                boolean credited = session.askAgainAt == MeteredSession.CREDITED;
                session.askAgainAt = gotAll || credited ? 0 : batch + ASK_AGAIN;
                session.saved(state);
            }
        }
    }

    /** Learns what the database knows: a batch whose commit was not heard of is in it, or is not. */
    private void reconcile() {
        Map<String, WatchRows.State> known = new HashMap<>();
        database.read(WatchRows::open).forEach(state -> known.put(state.id(), state));
        synchronized (sessions) {
            // A session opened meanwhile, which the database was not asked for, has nothing to be reconciled.
            sessions.values().stream()
                    .filter(session -> session.closedAt != null && !known.containsKey(session.id))
                    .toList()
                    .forEach(this::forget);
            for (MeteredSession session : sessions.values()) {
                WatchRows.State state = known.get(session.id);
                if (state != null) {
                    session.saved(state);
                }
            }
        }
    }

    private MeteredSession require(String sessionId) {
        synchronized (sessions) {
            return Optional.ofNullable(sessions.get(sessionId))
                    .filter(session -> session.closedAt == null)
                    .orElseThrow(() ->
                            new Refusal(Refusal.Kind.NOT_FOUND, "watch-over", "This session of watching is over."));
        }
    }
}
