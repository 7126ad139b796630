package org.lyceum.server.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.peer.SendQuality.LimitedBy;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.LayerChoice;
import org.lyceum.server.protocol.QualityLevel;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.sfu.Quality;
import org.lyceum.sfu.TrackId;

class QualityReportsTest {
    private final RoomHarness house = new RoomHarness();
    private final RoomHarness.Client presenter = house.live();
    private final RecordingPlane.RecordingPeer presenting = house.plane.newestPeer();

    private RoomHarness.Client watcher(RecordingPlane.RecordingPeer[] peer) {
        RoomHarness.Client watcher = house.watching();
        peer[0] = house.plane.newestPeer();
        peer[0].stats = Figures.watching(0, Figures.HEALTHY);
        return watcher;
    }

    private static ServerMessage.ConnectionQuality newest(RoomHarness.Client client) {
        return client.outlet.last(ServerMessage.ConnectionQuality.class);
    }

    private void twoReports() {
        presenting.stats = Figures.presenting(100, 0, Figures.encoding("1", 0, 1_500_000, 0, 3));
        house.pass(QualityReports.INTERVAL);
        presenting.stats = Figures.presenting(200, 400_000, Figures.encoding("1", 0, 1_500_000, 0, 3));
        house.pass(QualityReports.INTERVAL);
    }

    @Test
    void everybodyHearsHowTheirConnectionDoesEveryTwoSeconds() {
        var peer = new RecordingPlane.RecordingPeer[1];
        RoomHarness.Client watcher = watcher(peer);
        twoReports();
        house.pass(Duration.ofSeconds(20));

        assertThat(watcher.outlet.all(ServerMessage.ConnectionQuality.class)).hasSizeBetween(11, 12);
        assertThat(presenter.outlet.all(ServerMessage.ConnectionQuality.class)).hasSizeBetween(11, 12);
    }

    @Test
    void whoCameTogetherIsAskedTogetherAndNobodyElse() {
        int turns = 0;
        RoomHarness.Client[] watchers = new RoomHarness.Client[3];
        for (int i = 0; i < watchers.length; i++) {
            watchers[i] = watcher(new RecordingPlane.RecordingPeer[1]);
            house.pass(Duration.ofMillis(i == 0 ? 0 : 500));
        }
        house.pass(QualityReports.INTERVAL.minus(Duration.ofMillis(1_200)));
        for (int before = 0; before < 3; ) {
            house.pass(Duration.ofMillis(100));
            int now = (int) Arrays.stream(watchers)
                    .filter(each -> !each.outlet
                            .all(ServerMessage.ConnectionQuality.class)
                            .isEmpty())
                    .count();
            turns += now > before ? 1 : 0;
            before = now;
        }
        assertThat(turns).isEqualTo(2);
        assertThat(newest(watchers[0])).isNotNull();
    }

    @Test
    void aWatcherWhoseConnectionIsOverKeepsNobodyElseOfTheTurnWaiting() {
        var gone = new RecordingPlane.RecordingPeer[1];
        RoomHarness.Client lost = watcher(gone);
        RoomHarness.Client watcher = watcher(new RecordingPlane.RecordingPeer[1]);
        gone[0].stats = null; // it fails to answer
        house.pass(Duration.ofSeconds(20));

        assertThat(lost.outlet.all(ServerMessage.ConnectionQuality.class)).isEmpty();
        assertThat(watcher.outlet.all(ServerMessage.ConnectionQuality.class)).hasSizeBetween(9, 10);
    }

    @Test
    void aReportTellsYourNetworkTheirUploadAndTheServerApart() {
        var peer = new RecordingPlane.RecordingPeer[1];
        RoomHarness.Client watcher = watcher(peer);
        twoReports();
        peer[0].stats = Figures.watching(50_000, Figures.sending(420_000, 80, 600, 0.02, LimitedBy.DELAY));
        presenting.stats = Figures.presenting(300, 800_000, Figures.encoding("1", 0, 1_500_000, 0, 3));
        house.pass(QualityReports.INTERVAL);

        ServerMessage.ConnectionQuality told = newest(watcher);
        assertThat(told.participantId()).isEqualTo(watcher.participant.participantId());
        assertThat(told.level()).isEqualTo(QualityLevel.POOR);
        assertThat(told.network())
                .isEqualTo(new ServerMessage.NetworkQuality(
                        QualityLevel.POOR, 200_000, 420_000L, 80L, 600L, 0.02, "delay"));
        assertThat(told.upload())
                .isEqualTo(new ServerMessage.UploadQuality(
                        presenter.participant.participantId(), QualityLevel.GOOD, 1_600_000, 0, 3));
        assertThat(told.server().level()).isEqualTo(QualityLevel.GOOD);
        assertThat(told.watchers()).isNull();
    }

    /** A moment in which the estimate falls is no fault of the network where nothing that is wanted is left out. */
    @ParameterizedTest
    @CsvSource({
        ", , 2, GOOD",
        ", , 1, FAIR",
        ", , 0, FAIR",
        ", LOW, 0, GOOD",
        ", MEDIUM, 1, GOOD",
        ", MEDIUM, 0, FAIR",
        "170, , 0, GOOD",
        "300, , 1, GOOD",
        "300, , 0, FAIR",
        "360, , 1, GOOD",
        "361, , 1, FAIR",
        "2000, , 2, GOOD",
    })
    void onlyWhatTheWatcherMissesIsHeldAgainstItsNetwork(
            @Nullable Integer maxHeight, @Nullable LayerChoice layer, int spatial, QualityLevel level) {
        var peer = new RecordingPlane.RecordingPeer[1];
        RoomHarness.Client watcher = watcher(peer);
        peer[0].stats = Figures.watching(0, Figures.sending(420_000, 20, 0, 0, LimitedBy.DELAY));
        presenting.stats = Figures.presenting(1, 1, Figures.picture("1", 0, 180, 360, 720));
        house.pass(QualityReports.INTERVAL);
        watcher.say(new ClientMessage.LayerPreference("camera", maxHeight, layer, null));
        house.tell(new RoomMessage.Forwarding(peer[0], "0", new TrackId("camera"), new Quality(0, spatial, 2), false));
        twoReports();

        assertThat(newest(watcher).network().level()).isEqualTo(level);
    }

    @Test
    void thePresenterHearsOfItsOwnUploadAndHowTheWatchersDo() {
        watcher(new RecordingPlane.RecordingPeer[1]);
        var slow = new RecordingPlane.RecordingPeer[1];
        watcher(slow);
        slow[0].stats = Figures.watching(0, Figures.sending(80_000, 80, 10, 0.2, LimitedBy.LOSS));
        watcher(new RecordingPlane.RecordingPeer[1]).loseSocket();
        house.watcher();
        twoReports();
        presenting.stats = Figures.presenting(201, 400_100, Figures.encoding("1", 0, 10_000, 0.3, 3));
        house.pass(QualityReports.INTERVAL);

        ServerMessage.ConnectionQuality told = newest(presenter);
        assertThat(told.watchers()).isEqualTo(new ServerMessage.WatcherQualities(1, 0, 1, 1));
        assertThat(told.level()).isEqualTo(QualityLevel.POOR);
        assertThat(told.network().loss()).isEqualTo(0.3);
        assertThat(told.network().estimate()).isNull();
    }

    @Test
    void playersOfWhepAreCountedToo() {
        house.whep(false);
        house.connect(house.plane.newestPeer());
        house.plane.newestPeer().stats = Figures.watching(0, Figures.HEALTHY);
        twoReports();

        assertThat(newest(presenter).watchers()).isEqualTo(new ServerMessage.WatcherQualities(1, 0, 0, 0));
    }

    @Test
    void aPresenterThatFellSilentOrIsGoneIsTheirUploadNotYourNetwork() {
        RoomHarness.Client watcher = watcher(new RecordingPlane.RecordingPeer[1]);
        twoReports();
        house.pass(QualityReports.INTERVAL.multipliedBy(2));
        ServerMessage.UploadQuality silent = newest(watcher).upload();
        presenting.listener.closed(CloseReason.EXPIRED);
        house.deliver();
        house.pass(QualityReports.INTERVAL);
        ServerMessage.UploadQuality gone = newest(watcher).upload();

        assertThat(silent).isNotNull().returns(QualityLevel.LOST, ServerMessage.UploadQuality::level);
        assertThat(gone).isNotNull().returns(QualityLevel.LOST, ServerMessage.UploadQuality::level);
        assertThat(newest(watcher).network().level()).isEqualTo(QualityLevel.GOOD);
    }

    @Test
    void aPictureThatTheNetworkPausesIsPoorHoweverSwiftTheRest() {
        RoomHarness.Client watcher = watcher(new RecordingPlane.RecordingPeer[1]);
        house.tell(new RoomMessage.Forwarding(
                house.plane.newestPeer(), "0", new TrackId("camera"), Quality.NOTHING, true));
        twoReports();

        assertThat(newest(watcher).level()).isEqualTo(QualityLevel.POOR);
    }

    @Test
    void aPictureThatTheServerPausesIsTheServersTroubleAndNotYourNetworks() {
        RoomHarness.Client watcher = watcher(new RecordingPlane.RecordingPeer[1]);
        house.plane.full = true;
        house.tell(new RoomMessage.Forwarding(
                house.plane.newestPeer(), "0", new TrackId("camera"), Quality.NOTHING, true));
        twoReports();

        assertThat(watcher.outlet.all(ServerMessage.TrackLayer.class))
                .last()
                .returns("server", ServerMessage.TrackLayer::reason);
        assertThat(newest(watcher).network().level()).isEqualTo(QualityLevel.GOOD);
        assertThat(newest(watcher).server().level()).isEqualTo(QualityLevel.POOR);
    }

    @Test
    void whoDoesNotWatchHearsNothingAndIsNotLookedAt() {
        RoomHarness.Client watcher = watcher(new RecordingPlane.RecordingPeer[1]);
        twoReports();
        watcher.say(new ClientMessage.Unsubscribe());
        int heard = watcher.outlet.all(ServerMessage.ConnectionQuality.class).size();

        house.pass(Duration.ofSeconds(10));

        assertThat(watcher.outlet.all(ServerMessage.ConnectionQuality.class)).hasSize(heard);
    }
}
