package org.lyceum.platform.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.platform.reports.ReportsHouse.days;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.platform.db.Storage;
import org.lyceum.platform.money.Wallet;
import org.lyceum.platform.streams.Stream;

/** The house is at 2026-03-01 12:00 UTC. */
@ParameterizedClass
@EnumSource(Storage.class)
class EarningsReportTest {
    private static final Days MARCH = days("2026-03-01", "2026-03-31");

    private final Storage storage;

    @TempDir
    Path folder;

    private ReportsHouse house;
    private String ada;
    private String bob;
    private String eve;
    private Stream fugues;
    private Stream preludes;

    EarningsReportTest(Storage storage) {
        this.storage = storage;
    }

    @BeforeEach
    void open() {
        house = new ReportsHouse(storage, folder);
        ada = house.person("ada", 0);
        bob = house.person("bob", 10_000);
        eve = house.person("eve", 10_000);
        fugues = house.stream(ada, "Fugues", 60);
        preludes = house.stream(ada, "Preludes", 0);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private EarningsReport report(Days days) {
        return house.reports().earnings(ada, null, days);
    }

    private void letItSettle() {
        house.clock.advance(Duration.ofHours(25));
        house.platform.money().settleEarnings();
    }

    @Test
    void whoHasEarnedNothingHasDaysOfNothing() {
        EarningsReport report = report(days("2026-02-27", "2026-03-01"));

        assertThat(report.total()).isEqualTo(Earned.NOTHING);
        assertThat(report.streams()).isEmpty();
        assertThat(report.days())
                .extracting(EarningsReport.OfDay::day)
                .containsExactly(
                        LocalDate.parse("2026-02-27"), LocalDate.parse("2026-02-28"), LocalDate.parse("2026-03-01"));
        assertThat(report.days()).extracting(EarningsReport.OfDay::earned).containsOnly(Earned.NOTHING);
    }

    @Test
    void tipsAndSecondsAddUpByTheDayAndByTheStream() {
        house.tip(bob, fugues, 1_000);
        house.watchForMoney(eve, fugues, 30);
        house.tip(eve, preludes, 55);
        letItSettle();
        house.tip(bob, preludes, 200);

        EarningsReport report = report(MARCH);

        // The house keeps a tenth, rounded down: 100 of 1000, 5 of 55, 3 of 30, 20 of 200.
        assertThat(report.days().get(0).earned()).isEqualTo(new Earned(950, 27, 0, 977));
        assertThat(report.days().get(1).earned()).isEqualTo(new Earned(180, 0, 180, 0));
        assertThat(report.days().subList(2, 31))
                .allSatisfy(day -> assertThat(day.earned()).isEqualTo(Earned.NOTHING));
        assertThat(report.streams())
                .containsExactly(
                        new EarningsReport.OfStream(fugues.id(), "Fugues", new Earned(900, 27, 0, 927)),
                        new EarningsReport.OfStream(preludes.id(), "Preludes", new Earned(230, 0, 180, 50)));
        assertThat(report.total()).isEqualTo(new Earned(1_130, 27, 180, 977));
        assertThat(house.platform.money().wallets().of(ada)).isEqualTo(new Wallet(977, 180));

        EarningsReport one = house.reports().earnings(ada, preludes.id(), MARCH);
        assertThat(one.total()).isEqualTo(new Earned(230, 0, 180, 50));
        assertThat(one.days().get(0).earned()).isEqualTo(new Earned(50, 0, 0, 50));
        assertThat(house.reports().earnings(bob, preludes.id(), MARCH).total()).isEqualTo(Earned.NOTHING);
    }

    @Test
    void whatIsGivenBackWasNotEarned() {
        house.tip(bob, fugues, 300);
        String regretted = house.tip(bob, fugues, 1_000);
        house.clock.advance(Duration.ofHours(3));
        house.platform.tips().refund(null, regretted);

        assertThat(report(MARCH).total()).isEqualTo(new Earned(270, 0, 270, 0));
        letItSettle();
        assertThat(report(MARCH).total()).isEqualTo(new Earned(270, 0, 0, 270));
        assertThat(house.reports().supporters(ada, null, MARCH, 10)).containsExactly(new Supporter(bob, "bob", 300, 0));
    }

    @Test
    void aDayBeginsWhereItsClockSaysSo() {
        house.clock.advance(Duration.ofMinutes(11 * 60 + 44)); // 23:44 in London, 5:29 of the next day in Kathmandu
        house.tip(bob, fugues, 10);
        house.clock.advance(Duration.ofMinutes(16)); // midnight
        house.tip(bob, fugues, 100);

        for (int settled = 0; settled < 2; settled++) {
            assertThat(ofFirst(ZoneOffset.UTC)).isEqualTo(9);
            assertThat(ofFirst(ZoneOffset.ofHoursMinutes(0, 15))).isEqualTo(9);
            assertThat(ofFirst(ZoneOffset.ofHoursMinutes(0, 30))).isZero();
            assertThat(ofFirst(ZoneOffset.ofHoursMinutes(5, 45))).isZero();
            assertThat(ofFirst(ZoneOffset.ofHoursMinutes(0, -15))).isEqualTo(99);
            assertThat(ofFirst(ZoneOffset.ofHours(-12))).isEqualTo(99);
            letItSettle();
        }
    }

    private long ofFirst(ZoneOffset zone) {
        LocalDate first = LocalDate.parse("2026-03-01");
        return report(new Days(first, first, zone)).total().total();
    }

    @Test
    void whoHasGivenMostStandsFirst() {
        house.tip(bob, fugues, 25);
        house.tip(bob, preludes, 4);
        house.watchForMoney(eve, fugues, 30);
        Stream foreign = house.stream(bob, "Not hers", 0);
        house.tip(eve, foreign, 500);

        assertThat(house.reports().supporters(ada, null, MARCH, 10))
                .containsExactly(new Supporter(eve, "eve", 0, 30), new Supporter(bob, "bob", 29, 0));
        assertThat(house.reports().supporters(ada, preludes.id(), MARCH, 10))
                .containsExactly(new Supporter(bob, "bob", 4, 0));
        assertThat(house.reports().supporters(ada, null, MARCH, 1)).hasSize(1);
        assertThat(house.reports().supporters(ada, null, days("2026-02-01", "2026-02-28"), 10))
                .isEmpty();
    }

    /** However things fall into minutes, quarters and days: what the report says is what the ledger has. */
    @Test
    void theSumsAreThoseOfTheWalletWheneverOneLooks() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            house.clock.advance(Duration.ofSeconds(random.nextInt(4 * 3_600)));
            Stream stream = random.nextBoolean() ? fugues : preludes;
            String tip = house.tip(random.nextBoolean() ? bob : eve, stream, 1 + random.nextInt(99));
            switch (random.nextInt(6)) {
                case 0 -> house.platform.tips().refund(null, tip);
                case 1 -> house.watchForMoney(eve, fugues, 1 + random.nextInt(20));
                case 2 -> house.platform.money().settleEarnings();
                default -> {}
            }
            EarningsReport report = report(MARCH);
            assertThat(new Wallet(report.total().available(), report.total().pending()))
                    .as("seed %d", seed)
                    .isEqualTo(house.platform.money().wallets().of(ada));
            assertThat(report.days().stream().map(EarningsReport.OfDay::earned).reduce(Earned.NOTHING, Earned::plus))
                    .isEqualTo(report.total());
            assertThat(report.streams().stream()
                            .map(EarningsReport.OfStream::earned)
                            .reduce(Earned.NOTHING, Earned::plus))
                    .isEqualTo(report.total());
        }
    }
}
