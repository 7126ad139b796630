package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.MediaStats;
import org.lyceum.e2e.harness.Visitor;
import org.lyceum.server.config.Setting;

/** Networks that let no UDP through. */
class TcpOnlyTest extends BrowserTest {
    private interface Seen {
        void by(MediaStats presenter, MediaStats watcher);
    }

    private void withoutUdp(House house, Seen seen) {
        Broadcast broadcast = Broadcast.prepare(house, browsers().chromiumWithoutUdp("presenter"));
        broadcast.quality("Data saver").goLive();
        Visitor watcher = broadcast.watchedBy(browsers().chromiumWithoutUdp("watcher"));
        MediaStats watched = watcher.awaitMedia(
                "picture and sound go on", media -> media.framesDecoded() > 60 && media.audioPacketsReceived() > 50);
        seen.by(broadcast.presenter().media(), watched);
    }

    /** Media takes TCP on the media port (RFC 6544). */
    @ParameterizedTest
    @MethodSource("loopCounts")
    void presenterAndWatcherWithoutUdpMeetOverTcp(int loops) {
        try (House house = House.start(loops, Map.of(Setting.ROLES, "rooms"))) {
            withoutUdp(house, (presenter, watcher) -> {
                assertThat(watcher.selectedProtocol()).isEqualTo("tcp");
                assertThat(presenter.selectedProtocol()).isEqualTo("tcp");
            });
        }
    }

    /** With relays beside it the browser has the choice between the two; Chromium looks for no TCP of its own once a relay has answered. */
    @ParameterizedTest
    @MethodSource("loopCounts")
    void withRelaysEitherWayIsOverTcp(int loops) {
        try (House house = House.start(loops)) {
            withoutUdp(house, (presenter, watcher) -> {
                assertThat(overTcp(watcher)).isTrue();
                assertThat(overTcp(presenter)).isTrue();
            });
        }
    }

    private static boolean overTcp(MediaStats media) {
        return media.selectedProtocol().equals("tcp")
                || media.selectedRelayProtocol().equals("tcp")
                || media.selectedRelayProtocol().equals("tls");
    }
}
