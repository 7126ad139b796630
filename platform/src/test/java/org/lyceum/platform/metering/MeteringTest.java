package org.lyceum.platform.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
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
import org.lyceum.platform.Retention;
import org.lyceum.platform.TestPlatforms;
import org.lyceum.platform.db.Storage;
import org.lyceum.platform.money.Currency;
import org.lyceum.platform.money.MoneySettings;
import org.lyceum.platform.money.Wallet;
import org.lyceum.platform.streams.NewStream;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Visibility;

@ParameterizedClass
@EnumSource(Storage.class)
class MeteringTest {
    private static final long PRICE = 60;

    private final Storage storage;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final List<TickSettlement.Batch> settled = new ArrayList<>();
    private PlatformSettings settings;
    private Platform platform;
    private Metering metering;
    private String ada;
    private String bob;
    private Stream stream;

    MeteringTest(Storage storage) {
        this.storage = storage;
    }

    @BeforeEach
    void open() {
        MoneySettings tenPercent = new MoneySettings(new Currency("EUR", 2), 1_000, 0);
        settings = TestPlatforms.settings(storage, folder).withMoney(tenPercent).withSettlement(settled::addAll);
        reopen();
        ada = person("ada@example.org");
        bob = person("bob@example.org");
        stream = stream(0);
    }

    @AfterEach
    void close() {
        platform.close();
        platform = Platform.open(settings, clock);
        assertThat(platform.money().verify().faults()).isEmpty();
        platform.close();
    }

    private void reopen() {
        platform = Platform.open(settings, clock);
        metering = platform.metering();
    }

    private String person(String email) {
        return platform.accounts()
                .create(email, "correct horse", "Someone", Set.of())
                .id();
    }

    private Stream stream(int previewSeconds) {
        return platform
                .streams()
                .create(ada, new NewStream("Fugues", "", Visibility.PUBLIC, PRICE, previewSeconds))
                .stream();
    }

    private void give(String user, long amount) {
        platform.money().wallets().grant(null, user, amount, "");
    }

    private Wallet wallet(String user) {
        return platform.money().wallets().of(user);
    }

    private Allowed second(String session, boolean acknowledged) {
        return Objects.requireNonNull(
                metering.second(Map.of(session, acknowledged)).get(session));
    }

    private String open(@Nullable String user) {
        return metering.open(stream, new Watcher(user, "192.0.2.1")).sessionId();
    }

    private String paying(String user) {
        String session = open(user);
        metering.agree(session, PRICE, null);
        return session;
    }

    private Allowed watch(String session, int seconds) {
        Allowed allowed = Allowed.FULL;
        for (int i = 0; i < seconds; i++) {
            allowed = second(session, true);
            clock.advance(Duration.ofSeconds(1));
            if (i % 2 == 1) {
                metering.flush();
            }
        }
        return allowed;
    }

    @Test
    void whatCostNothingIsForgottenAfterAWhileAndWhatWasPaidForIsNot() {
        give(bob, 1_000);
        String free = open(bob);
        String paid = paying(bob);
        watch(paid, 4);
        metering.close(free);
        metering.close(paid);
        metering.flush();

        clock.advance(Duration.ofDays(89));
        metering.tidy();
        assertThat(metering.receipt(free)).isPresent();

        clock.advance(Duration.ofDays(2));
        metering.tidy();
        assertThat(metering.receipt(free)).isEmpty();
        assertThat(metering.receipt(paid)).isPresent();
    }

    @Test
    void nothingIsForgottenWhereVisitsAreKeptForEver() {
        platform.close();
        settings = settings.withRetention(new Retention(90, 0));
        reopen();
        String free = open(bob);
        metering.close(free);
        metering.flush();
        clock.advance(Duration.ofDays(10_000));
        metering.tidy();
        assertThat(metering.receipt(free)).isPresent();
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void secondsMoveFromTheWatcherToTheCreatorAndTheHouse() {
        give(bob, 1_000);
        String session = paying(bob);

        assertThat(watch(session, 60)).isEqualTo(Allowed.FULL);
        metering.close(session);
        metering.flush();

        assertThat(wallet(bob).balance()).isEqualTo(940);
        assertThat(wallet(ada).pending()).isEqualTo(54);
        Receipt receipt = metering.receipt(session).orElseThrow();
        assertThat(receipt.seconds()).isEqualTo(60);
        assertThat(receipt.charged()).isEqualTo(60);
        assertThat(receipt.endReason()).isEqualTo("closed");
        assertThat(receipt.streamTitle()).isEqualTo("Fugues");
        assertThat(metering.receiptsOf(bob)).containsExactly(receipt);
        assertThat(metering.size()).isZero();
        assertThat(settled.stream().mapToLong(TickSettlement.Batch::amount).sum())
                .isEqualTo(60);
        assertThat(settled.stream()
                        .flatMap(batch -> batch.ticks().stream())
                        .mapToLong(TickSettlement.Ticks::seconds)
                        .sum())
                .isEqualTo(60);
    }

    @Test
    void tenSecondsAreHeldAheadFromTheAgreementOn() {
        give(bob, 1_000);
        String session = open(bob);
        assertThat(wallet(bob).balance()).isEqualTo(1_000);
        assertThat(metering.second(Map.of(session, true))).containsEntry(session, Allowed.PRICE_NOT_AGREED);

        assertThat(metering.agree(session, PRICE, null)).isEqualTo(Allowed.FULL);
        assertThat(wallet(bob).balance()).isEqualTo(990);
    }

    @Test
    void thePriceIsTheOneThatWasSeen() {
        give(bob, 1_000);
        String session = open(bob);
        refused("price-differs", () -> metering.agree(session, PRICE - 1, null));
        refused("invalid-field", () -> metering.agree(session, PRICE, 0L));
        refused("watch-over", () -> metering.agree("nothing", PRICE, null));
        String guest = open(null);
        refused("sign-in-required", () -> metering.agree(guest, PRICE, null));
    }

    @Test
    void itRunsDryAndATopUpResumesIt() {
        give(bob, 7);
        String session = paying(bob);

        assertThat(watch(session, 7)).isEqualTo(Allowed.OUT_OF_FUNDS);
        assertThat(wallet(bob).balance()).isZero();
        metering.flush();
        give(bob, 5);
        metering.flush();
        assertThat(metering.second(Map.of(session, true))).containsEntry(session, Allowed.FULL);
        assertThat(watch(session, 5)).isEqualTo(Allowed.OUT_OF_FUNDS);
        assertThat(metering.receipt(session).orElseThrow().charged()).isLessThanOrEqualTo(12);
    }

    @Test
    void theCapHoldsAndCanBeRaised() {
        give(bob, 1_000);
        String session = open(bob);
        metering.agree(session, PRICE, 5L);
        assertThat(wallet(bob).balance()).isEqualTo(995);
        assertThat(watch(session, 20)).isEqualTo(Allowed.CAP_REACHED);
        assertThat(metering.agree(session, PRICE, 8L)).isEqualTo(Allowed.FULL);
        assertThat(watch(session, 20)).isEqualTo(Allowed.CAP_REACHED);
        metering.close(session);
        metering.flush();
        assertThat(wallet(bob).balance()).isEqualTo(992);
    }

    @Test
    void whoStaysAwayIsEndedAndGetsBackWhatWasHeld() {
        give(bob, 1_000);
        String session = paying(bob);
        watch(session, 4);
        Allowed last = Allowed.FULL;
        for (int i = 0; i < 30; i++) {
            last = second(session, false);
        }
        assertThat(last).isEqualTo(Allowed.UNACKNOWLEDGED);
        metering.flush();
        assertThat(wallet(bob).balance()).isEqualTo(996);
        assertThat(metering.receipt(session).orElseThrow().endReason()).isEqualTo("unacknowledged");
        assertThat(metering.second(Map.of(session, true))).containsEntry(session, Allowed.CLOSED);
    }

    @Test
    void thePreviewIsThereOnceADayForEachAccountAndEachGuestsAddress() {
        stream = stream(5);
        String first = open(bob);
        assertThat(watch(first, 3)).isEqualTo(Allowed.FULL);
        metering.close(first);
        metering.flush();
        // What was not seen is still there, and no more than that.
        OpenedWatch second = metering.open(stream, new Watcher(bob, "192.0.2.1"));
        assertThat(second.previewSeconds()).isEqualTo(2);
        assertThat(watch(second.sessionId(), 2)).isEqualTo(Allowed.PRICE_NOT_AGREED);
        assertThat(metering.open(stream, new Watcher(bob, "192.0.2.9")).previewSeconds())
                .isZero();

        OpenedWatch guest = metering.open(stream, new Watcher(null, "192.0.2.1"));
        assertThat(guest.previewSeconds()).isEqualTo(5);
        assertThat(watch(guest.sessionId(), 6)).isEqualTo(Allowed.PRICE_NOT_AGREED);
        assertThat(metering.open(stream, new Watcher(null, "192.0.2.1")).previewSeconds())
                .isZero();
        assertThat(metering.open(stream, new Watcher(null, "192.0.2.2")).previewSeconds())
                .isEqualTo(5);

        clock.advance(Duration.ofDays(1));
        assertThat(metering.open(stream, new Watcher(bob, "192.0.2.1")).previewSeconds())
                .isEqualTo(5);
    }

    @Test
    void whoRunsTheStreamPaysNothing() {
        String own = metering.open(stream, new Watcher(ada, "192.0.2.1")).sessionId();
        assertThat(watch(own, 100)).isEqualTo(Allowed.FULL);
    }

    @Test
    void anOutageIsRefundedToEverybodyWhoWatches() {
        give(bob, 1_000);
        String session = paying(bob);
        watch(session, 20);
        assertThat(wallet(ada).pending()).isEqualTo(18);

        metering.outage(stream.id(), 10);
        metering.close(session);
        metering.flush();

        assertThat(wallet(ada).pending()).isEqualTo(9);
        assertThat(wallet(bob).balance()).isEqualTo(990);
        assertThat(metering.receipt(session).orElseThrow().seconds()).isEqualTo(10);
    }

    @Test
    void twoSessionsOfOneWalletAreMeteredEachByItself() {
        give(bob, 1_000);
        String one = paying(bob);
        String two = paying(bob);
        for (int i = 0; i < 20; i++) {
            metering.second(Map.of(one, true, two, true));
            if (i % 2 == 1) {
                metering.flush();
            }
        }
        metering.close(one);
        metering.close(two);
        metering.flush();
        assertThat(wallet(bob).balance()).isEqualTo(960);
    }

    @Test
    void aSessionOpenAtAStopOfTheServerIsClosedAndPaid() {
        give(bob, 1_000);
        String session = paying(bob);
        watch(session, 5);
        platform.close();
        reopen();
        assertThat(wallet(bob).balance()).isEqualTo(995);
        assertThat(metering.receipt(session).orElseThrow().endReason()).isEqualTo("closed");
    }
}
