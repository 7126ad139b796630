package org.lyceum.platform.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.db.DataFolder;
import org.lyceum.platform.db.Database;
import org.lyceum.platform.db.Storage;

/** Whoever changes a row of the ledger behind its back is found out. */
@ParameterizedClass
@EnumSource(Storage.class)
class LedgerCheckTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Storage storage;
    private final Ledger ledger = new Ledger(new Secrets(new Random(7)));

    @TempDir
    Path path;

    private DataFolder folder;
    private Database database;

    LedgerCheckTest(Storage storage) {
        this.storage = storage;
    }

    @BeforeEach
    void open() {
        folder = DataFolder.lock(path);
        database = Database.open(folder, storage.newDatabaseUrl(), NOW);
        database.write(
                sql -> sql.execute(
                        "INSERT INTO users (id, email, email_key, display_name, created_at) VALUES ('ada', 'a', 'a', 'Ada', 0)"));
        post(Posting.move(Posting.Kind.TOP_UP, null, LedgerAccounts.ISSUANCE, LedgerAccounts.wallet("ada"), 100));
        post(Posting.move(Posting.Kind.HOLD, null, LedgerAccounts.wallet("ada"), LedgerAccounts.FEES, 30));
        assertThat(faults()).isEmpty();
    }

    @AfterEach
    void close() {
        database.close();
        folder.close();
    }

    private String post(Posting posting) {
        return database.write(sql -> ledger.post(sql, posting, NOW));
    }

    private List<String> faults() {
        return database.readWhole(sql -> LedgerCheck.run(sql, (_, _, _) -> {})).faults().stream()
                .map(fault -> fault.fault() + ": " + fault.place())
                .toList();
    }

    @Test
    @Timeout(120)
    void aCheckMayTakeLongerThanTheServersStatementsAndSaysHowFarItIs() throws Exception {
        assumeThat(storage).isEqualTo(Storage.POSTGRESQL);
        String url = storage.newDatabaseUrl() + "?socketTimeout=2&options=-c%20statement_timeout=2000";
        List<Integer> parts = new CopyOnWriteArrayList<>();
        try (Connection blocker = DriverManager.getConnection(
                        url.replaceFirst("^.*@([^?]+).*$", "jdbc:postgresql://$1"), "postgres", "postgres");
                Statement sql = blocker.createStatement();
                Database impatient = Database.open(folder, url, NOW)) {
            blocker.setAutoCommit(false);
            sql.execute("LOCK TABLE ledger_entries IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<LedgerCheck.Report> report = CompletableFuture.supplyAsync(
                    () -> impatient.readWhole(whole -> LedgerCheck.run(whole, (part, _, _) -> parts.add(part))));
            awaitWaitedLongerThanAllowed(blocker.getCatalog(), report);
            assertThat(parts).containsExactly(1);
            blocker.rollback();
            assertThat(report.get(60, TimeUnit.SECONDS).faults()).isEmpty();
        }
        assertThat(parts).hasSizeGreaterThan(10).isSorted().endsWith(parts.size());
    }

    /** Asked in a transaction each time: within one, PostgreSQL tells of everyone what it told first. */
    private void awaitWaitedLongerThanAllowed(String name, Future<?> report) {
        boolean waited = false;
        while (!waited) {
            assertThat(report.isDone()).as("ended before it had what it needs").isFalse();
            waited = database.read(sql ->
                    sql.createQuery("""
                            SELECT COUNT(*) > 0 FROM pg_stat_activity, pg_sleep(0.05)
                            WHERE datname = :name AND wait_event_type = 'Lock'
                              AND clock_timestamp() - query_start > INTERVAL '3 seconds'""").bind("name", name).mapTo(Boolean.class).one());
        }
    }

    private void tamper(String statement) {
        database.write(sql -> sql.execute(statement));
    }

    @Test
    void aChangedBalanceIsFound() {
        tamper("UPDATE ledger_accounts SET balance = 71 WHERE id = 'wallet:ada'");
        assertThat(faults()).containsExactly("a balance is not the sum of its entries: wallet:ada");
    }

    @Test
    void aChangedAmountIsFound() {
        tamper("UPDATE ledger_entries SET amount = -29 WHERE account_id = 'wallet:ada' AND number = 2");
        assertThat(faults())
                .hasSize(3)
                .anyMatch(fault -> fault.startsWith("a transaction does not sum to zero"))
                .contains("a balance after an entry is wrong: wallet:ada");
    }

    @Test
    void aLostEntryIsFound() {
        tamper("DELETE FROM ledger_entries WHERE account_id = 'wallet:ada' AND number = 2");
        assertThat(faults()).contains("an entry is missing or too many: wallet:ada");
    }

    @Test
    void aLostTransactionIsFound() {
        tamper("DELETE FROM ledger_entries WHERE account_id IN ('wallet:ada', 'house:fees') AND amount IN (30, -30)");
        assertThat(faults()).anyMatch(fault -> fault.startsWith("a transaction has no entries"));
    }

    @Test
    void noAccountButTheIssuanceFallsBelowZero() {
        assertThatThrownBy(() -> tamper("UPDATE ledger_accounts SET balance = -1 WHERE id = 'wallet:ada'"))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> post(
                        Posting.move(Posting.Kind.HOLD, null, LedgerAccounts.wallet("ada"), LedgerAccounts.FEES, 71)))
                .isInstanceOfSatisfying(InsufficientFunds.class, e -> {
                    assertThat(e.account()).isEqualTo("wallet:ada");
                    assertThat(e.balance()).isEqualTo(70);
                });
        assertThat(faults()).isEmpty();
    }

    @Test
    void whatDoesNotSumToZeroIsNoTransaction() {
        assertThatThrownBy(() -> new Posting(
                        Posting.Kind.HOLD,
                        null,
                        List.of(new Posting.Line("a", 1, null), new Posting.Line("b", 1, null))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Posting(
                        Posting.Kind.HOLD,
                        null,
                        List.of(new Posting.Line("a", 1, null), new Posting.Line("a", -1, null))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moneyThatIsPendingWithoutAnEarningIsFound() {
        post(Posting.earn(Posting.Kind.TIP, "tip", LedgerAccounts.wallet("ada"), "ada", 20, 1));
        assertThat(faults()).containsExactly("what is pending was not earned: pending:ada");
    }

    @Test
    void earningsThatHaveSettledWithoutATransactionAreFound() {
        database.write(sql -> sql.execute("""
                INSERT INTO streams (id, creator_id, title, category, visibility, price_per_minute, status, armed, key_hash,
                                     created_at)
                VALUES ('fugues', 'ada', '', '', 'public', 0, 'offline', 0, ?, 0)""", new byte[] {1}));
        tamper("INSERT INTO settled_earnings (user_id, quarter, stream_id, tips, watching)"
                + " VALUES ('ada', 4, 'fugues', 15, 5)");
        assertThat(faults()).containsExactly("what has settled was not earned: pending:ada");
    }

    @Test
    void aPayoutThatNobodyAskedForIsFound() {
        post(Posting.move(Posting.Kind.PAYOUT_REQUESTED, null, "wallet:ada", LedgerAccounts.PAYOUTS, 5));
        assertThat(faults()).containsExactly("payouts are not what was asked for: house:payouts");
    }
}
