package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.Visitor;

/** Networks that let no UDP through: media takes TCP on the same port (RFC 6544). */
class TcpOnlyTest extends HouseTest {
    @Test
    void presenterAndWatcherWithoutUdpMeetOverTcp() {
        Broadcast broadcast = Broadcast.prepare(house(), browsers().chromiumWithoutUdp("presenter"));
        broadcast.quality("Standard").goLive();
        Visitor watcher = broadcast.watchedBy(browsers().chromiumWithoutUdp("watcher"));

        watcher.awaitMedia(
                "picture and sound go on", media -> media.framesDecoded() > 60 && media.audioPacketsReceived() > 50);

        assertThat(watcher.media().selectedProtocol()).isEqualTo("tcp");
        assertThat(broadcast.presenter().media().selectedProtocol()).isEqualTo("tcp");
    }
}
