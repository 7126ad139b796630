package org.lyceum.platform.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.ManualClock;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.Refusal;
import org.lyceum.platform.StartupException;
import org.lyceum.platform.TestPlatforms;
import org.lyceum.platform.accounts.Role;
import org.lyceum.platform.db.Storage;

@ParameterizedClass
@EnumSource(Storage.class)
class MoneyTest {
    private static final MoneySettings SETTINGS = new MoneySettings(new Currency("EUR", 2), 0, 500);

    private final Storage storage;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private PlatformSettings settings;
    private Platform platform;
    private Money money;
    private String ada;
    private String bob;
    private String admin;

    MoneyTest(Storage storage) {
        this.storage = storage;
    }

    @BeforeEach
    void open() {
        settings = TestPlatforms.settings(storage, folder).withMoney(SETTINGS);
        platform = Platform.open(settings, clock);
        money = platform.money();
        ada = person("ada@example.org", Set.of());
        bob = person("bob@example.org", Set.of());
        admin = person("root@example.org", Set.of(Role.ADMIN));
    }

    @AfterEach
    void close() {
        assertThat(money.verify().faults()).isEmpty();
        platform.close();
    }

    private String person(String email, Set<Role> roles) {
        return platform.accounts()
                .create(email, "correct horse", "Someone", roles)
                .id();
    }

    private static OnceKey key(String user, String key, String body) {
        return new OnceKey(user, "POST /somewhere", key, body);
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void aNewWalletIsEmpty() {
        assertThat(money.wallets().of(ada)).isEqualTo(new Wallet(0, 0));
        assertThat(money.wallets().entries(ada, Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void aGrantComesFromTheIssuanceAndStandsInTheHistory() {
        Posted granted = money.wallets().grant(null, platform.accounts().idOf(" Ada@Example.org"), 1_000, "welcome");

        assertThat(granted.balance()).isEqualTo(1_000);
        assertThat(money.wallets().of(ada)).isEqualTo(new Wallet(1_000, 0));
        assertThat(money.wallets().entries(ada, Long.MAX_VALUE, 10))
                .containsExactly(new WalletEntry(1, "top-up", "grant", 1_000, 1_000, clock.instant()));
        refused("no-such-account", () -> platform.accounts().idOf("nobody@example.org"));
    }

    @Test
    void theHistoryIsReadPageByPageNewestFirst() {
        for (int i = 1; i <= 5; i++) {
            money.wallets().grant(null, ada, i, "");
        }
        assertThat(money.wallets().entries(ada, Long.MAX_VALUE, 2).stream().map(WalletEntry::amount))
                .containsExactly(5L, 4L);
        assertThat(money.wallets().entries(ada, 4, 2).stream().map(WalletEntry::amount))
                .containsExactly(3L, 2L);
        assertThat(money.wallets().entries(ada, 2, 2).stream().map(WalletEntry::balance))
                .containsExactly(1L);
    }

    @Test
    void aVoucherIsWorthItsAmountOnce() {
        List<String> codes = money.vouchers().create(admin, 700, 2);

        assertThat(codes)
                .allSatisfy(code -> assertThat(code).matches("([1-9A-HJ-NP-Za-km-z]{4}-){3}[1-9A-HJ-NP-Za-km-z]{4}"));
        assertThat(money.vouchers().redeem(null, ada, codes.get(0)).balance()).isEqualTo(700);
        refused("voucher-used", () -> money.vouchers().redeem(null, bob, codes.get(0)));
        refused("voucher-used", () -> money.vouchers().redeem(null, ada, codes.get(0)));
        assertThat(money.vouchers()
                        .redeem(null, bob, " " + codes.get(1).replace("-", " "))
                        .balance())
                .isEqualTo(700);
        refused("voucher-unknown", () -> money.vouchers().redeem(null, ada, "1111-1111-1111-1111"));
        refused("voucher-unknown", () -> money.vouchers().redeem(null, ada, "0\u0000"));
    }

    @Test
    void vouchersThatCanNotBeAreRefused() {
        for (long amount : new long[] {Long.MIN_VALUE, -1, 0, Amounts.MAX + 1, Long.MAX_VALUE}) {
            refused("invalid-field", () -> money.vouchers().create(admin, amount, 1));
        }
        for (long count : new long[] {-1, 0, 1_001}) {
            refused("invalid-field", () -> money.vouchers().create(admin, 1, count));
        }
    }

    @Test
    void theFaucetRunsOnceADay() {
        assertThat(money.wallets().drinkFromFaucet(null, ada).balance()).isEqualTo(500);
        refused("already-credited", () -> money.wallets().drinkFromFaucet(null, ada));
        clock.advance(Duration.ofDays(1));
        assertThat(money.wallets().drinkFromFaucet(null, ada).balance()).isEqualTo(1_000);
    }

    @Test
    void aProviderMayRepeatItself() {
        TopUps.TopUp paid = new TopUps.TopUp("bank", "transfer 7", ada, 250);

        assertThat(money.wallets().topUp(paid)).isEqualTo(250);
        assertThat(money.wallets().topUp(paid)).isEqualTo(250);
        assertThat(money.wallets().topUp(new TopUps.TopUp("bank", "transfer 8", ada, 250)))
                .isEqualTo(500);
    }

    @Test
    void aKeyIsDoneOnceAndAnswersTheSameAgain() {
        String code = money.vouchers().create(admin, 100, 1).getFirst();
        Posted first = money.vouchers().redeem(key(ada, "k", "body"), ada, code);
        money.wallets().grant(null, ada, 1, "");

        assertThat(money.vouchers().redeem(key(ada, "k", "body"), ada, code)).isEqualTo(first);
        assertThat(money.wallets().of(ada).balance()).isEqualTo(101);
        refused("idempotency-key-reused", () -> money.vouchers().redeem(key(ada, "k", "other"), ada, code));
        // Another person's key is another key.
        refused("voucher-used", () -> money.vouchers().redeem(key(bob, "k", "body"), bob, code));
    }

    @Test
    void aKeyOfWhatFailedCanBeTriedAnew() {
        assertThatThrownBy(() -> money.payouts().request(key(ada, "k", "body"), ada, 50))
                .isInstanceOfSatisfying(
                        InsufficientFunds.class, e -> assertThat(e.balance()).isZero());
        money.wallets().grant(null, ada, 80, "");

        assertThat(money.payouts().request(key(ada, "k", "body"), ada, 50).balance())
                .isEqualTo(30);
    }

    @Test
    void keysThatAreNoneAreRefused() {
        for (String key : List.of("", "a b", "\u00e9", "x".repeat(201))) {
            refused("invalid-idempotency-key", () -> key(ada, key, "body"));
        }
    }

    @Test
    void aPayoutIsPaidOrGoesBack() {
        money.wallets().grant(null, ada, 100, "");
        String paid = money.payouts().request(null, ada, 30).id();
        String refused = money.payouts().request(null, ada, 60).id();
        assertThat(money.wallets().of(ada).balance()).isEqualTo(10);
        assertThat(money.payouts().requested().stream().map(Payout::amount)).containsExactlyInAnyOrder(30L, 60L);

        clock.advance(Duration.ofHours(1));
        assertThat(money.payouts().paid(null, paid).balance()).isEqualTo(10);
        assertThat(money.payouts().refuse(null, refused).balance()).isEqualTo(70);

        assertThat(money.payouts().requested()).isEmpty();
        assertThat(money.payouts().find(paid).orElseThrow().status()).isEqualTo(Payout.Status.PAID);
        assertThat(money.payouts().find(refused).orElseThrow().decidedAt()).isEqualTo(clock.instant());
        assertThat(money.payouts().ofUser(ada)).hasSize(2);
        refused("payout-decided", () -> money.payouts().paid(null, refused));
        refused("payout-not-found", () -> money.payouts().paid(null, "nothing"));
    }

    @Test
    void theCurrencyStaysOnceThereIsMoney() {
        PlatformSettings other = settings.withMoney(new MoneySettings(new Currency("EUR", 3), 0, 0));
        platform.close();
        Platform.open(other, clock).close();
        platform = Platform.open(settings, clock);
        platform.money().wallets().grant(null, ada, 1, "");
        platform.close();

        assertThatThrownBy(() -> Platform.open(other, clock))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("3");
        platform = Platform.open(settings, clock);
        money = platform.money();
    }
}
