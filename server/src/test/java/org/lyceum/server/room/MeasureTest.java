package org.lyceum.server.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.rtc.peer.SendQuality.LimitedBy;
import org.lyceum.server.protocol.QualityLevel;
import org.lyceum.server.protocol.ServerMessage;

class MeasureTest {
    private static final long SECOND = 1_000_000_000L;

    private static Measure twoSeconds(org.lyceum.net.PeerStats before, org.lyceum.net.PeerStats after) {
        return Measure.NOTHING.next(before, 5 * SECOND).next(after, 7 * SECOND);
    }

    @Test
    void ratesAreOfTheTimeBetweenTwoLooks() {
        Measure out =
                twoSeconds(Figures.watching(1_000_000, Figures.HEALTHY), Figures.watching(1_375_000, Figures.HEALTHY));
        Measure in = twoSeconds(Figures.presenting(10, 0), Figures.presenting(20, 500_000));

        assertThat(out.toWatcher(false, false).bitrate()).isEqualTo(1_500_000);
        assertThat(in.fromPresenter().bitrate()).isEqualTo(2_000_000);
    }

    @Test
    void theFirstLookHasNoRatesAndIsGood() {
        Measure first = Measure.NOTHING.next(Figures.watching(9_000, Figures.HEALTHY), SECOND);

        assertThat(first.toWatcher(false, false).bitrate()).isZero();
        assertThat(Measure.NOTHING.toWatcher(false, false).level()).isEqualTo(QualityLevel.GOOD);
        assertThat(Measure.NOTHING.upload("p").level()).isEqualTo(QualityLevel.GOOD);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 0, 0, NOTHING, false, false, GOOD",
        "20, 0, 0.049, NOTHING, false, false, GOOD",
        "20, 0, 0.05, NOTHING, false, false, FAIR",
        "20, 0, 0.1, LOSS, false, false, POOR",
        "399, 0, 0, NOTHING, false, false, GOOD",
        "400, 0, 0, NOTHING, false, false, FAIR",
        "1000, 0, 0, NOTHING, false, false, POOR",
        "20, 150, 0, DELAY, false, false, FAIR",
        "20, 500, 0, DELAY, false, false, POOR",
        "20, 0, 0, DELAY, false, false, GOOD",
        "20, 0, 0, DELAY, false, true, FAIR",
        "20, 0, 0, NOTHING, false, true, GOOD",
        "20, 0, 0, NOTHING, true, false, POOR",
    })
    void aWatchersWayIsAsGoodAsItsWorstFigure(
            long roundTrip,
            long queueing,
            double loss,
            LimitedBy limitedBy,
            boolean starved,
            boolean reduced,
            QualityLevel level) {
        Measure measure = Measure.NOTHING.next(
                Figures.watching(1, Figures.sending(900_000, roundTrip, queueing, loss, limitedBy)), 1);

        ServerMessage.NetworkQuality network = measure.toWatcher(starved, reduced);

        assertThat(network.level()).isEqualTo(level);
        assertThat(network.estimate()).isEqualTo(900_000);
        assertThat(network.roundTrip()).isEqualTo(roundTrip);
        assertThat(network.queueingDelay()).isEqualTo(queueing);
    }

    @ParameterizedTest
    @CsvSource({"0, 5, GOOD", "0.05, 5, FAIR", "0.2, 5, POOR", "0, 60, FAIR", "0, 200, POOR"})
    void aPresentersWayIsJudgedByLossAndJitter(double loss, long jitter, QualityLevel level) {
        Measure measure = twoSeconds(
                Figures.presenting(1, 0),
                Figures.presenting(
                        2,
                        100,
                        Figures.encoding("0", 0, 40_000, loss, jitter),
                        Figures.encoding("1", 0, 1_500_000, loss, jitter + 300)));

        ServerMessage.UploadQuality upload = measure.upload("p");

        assertThat(upload.level()).isEqualTo(level);
        assertThat(upload.jitter()).isEqualTo(jitter);
        assertThat(upload.loss()).isEqualTo(loss);
        assertThat(measure.fromPresenter().level()).isEqualTo(level);
    }

    @Test
    void lossOfALittleEncodingCountsLittle() {
        Measure measure = Measure.NOTHING.next(
                Figures.presenting(
                        1, 0, Figures.encoding("1", 0, 1_900_000, 0, 1), Figures.encoding("1", 1, 100_000, 0.5, 1)),
                1);

        assertThat(measure.upload("p").loss()).isEqualTo(0.025);
    }

    @Test
    void aPresenterFromWhomNothingComesIsLost() {
        Measure measure = twoSeconds(Figures.presenting(10, 1_000), Figures.presenting(10, 1_000));

        assertThat(measure.upload("p").level()).isEqualTo(QualityLevel.LOST);
    }

    @ParameterizedTest
    @CsvSource({"0, GOOD, 0", "99000000, GOOD, 99", "100000000, FAIR, 100", "400000000, POOR, 400", "1600000, GOOD, 2"})
    void aServerThatTakesLongIsInTrouble(long nanos, QualityLevel level, long millis) {
        assertThat(Measure.server(nanos, false)).isEqualTo(new ServerMessage.ServerQuality(level, millis));
        assertThat(Measure.server(nanos, true)).isEqualTo(new ServerMessage.ServerQuality(QualityLevel.POOR, millis));
    }
}
