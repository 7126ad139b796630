package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnLossTest {
    private static final long SEED = 0x0551;
    private static final double PACKET_KBIT = 9.6;
    private static final double OBSERVATION_SECONDS = 0.25;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final OwnLoss loss = new OwnLoss();

    /** Sends at rates between these and loses by chance what the network loses at the rate. */
    private void run(double seconds, double leastKbit, double mostKbit, DoubleUnaryOperator lossAt) {
        for (int i = 0; i < seconds / OBSERVATION_SECONDS; i++) {
            double kbit = leastKbit + (mostKbit - leastKbit) * random.nextDouble();
            int packets = (int) (kbit * OBSERVATION_SECONDS / PACKET_KBIT);
            int lost = 0;
            for (int packet = 0; packet < packets; packet++) {
                lost += random.nextDouble() < lossAt.applyAsDouble(kbit) ? 1 : 0;
            }
            loss.add(kbit, packets, lost);
        }
    }

    private static DoubleUnaryOperator policer(double kbit) {
        return rate -> Math.max(0, 1 - kbit / rate);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.05, 0.1, 0.14})
    void isWhatIsLostAtLowRatesAndHighOnesAlike(double share) {
        run(10, 500, 1_300, _ -> share);
        assertThat(loss.share()).as("seed %d", SEED).isBetween(0.4 * share, 1.1 * share);
    }

    @Test
    void oneRateAloneTellsNothing() {
        run(20, 1_300, 1_310, _ -> 0.1);
        assertThat(loss.share()).isZero();
    }

    @Test
    void aPolicerLosesNothingByItself() {
        run(20, 500, 1_300, policer(1_000));
        assertThat(loss.share()).as("seed %d", SEED).isLessThan(0.01);
    }

    @Test
    void aPolicerThatComesBetweenIsNotTakenForTheNetworksOwn() {
        run(20, 3_900, 4_000, _ -> 0);
        run(1, 3_900, 4_000, policer(1_000));
        run(2, 1_100, 1_200, policer(1_000));
        run(5, 800, 1_200, policer(1_000));
        assertThat(loss.share()).as("seed %d", SEED).isLessThan(0.05);
    }

    @Test
    void isRememberedWhileOnlyOneRateIsSent() {
        run(10, 500, 1_300, _ -> 0.1);
        double before = loss.share();
        run(60, 1_300, 1_310, _ -> 0.1);
        assertThat(loss.share()).as("seed %d", SEED).isGreaterThan(0.7 * before);
    }

    @Test
    void isForgottenOnceNothingIsLostAnyMore() {
        run(10, 500, 1_300, _ -> 0.1);
        run(10, 500, 1_300, _ -> 0);
        assertThat(loss.share()).as("seed %d", SEED).isLessThan(0.04);
    }

    @Test
    void isNeverBelievedToBeMostOfWhatIsSent() {
        run(20, 100, 1_300, _ -> 0.6);
        assertThat(loss.share()).isBetween(0.1, 0.15);
    }
}
