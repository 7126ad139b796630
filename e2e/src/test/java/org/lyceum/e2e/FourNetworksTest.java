package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.DirectPair;
import org.lyceum.e2e.harness.Figures;
import org.lyceum.e2e.harness.FourNetworks;
import org.lyceum.e2e.harness.FourNetworks.Network;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.Visitor;

/**
 * Two browsers in the kernel's own networks, from one in which everything gets through to one in which only what looks like
 * HTTPS does: pictures arrive in each, and the page names the way that they take.
 */
class FourNetworksTest extends BrowserTest {
    private @Nullable FourNetworks built;
    private @Nullable House house;

    @AfterAll
    void tearDown() {
        if (house != null) {
            house.close();
        }
        if (built != null) {
            built.close();
        }
    }

    private FourNetworks become(Network network) {
        FourNetworks networks = built;
        if (networks == null) {
            networks = FourNetworks.openOrSkip();
            built = networks;
            house = House.start(2, networks.settings());
        }
        networks.become(network, house());
        return networks;
    }

    private House house() {
        return Objects.requireNonNull(house);
    }

    @ParameterizedTest
    @CsvSource({
        "SAME, direct, Direct",
        "RANDOM_PORTS, relayed, Relayed by UDP",
        "NO_UDP, relayed, Relayed by TCP",
        "ONLY_TLS, relayed, Relayed by TLS"
    })
    void thePhonesPictureReachesTheLaptopAndBothPagesNameTheirPath(Network network, String way, String path) {
        FourNetworks networks = become(network);
        Visitor laptop = networks.first(network, browsers(), "laptop");
        Visitor phone = networks.second(network, browsers(), "phone");
        long began = System.nanoTime();
        DirectPair.meet(page -> networks.url(house(), page), laptop, phone);
        print("direct room, " + network, began);

        for (Visitor visitor : new Visitor[] {laptop, phone}) {
            assertThat(visitor.page().getByTestId("way")).hasAttribute("data-way", way);
            assertThat(path(visitor)).hasText(path);
        }
        laptop.awaitMedia("the picture goes on", media -> media.framesDecoded() > 30);
    }

    @ParameterizedTest
    @CsvSource({
        "SAME, udp, '', Direct by UDP",
        "RANDOM_PORTS, udp, '', Direct by UDP",
        "NO_UDP, tcp, '', Direct by TCP",
        "ONLY_TLS, udp, tls, Relayed by TLS"
    })
    void thePresentersPictureReachesTheWatcherAndBothPagesNameTheirPath(
            Network network, String protocol, String relay, String path) {
        FourNetworks networks = become(network);
        Visitor presenter = networks.first(network, browsers(), "presenter");
        Visitor watcher = networks.second(network, browsers(), "watcher");
        Broadcast broadcast = Broadcast.prepare(page -> networks.url(house(), page), house().api(), presenter);
        broadcast.quality("Data saver").goLive();
        long began = System.nanoTime();
        broadcast.watchedBy(watcher);
        print("broadcast, " + network, began);

        watcher.page().getByLabel("Network details").click();
        assertThat(path(watcher)).hasText(path);
        assertThat(presenter.page().getByTestId("sent-path")).hasText(path);
        for (Visitor visitor : new Visitor[] {presenter, watcher}) {
            visitor.awaitMedia(
                    "media by " + path,
                    media -> media.selectedProtocol().equals(protocol)
                            && media.selectedRelayProtocol().equals(relay));
        }
        watcher.awaitMedia(
                "picture and sound go on", media -> media.framesDecoded() > 60 && media.audioPacketsReceived() > 50);
    }

    private static Locator path(Visitor visitor) {
        return visitor.page().locator("[data-fact=path]");
    }

    private static void print(String what, long began) {
        Figures.print(
                what + ", page to picture",
                String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - began) / 1e9)
                        + (Figures.measuring() ? "" : " (not valid: others may run beside it)"));
    }
}
