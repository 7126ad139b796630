package org.lyceum.server.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.peer.SendQuality.LimitedBy;
import org.lyceum.server.protocol.ClientMessage;
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
