package org.lyceum.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.server.config.ConfigLoader;
import org.lyceum.server.config.Setting;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.room.RecordingPlane;
import org.lyceum.server.room.Sdp;
import org.lyceum.server.turn.HouseTurn;
import org.lyceum.server.turn.TurnAccess;

class TestPeersTest {
    private static final String OFFER = Sdp.sample("chromium-recvonly");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final RecordingPlane plane = new RecordingPlane();

    @Test
    void whatMayBeRelayedByReachesMediaAloneAndEndsWithThePeer(@TempDir Path data) throws Exception {
        try (HouseTurn turn = HouseTurn.start(
                        ConfigLoader.load(
                                Map.of(Setting.BIND, "127.0.0.1", Setting.TURN_PORT, "0", Setting.TURN_TLS_PORT, "0"),
                                Map.of(),
                                null,
                                data),
                        () -> {
                            throw new AssertionError("nobody comes by TLS");
                        },
                        null,
                        InstantSource.system());
                TestPeers peers = new TestPeers(plane, turn, LONG, 5)) {
            TestPeer opened = peers.open(OFFER, "live.example.org");

            assertThat(opened.iceServers())
                    .singleElement()
                    .satisfies(server -> assertThat(server.username()).matches("\\d+:media:[\\w-]{12}"));
            assertThat(turn.admitted()).isEqualTo(1);
            assertThat(plane.newestPeer().updates).hasSize(1);
            plane.newestPeer().listener.closed(CloseReason.LEFT);
            assertThat(turn.admitted()).isZero();
        }
    }

    @Test
    void nobodyStaysForLong() throws Exception {
        try (TestPeers peers = new TestPeers(plane, new TurnAccess.None(), Duration.ofMillis(1), 5)) {
            peers.open(OFFER, "");
            await().atMost(Duration.ofSeconds(10)).until(() -> plane.newestPeer().closed);
        }
    }

    @Test
    void onlySoManyAreThereAtATime() throws Exception {
        try (TestPeers peers = new TestPeers(plane, new TurnAccess.None(), LONG, 1)) {
            peers.open(OFFER, "");
            assertThatThrownBy(() -> peers.open(OFFER, ""))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVER_FULL));
            plane.newestPeer().listener.closed(CloseReason.NEVER_CAME);
            assertThat(peers.open(OFFER, "").answer()).contains("m=audio");
        }
    }

    @Test
    void whatCannotBeAnsweredTakesNoPlace() throws Exception {
        try (TestPeers peers = new TestPeers(plane, new TurnAccess.None(), LONG, 1)) {
            assertThatThrownBy(() -> peers.open("nonsense", "")).isInstanceOf(NegotiationException.class);
            assertThat(plane.peers).isEmpty();
            assertThat(peers.open(OFFER, "").answer()).contains("m=audio");
        }
    }
}
