package org.lyceum.server.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.LayerChoice;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.Source;
import org.lyceum.sfu.LayerWish;
import org.lyceum.sfu.Quality;
import org.lyceum.sfu.TrackId;

class LayersTest {
    private static final TrackId CAMERA = new TrackId("camera");

    private final RoomHarness house = new RoomHarness();

    private static ClientMessage.LayerPreference preference(
            @Nullable Integer maxHeight, @Nullable LayerChoice layer, @Nullable Boolean paused) {
        return new ClientMessage.LayerPreference("camera", maxHeight, layer, paused);
    }

    private void forward(RecordingPlane.RecordingPeer peer, String mid, Quality quality, boolean paused) {
        house.tell(new RoomMessage.Forwarding(peer, mid, CAMERA, quality, paused));
    }

    /** In three sizes, offered smallest first: q, h, f on m-line 1. */
    private RoomHarness.Client liveInThreeSizes() {
        RoomHarness.Client presenter = house.presenter();
        presenter.publish("chromium-simulcast");
        house.connect(house.plane.newestPeer());
        house.flow("camera", CodecType.VP8);
        return presenter;
    }

    @ParameterizedTest
    @CsvSource({
        ", , , 0, -1, false",
        "360, , , 360, -1, false",
        "360, AUTO, true, 360, -1, true",
        "360, HIGH, false, 0, -1, false",
        "360, MEDIUM, , 0, 1, false",
        ", LOW, true, 0, 0, true",
    })
    void aPreferenceBecomesAWish(
            @Nullable Integer maxHeight,
            @Nullable LayerChoice layer,
            @Nullable Boolean paused,
            int height,
            int spatial,
            boolean stopped) {
        assertThat(Layers.wish(Source.CAMERA, preference(maxHeight, layer, paused)))
                .isEqualTo(new LayerWish(height, spatial, stopped, LayerWish.SPEAKER));
    }

    @Test
    void aScreenComesBeforeTheCamera() {
        assertThat(Layers.wish(Source.SCREEN, null)).isEqualTo(new LayerWish(0, -1, false, LayerWish.SCREEN));
    }

    @Test
    void aWishReachesTheConnectionAndTheOnesThatFollow() {
        house.live();
        RoomHarness.Client watcher = house.watching();
        RecordingPlane.RecordingPeer first = house.plane.newestPeer();

        watcher.say(preference(240, null, null));
        watcher.say(new ClientMessage.Subscribe());
        watcher.answerOffer();

        String wish = " " + new LayerWish(240, -1, false, LayerWish.SPEAKER);
        assertThat(first.wishes).containsExactly("0 " + new LayerWish(0, -1, false, LayerWish.SPEAKER), "0" + wish);
        assertThat(house.plane.newestPeer().wishes).containsExactly("0" + wish);
    }

    @Test
    void aWishMayComeBeforeThereIsAConnection() {
        house.live();
        RoomHarness.Client watcher = house.watcher();
        watcher.say(preference(null, LayerChoice.LOW, null));
        watcher.say(new ClientMessage.Subscribe());
        watcher.answerOffer();

        assertThat(house.plane.newestPeer().wishes)
                .containsExactly("0 " + new LayerWish(0, 0, false, LayerWish.SPEAKER));
        assertThat(watcher.outlet.errors()).isEmpty();
    }

    @Test
    void onlyWatchersHavePreferencesAndOnlyOfTracksThatThereAre() {
        RoomHarness.Client presenter = house.live();
        RoomHarness.Client watcher = house.watching();

        presenter.say(preference(null, null, true));
        watcher.say(new ClientMessage.LayerPreference("screen", null, null, true));

        assertThat(presenter.outlet.errors()).containsExactly(ErrorCode.WRONG_ROLE);
        assertThat(watcher.outlet.errors()).containsExactly(ErrorCode.UNKNOWN_TRACK);
    }

    @Test
    void thePresenterHearsWhichOfItsEncodingsAreWatched() {
        RoomHarness.Client presenter = liveInThreeSizes();

        house.tell(new RoomMessage.LayersWanted(house.plane.peer(0), "1", CAMERA, 0b101));

        ServerMessage.LayersWanted told = presenter.outlet.last(ServerMessage.LayersWanted.class);
        assertThat(told.trackId()).isEqualTo("camera");
        assertThat(told.mid()).isEqualTo("1");
        assertThat(told.layers())
                .isEqualTo(List.of(
                        new ServerMessage.WantedLayer("q", null, true),
                        new ServerMessage.WantedLayer("h", null, false),
                        new ServerMessage.WantedLayer("f", null, true)));
    }

    @Test
    void aTrackThatComesBackToAnMLineHasItAllSaidAgain() {
        RoomHarness.Client presenter = house.live();
        RoomMessage news = new RoomMessage.LayersWanted(house.plane.peer(0), "1", CAMERA, 0b001);
        house.tell(news);
        presenter.offer("chromium-publish", Source.MICROPHONE);
        presenter.publish("chromium-publish");

        house.tell(news);

        assertThat(presenter.outlet.all(ServerMessage.LayersWanted.class)).hasSize(2);
    }

    @Test
    void whatWasSeenOfATrackSaysNothingOfTheOneThatComesAfterItToItsMLine() {
        RoomHarness.Client presenter = liveInThreeSizes();
        house.plane.peer(0).stats = Figures.presenting(
                1, 1, Figures.picture("1", 0, 180), Figures.picture("1", 1, 360), Figures.picture("1", 2, 720));
        house.pass(QualityReports.INTERVAL.multipliedBy(2));
        presenter.offer("chromium-simulcast", Source.MICROPHONE);
        presenter.publish("chromium-simulcast");
        house.flow("camera", CodecType.VP8);
        house.plane.peer(0).stats = Figures.presenting(
                1, 1, Figures.picture("1", 0, 180), Figures.silent("1", 1, 360), Figures.silent("1", 2, 720));
        house.pass(QualityReports.INTERVAL.multipliedBy(2));
        RoomHarness.Client watcher = house.watching();

        forward(house.plane.newestPeer(), "0", new Quality(0, 0, 2), false);

        assertThat(watcher.outlet.last(ServerMessage.TrackLayer.class).layer()).isEqualTo(LayerChoice.HIGH);
    }

    @Test
    void ofOneEncodingTheSpatialLayersAreNamed() {
        RoomHarness.Client presenter = house.live();

        house.tell(new RoomMessage.LayersWanted(house.plane.peer(0), "1", CAMERA, 0b011));

        assertThat(presenter.outlet.last(ServerMessage.LayersWanted.class).layers())
                .isEqualTo(List.of(
                        new ServerMessage.WantedLayer(null, 0, true),
                        new ServerMessage.WantedLayer(null, 1, true),
                        new ServerMessage.WantedLayer(null, 2, false)));
    }

    @Test
    void whatIsSaidOfAnOlderConnectionIsTooLate() {
        RoomHarness.Client presenter = house.live();
        RecordingPlane.RecordingPeer old = house.plane.peer(0);
        house.tell(new RoomMessage.LayersWanted(old, "0", CAMERA, 1));
        old.listener.closed(org.lyceum.rtc.peer.CloseReason.EXPIRED);
        house.deliver();
        presenter.publish("firefox-publish");

        house.tell(new RoomMessage.LayersWanted(old, "1", CAMERA, 1));

        assertThat(presenter.outlet.all(ServerMessage.LayersWanted.class)).isEmpty();
    }

    @Test
    void aPublisherByWhipCannotBeToldAndNothingBreaks() {
        house.whip("obs-whip");
        house.connect(house.plane.newestPeer());

        house.tell(new RoomMessage.LayersWanted(house.plane.peer(0), "1", CAMERA, 1));

        assertThat(house.watching().outlet.errors()).isEmpty();
    }

    @Test
    void aWatcherHearsWhatItGetsOnceForEachChange() {
        liveInThreeSizes();
        house.plane.peer(0).stats = Figures.presenting(
                1, 1, Figures.picture("1", 0, 180), Figures.picture("1", 1, 360), Figures.picture("1", 2, 720));
        house.pass(QualityReports.INTERVAL.multipliedBy(2));
        RoomHarness.Client watcher = house.watching();
        RecordingPlane.RecordingPeer peer = house.plane.newestPeer();

        forward(peer, "0", new Quality(2, 0, 2), false);
        forward(peer, "0", new Quality(1, 0, 2), false);
        forward(peer, "0", new Quality(1, 0, 1), false);
        forward(peer, "0", new Quality(0, 0, 1), false);
        forward(peer, "0", Quality.NOTHING, true);
        watcher.say(preference(null, null, true));
        forward(peer, "0", Quality.NOTHING, true);
        forward(peer, "0", new Quality(2, 0, 2), false);

        assertThat(watcher.outlet.all(ServerMessage.TrackLayer.class))
                .extracting(ServerMessage.TrackLayer::layer, ServerMessage.TrackLayer::reason)
                .containsExactly(
                        tuple(LayerChoice.HIGH, null),
                        tuple(LayerChoice.MEDIUM, null),
                        tuple(LayerChoice.LOW, null),
                        tuple(null, "network"),
                        tuple(null, "wish"),
                        tuple(LayerChoice.HIGH, null));
    }

    @Test
    void aPauseThatGoesOnForAnotherReasonIsSaidWithThat() {
        liveInThreeSizes();
        RoomHarness.Client watcher = house.watching();
        RecordingPlane.RecordingPeer peer = house.plane.newestPeer();

        watcher.say(preference(null, null, true));
        forward(peer, "0", Quality.NOTHING, true);
        house.plane.full = true;
        watcher.say(preference(null, null, false));
        forward(peer, "0", Quality.NOTHING, true);
        house.plane.full = false;
        forward(peer, "0", Quality.NOTHING, true);

        assertThat(watcher.outlet.all(ServerMessage.TrackLayer.class))
                .extracting(ServerMessage.TrackLayer::reason)
                .containsExactly("wish", "server", "network");
    }

    @Test
    void anEncodingThatTheCameraIsTooSmallForCountsForNothing() {
        liveInThreeSizes();
        house.plane.peer(0).stats =
                Figures.presenting(1, 1, Figures.picture("1", 1, 180), Figures.picture("1", 2, 360));
        house.pass(QualityReports.INTERVAL.multipliedBy(2));
        RoomHarness.Client watcher = house.watching();

        forward(house.plane.newestPeer(), "0", new Quality(1, 0, 2), false);

        assertThat(watcher.outlet.last(ServerMessage.TrackLayer.class).layer()).isEqualTo(LayerChoice.LOW);
    }

    @Test
    void beforeAnythingWasMeasuredTheFirstRidIsTakenForTheBest() {
        liveInThreeSizes();
        RoomHarness.Client watcher = house.watching();

        for (int encoding : new int[] {0, 1, 2}) {
            forward(house.plane.newestPeer(), "0", new Quality(encoding, 0, 2), false);
        }

        assertThat(watcher.outlet.all(ServerMessage.TrackLayer.class))
                .extracting(ServerMessage.TrackLayer::layer)
                .containsExactly(LayerChoice.HIGH, LayerChoice.MEDIUM, LayerChoice.LOW);
    }

    @ParameterizedTest
    @CsvSource({"180 360 720, LOW MEDIUM HIGH", "180 360, LOW HIGH HIGH", "360, HIGH HIGH HIGH"})
    void spatialLayersHaveNamesToo(String heights, String names) {
        house.live();
        house.plane.peer(0).stats = Figures.presenting(
                1,
                1,
                Figures.picture(
                        "1",
                        0,
                        Stream.of(heights.split(" ", -1)).map(Integer::valueOf).toArray(Integer[]::new)));
        house.pass(QualityReports.INTERVAL.multipliedBy(2));

        List<LayerChoice> heard = new ArrayList<>();
        for (int spatial = 0; spatial < 3; spatial++) {
            RoomHarness.Client watcher = house.watching();
            forward(house.plane.newestPeer(), "0", new Quality(0, spatial, 2), false);
            heard.add(watcher.outlet.last(ServerMessage.TrackLayer.class).layer());
        }

        assertThat(heard)
                .isEqualTo(Stream.of(names.split(" ", -1))
                        .map(LayerChoice::valueOf)
                        .toList());
    }

    @Test
    void aScreenInTwoRatesHasABestAndALesserPicture() {
        liveInThreeSizes();
        house.plane.peer(0).stats =
                Figures.presenting(1, 1, Figures.picture("1", 0, 720), Figures.picture("1", 1, 720));
        house.pass(QualityReports.INTERVAL.multipliedBy(2));
        RoomHarness.Client watcher = house.watching();

        forward(house.plane.newestPeer(), "0", new Quality(1, 0, 0), false);
        forward(house.plane.newestPeer(), "0", new Quality(0, 0, 2), false);

        assertThat(watcher.outlet.all(ServerMessage.TrackLayer.class))
                .extracting(ServerMessage.TrackLayer::layer)
                .containsExactly(LayerChoice.LOW, LayerChoice.HIGH);
    }

    @Test
    void whatThePresenterKnowsIsNotSaidAgain() {
        RoomHarness.Client presenter = liveInThreeSizes();

        for (int mask : new int[] {0b101, 0b1101, 0b101, 0b111}) {
            house.tell(new RoomMessage.LayersWanted(house.plane.peer(0), "1", CAMERA, mask));
        }

        assertThat(presenter.outlet.all(ServerMessage.LayersWanted.class)).hasSize(2);
    }

    @Test
    void whatIsSaidOfAWatcherThatIsGoneIsDropped() {
        house.live();
        RoomHarness.Client watcher = house.watching();
        RecordingPlane.RecordingPeer peer = house.plane.newestPeer();
        watcher.say(new ClientMessage.Unsubscribe());

        forward(peer, "0", Quality.NOTHING, true);

        assertThat(watcher.outlet.all(ServerMessage.TrackLayer.class)).isEmpty();
    }
}
