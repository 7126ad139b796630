package org.lyceum.platform.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchMeterTest {
    private static final long PRICE = 60;

    private static WatchMeter paying(long funds, long cap) {
        WatchMeter meter = new WatchMeter(PRICE, new Preview(0));
        meter.agree(cap);
        meter.funded(funds);
        return meter;
    }

    private static Allowed seconds(WatchMeter meter, int count, boolean acknowledged) {
        for (int i = 0; i < count; i++) {
            meter.second(acknowledged);
        }
        return meter.allowed();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000, 0",
        "1, 1, 0",
        "59, 1, 0",
        "60, 1, 1",
        "119, 1, 1",
        "1, 59, 0",
        "1, 60, 1",
        "7, 100, 11",
        "3600, 0, 0",
        "3600, 1, 60",
        "86400, 1000000000, 1440000000000"
    })
    void thePriceOfSecondsIsThatOfAllOfThemRoundedDown(long seconds, long perMinute, long charge) {
        assertThat(Price.of(seconds, perMinute)).isEqualTo(charge);
    }

    @Test
    void anHourCostsSixtyMinutesHoweverItIsSummedUp() {
        for (long price : new long[] {1, 7, 59, 60, 61, 997, 1_000_000_000}) {
            long sum = 0;
            for (int second = 1; second <= 3_600; second++) {
                sum += Price.of(second, price) - Price.of(second - 1, price);
            }
            assertThat(sum).isEqualTo(60 * price);
        }
    }

    @Test
    void whatIsFreeIsNeverStoppedForMoney() {
        WatchMeter meter = new WatchMeter(0, new Preview(0));
        assertThat(seconds(meter, 1_000, true)).isEqualTo(Allowed.FULL);
        assertThat(meter.charged()).isZero();
        assertThat(meter.wanted()).isZero();
    }

    @Test
    void nobodyPaysBeforeTheyAgree() {
        WatchMeter meter = new WatchMeter(PRICE, new Preview(0));
        assertThat(meter.allowed()).isEqualTo(Allowed.PRICE_NOT_AGREED);
        assertThat(seconds(meter, 100, true)).isEqualTo(Allowed.PRICE_NOT_AGREED);
        assertThat(meter.seconds()).isZero();
        assertThat(meter.wanted()).isZero();
    }

    @Test
    void thePreviewIsFreeAndCountsOnlyWhatWasSeen() {
        WatchMeter meter = new WatchMeter(PRICE, new Preview(3));
        assertThat(meter.allowed()).isEqualTo(Allowed.FULL);
        meter.second(false);
        assertThat(seconds(meter, 2, true)).isEqualTo(Allowed.FULL);
        assertThat(meter.second(true)).isEqualTo(Allowed.PRICE_NOT_AGREED);
        assertThat(meter.previewSeconds()).isEqualTo(3);
        assertThat(meter.charged()).isZero();
    }

    @Test
    void whoAgreesDuringThePreviewPaysFromItsEnd() {
        WatchMeter meter = new WatchMeter(PRICE, new Preview(3));
        meter.agree(Long.MAX_VALUE);
        assertThat(meter.wanted()).isEqualTo(10);
        meter.funded(10);
        assertThat(seconds(meter, 5, true)).isEqualTo(Allowed.FULL);
        assertThat(meter.charged()).isEqualTo(2);
    }

    @Test
    void aSecondCountsOnceItIsAcknowledged() {
        WatchMeter meter = paying(100, Long.MAX_VALUE);
        for (int i = 0; i < 10; i++) {
            meter.second(i % 2 == 0);
        }
        assertThat(meter.seconds()).isEqualTo(5);
        assertThat(meter.charged()).isEqualTo(5);
    }

    @Test
    void fiveUnacknowledgedSecondsLeaveTheSoundAndOneAcknowledgedBringsThePictureBack() {
        WatchMeter meter = paying(100, Long.MAX_VALUE);
        assertThat(seconds(meter, 4, false)).isEqualTo(Allowed.FULL);
        assertThat(meter.second(false)).isEqualTo(Allowed.SOUND_ONLY);
        assertThat(seconds(meter, 24, false)).isEqualTo(Allowed.SOUND_ONLY);
        assertThat(meter.second(true)).isEqualTo(Allowed.FULL);
        assertThat(meter.charged()).isEqualTo(1);
    }

    @Test
    void thirtyUnacknowledgedSecondsEndIt() {
        WatchMeter meter = paying(100, Long.MAX_VALUE);
        assertThat(seconds(meter, 29, false)).isEqualTo(Allowed.SOUND_ONLY);
        assertThat(meter.second(false)).isEqualTo(Allowed.UNACKNOWLEDGED);
        assertThat(seconds(meter, 10, true)).isEqualTo(Allowed.UNACKNOWLEDGED);
        meter.funded(1_000);
        assertThat(meter.allowed()).isEqualTo(Allowed.UNACKNOWLEDGED);
        assertThat(meter.charged()).isZero();
        assertThat(meter.wanted()).isZero();
    }

    @Test
    void itStopsWhenTheMoneyIsSpentAndGoesOnWithMore() {
        WatchMeter meter = paying(3, Long.MAX_VALUE);
        assertThat(seconds(meter, 2, true)).isEqualTo(Allowed.FULL);
        assertThat(meter.second(true)).isEqualTo(Allowed.OUT_OF_FUNDS);
        // While nothing is sent nothing is missed, and late acknowledgements cost nothing.
        assertThat(seconds(meter, 100, false)).isEqualTo(Allowed.OUT_OF_FUNDS);
        assertThat(seconds(meter, 100, true)).isEqualTo(Allowed.OUT_OF_FUNDS);
        assertThat(meter.charged()).isEqualTo(3);
        assertThat(meter.wanted()).isEqualTo(10);
        meter.funded(4);
        assertThat(meter.allowed()).isEqualTo(Allowed.FULL);
        assertThat(meter.second(true)).isEqualTo(Allowed.OUT_OF_FUNDS);
    }

    @Test
    void theCapIsNeverPassedAndCanBeRaised() {
        WatchMeter meter = paying(0, 5);
        assertThat(meter.wanted()).isEqualTo(5);
        meter.funded(5);
        assertThat(seconds(meter, 50, true)).isEqualTo(Allowed.CAP_REACHED);
        assertThat(meter.charged()).isEqualTo(5);
        assertThat(meter.wanted()).isZero();
        meter.agree(8);
        assertThat(meter.allowed()).isEqualTo(Allowed.OUT_OF_FUNDS);
        assertThat(meter.wanted()).isEqualTo(3);
        meter.funded(8);
        assertThat(seconds(meter, 50, true)).isEqualTo(Allowed.CAP_REACHED);
        assertThat(meter.charged()).isEqualTo(8);
    }

    @Test
    void tenSecondsAreHeldAheadAndFilledUpBeforeTheyAreGone() {
        WatchMeter meter = paying(10, Long.MAX_VALUE);
        seconds(meter, 5, true);
        assertThat(meter.wanted()).isZero();
        seconds(meter, 1, true);
        assertThat(meter.wanted()).isEqualTo(6);
        meter.funded(16);
        assertThat(meter.wanted()).isZero();
    }

    @Test
    void anOutageIsTakenOffWhatWasCharged() {
        WatchMeter meter = paying(100, Long.MAX_VALUE);
        seconds(meter, 20, true);
        meter.refund(5);
        assertThat(meter.charged()).isEqualTo(15);
        meter.refund(1_000);
        assertThat(meter.charged()).isZero();
    }

    @Test
    void whateverHappensNobodyOwesAnything() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            WatchMeter meter = new WatchMeter(random.nextInt(500), new Preview(random.nextInt(5)));
            long cap = Long.MAX_VALUE;
            long funds = 0;
            for (int i = 0; i < 200; i++) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        cap = Math.max(meter.charged(), random.nextInt(1, 2_000));
                        meter.agree(cap);
                    }
                    case 1 -> {
                        funds += Math.min(meter.wanted(), random.nextInt(200));
                        meter.funded(funds);
                    }
                    case 2 -> meter.refund(random.nextInt(3));
                    default -> meter.second(random.nextInt(10) > 0);
                }
                assertThat(meter.charged()).as("seed %d", seed).isLessThanOrEqualTo(Math.min(funds, cap));
            }
        }
    }
}
