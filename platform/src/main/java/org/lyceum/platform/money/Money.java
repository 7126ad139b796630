package org.lyceum.platform.money;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.db.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The money of the house, wired: its ledger, and what moves it. */
public final class Money {
    private static final Logger log = LoggerFactory.getLogger(Money.class);

    private final Database database;
    private final InstantSource clock;
    private final MoneySettings settings;
    private final Ledger ledger;
    private final Once once;
    private final TopUps topUps;
    private final Wallets wallets;
    private final Vouchers vouchers;
    private final Payouts payouts;
    private final Lock verifying = new ReentrantLock();
    private volatile @Nullable Verifying verifyingNow;

    /**
     * A check of the ledger that runs.
     *
     * @param part what it is at, counted from 1
     * @param fault what it looks for
     */
    public record Verifying(int part, int parts, String fault) {}

    public Money(Database database, Secrets secrets, InstantSource clock, MoneySettings settings) {
        this.database = database;
        this.clock = clock;
        this.settings = settings;
        this.ledger = new Ledger(secrets);
        this.once = new Once(database, clock);
        this.topUps = new TopUps(ledger);
        this.wallets = new Wallets(database, once, topUps, secrets, clock, settings);
        this.vouchers = new Vouchers(database, once, topUps, secrets, clock);
        this.payouts = new Payouts(database, once, ledger, secrets, clock);
    }

    public MoneySettings settings() {
        return settings;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Once once() {
        return once;
    }

    public Wallets wallets() {
        return wallets;
    }

    public Vouchers vouchers() {
        return vouchers;
    }

    public Payouts payouts() {
        return payouts;
    }

    /** Calls {@code listener} with the person's id when a wallet was topped up, on the thread that did it. It must return soon. */
    public void onCredited(Consumer<String> listener) {
        topUps.onCredited(listener);
    }

    /**
     * Called once, before the first request.
     *
     * @throws StartupException when amounts were counted in another currency before
     */
    public void recover() {
        Currency kept = database.write(sql -> {
            Currency wanted = settings.currency();
            if (!hasEntries(sql)) {
                sql.execute("DELETE FROM ledger_currency");
            }
            sql.execute(
                    "INSERT INTO ledger_currency (only_row, code, decimals) VALUES (1, ?, ?) ON CONFLICT DO NOTHING",
                    wanted.code(),
                    wanted.decimals());
            return currency(sql).orElseThrow();
        });
        if (!kept.equals(settings.currency())) {
            throw new StartupException(
                    ("The ledger counts in %s with %d decimals, and the settings say %s with %d. Amounts"
                                    + " would change their meaning: set currency and currencyDecimals back.")
                            .formatted(
                                    kept.code(),
                                    kept.decimals(),
                                    settings.currency().code(),
                                    settings.currency().decimals()));
        }
    }

    /** Moves what creators earned a day ago into their wallets. Called every minute while the server runs. */
    public void settleEarnings() {
        Instant now = clock.instant();
        for (String userId : database.read(sql -> Earnings.mature(sql, now))) {
            try {
                database.write(sql -> Earnings.settle(sql, ledger, userId, now));
            } catch (InsufficientFunds e) {
                log.error("The earnings of {} are more than what is pending; lyceum ledger verify says more", userId);
            }
        }
    }

    /** Forgets what nobody will ask for again. */
    public void tidy() {
        once.tidy();
    }

    /** Recomputes everything; {@link #verifying} says how far it is. */
    public LedgerCheck.Report verify() {
        return verify((_, _, _) -> {});
    }

    /** Recomputes everything, in as much time as it takes, once at a time. Faults are in the log, too: whoever asked may be gone by the end. */
    public LedgerCheck.Report verify(LedgerCheck.Progress progress) {
        LedgerCheck.Report report = verifyAlone(progress);
        report.faults().forEach(fault -> log.error("Ledger: {}", fault));
        return report;
    }

    private LedgerCheck.Report verifyAlone(LedgerCheck.Progress progress) {
        if (!verifying.tryLock()) {
            throw new Refusal(Refusal.Kind.BUSY, "verifying", "The ledger is being verified already.");
        }
        try {
            return database.readWhole(sql -> LedgerCheck.run(sql, (part, parts, fault) -> {
                verifyingNow = new Verifying(part, parts, fault);
                progress.at(part, parts, fault);
            }));
        } finally {
            verifyingNow = null;
            verifying.unlock();
        }
    }

    /** How far this process is in verifying the ledger; empty where it is not at it. */
    public Optional<Verifying> verifying() {
        return Optional.ofNullable(verifyingNow);
    }

    private static boolean hasEntries(Handle sql) {
        return sql.createQuery("SELECT 1 FROM ledger_transactions LIMIT 1")
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static Optional<Currency> currency(Handle sql) {
        return sql.createQuery("SELECT code, decimals FROM ledger_currency")
                .map((row, _) -> new Currency(row.getString("code"), row.getInt("decimals")))
                .findOne();
    }
}
