package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.DirectPair;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.Visitor;

/**
 * Pages whose browser may use nothing but the TURN servers that it was given: what is left where the media port is out of reach.
 * TURN over TLS is not among them: browsers take it only with a certificate that they trust, as in {@link FourNetworksTest}.
 */
class RelayedTest extends HouseTest {
    private static final String RELAY_ONLY = """
            (() => {
              const Real = window.RTCPeerConnection;
              window.RTCPeerConnection = class extends Real {
                constructor(config) {
                  const only = (server) => ({
                    ...server,
                    urls: [server.urls].flat().filter((url) => url.startsWith("turn:") && url.endsWith("transport=%s")),
                  });
                  super({ ...config, iceServers: config.iceServers.map(only), iceTransportPolicy: "relay" });
                }
              };
            })();
            """;

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void presenterAndWatcherMeetByTheHousesRelays(String transport) {
        Visitor presenter = browsers().chromium("presenter");
        presenter.context().addInitScript(RELAY_ONLY.formatted(transport));
        Broadcast broadcast = Broadcast.prepare(house(), presenter);
        broadcast.quality("Data saver").goLive();
        Visitor watcher = browsers().chromium("watcher");
        watcher.context().addInitScript(RELAY_ONLY.formatted(transport));
        broadcast.watchedBy(watcher);

        watcher.awaitMedia(
                "picture and sound go on", media -> media.framesDecoded() > 60 && media.audioPacketsReceived() > 50);

        assertThat(watcher.media().selectedRelayProtocol()).isEqualTo(transport);
        assertThat(presenter.media().selectedRelayProtocol()).isEqualTo(transport);
    }

    /** How the phone reaches its relay only the phone knows. The laptop takes one too: on one machine relays lead to relays and nowhere else. */
    @Test
    void theLaptopSaysByWhichRelaysThePhonesPictureComes() {
        Visitor phone = browsers().chromium("phone");
        phone.context().addInitScript(RELAY_ONLY.formatted("tcp"));
        DirectPair pair = DirectPair.meet(house(), browsers().chromium("laptop"), phone);

        pair.laptop().awaitMedia("the picture goes on", media -> media.framesDecoded() > 30);
        assertThat(pair.laptop().page().getByText("Relayed by UDP, at the phone by TCP"))
                .isVisible();
        assertThat(phone.media().selectedRelayProtocol()).isEqualTo("tcp");
    }
}
