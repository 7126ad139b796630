package org.lyceum.platform.money;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.Secrets;
import org.lyceum.platform.db.Database;

/**
 * Codes that are worth money: an administrator makes them, whoever has one redeems it once. They are stored as hashes, so that nobody
 * who reads the database can spend them; no money exists before one is redeemed.
 */
public final class Vouchers {
    private static final int MAX_COUNT = 1_000;
    private static final int CODE_BITS = 90;
    private static final int GROUP = 4;

    private final Database database;
    private final Once once;
    private final TopUps topUps;
    private final Secrets secrets;
    private final InstantSource clock;

    Vouchers(Database database, Once once, TopUps topUps, Secrets secrets, InstantSource clock) {
        this.database = database;
        this.once = once;
        this.topUps = topUps;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** New codes of this amount each. They are shown now and never again. */
    public List<String> create(String adminId, long amount, long count) {
        Amounts.positive("amount", amount);
        if (count < 1 || count > MAX_COUNT) {
            throw Refusal.invalid("The field count must lie between 1 and %d.".formatted(MAX_COUNT));
        }
        List<String> codes = Stream.generate(() -> secrets.secret("", CODE_BITS))
                .limit(count)
                .toList();
        long now = clock.instant().toEpochMilli();
        database.write(sql -> {
            for (String code : codes) {
                sql.execute(
                        "INSERT INTO vouchers (code_hash, amount, created_by, created_at) VALUES (?, ?, ?, ?)",
                        Secrets.hash(code),
                        amount,
                        adminId,
                        now);
            }
            return codes.size();
        });
        return codes.stream().map(Vouchers::readable).toList();
    }

    /** Puts the code's money into the wallet; blanks and hyphens in it do not matter. */
    public Posted redeem(@Nullable OnceKey key, String userId, String code) {
        String bare = bare(code);
        Instant now = clock.instant();
        Posted redeemed = once.write(key, sql -> {
            byte[] hash = Secrets.hash(bare);
            long amount = worth(sql, hash).orElseThrow(Vouchers::unknown);
            TopUps.TopUp topUp = new TopUps.TopUp("voucher", HexFormat.of().formatHex(hash), userId, amount);
            String transaction = topUps.credit(sql, topUp, now)
                    .orElseThrow(() -> new Refusal(
                            Refusal.Kind.CONFLICT, "voucher-used", "This voucher has been redeemed already."));
            return new Posted(transaction, Ledger.balance(sql, LedgerAccounts.wallet(userId)));
        });
        topUps.announce(userId);
        return redeemed;
    }

    /** What the code is or was worth; refused if it is none. */
    public long worth(String code) {
        byte[] hash = Secrets.hash(bare(code));
        return database.read(sql -> worth(sql, hash)).orElseThrow(Vouchers::unknown);
    }

    private static String bare(String code) {
        return code.replaceAll("[\\s-]", "");
    }

    private static Optional<Long> worth(Handle sql, byte[] hash) {
        return sql.createQuery("SELECT amount FROM vouchers WHERE code_hash = ?")
                .bind(0, hash)
                .mapTo(Long.class)
                .findOne();
    }

    private static Refusal unknown() {
        return new Refusal(Refusal.Kind.NOT_FOUND, "voucher-unknown", "There is no voucher with this code.");
    }

    /** In groups of four, as people read such things. */
    private static String readable(String code) {
        return code.replaceAll("(.{" + GROUP + "})(?!$)", "$1-");
    }
}
