package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.DirectPair;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.Look;
import org.lyceum.e2e.harness.Visitor;

/** What a visitor is told of the ways from their browser to the server, by real connections. */
class DoctorPageTest extends HouseTest {
    private static final Pattern DONE = Pattern.compile("^(?!running$).+");

    /** In ms; ways that do not answer are given up after eight seconds. */
    private static final double PATIENCE = 15_000;

    private void open(Visitor visitor) {
        visitor.open(house().url("/doctor"));
        awaitDone(visitor);
    }

    private static void awaitDone(Visitor visitor) {
        assertThat(visitor.page().locator("main"))
                .hasAttribute("data-state", DONE, new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE));
    }

    private static Locator hop(Visitor visitor, String name) {
        return visitor.page().getByTestId("hop-" + name);
    }

    private static void works(Visitor visitor, String... hops) {
        for (String hop : hops) {
            assertThat(hop(visitor, hop)).hasAttribute("data-state", "works");
        }
    }

    private static void fails(Visitor visitor, String hop, String fault) {
        assertThat(hop(visitor, hop)).hasAttribute("data-fault", fault);
    }

    /** The server made its certificate itself, as it does where it is given none: the one thing that browsers do not take. */
    @Test
    void onLoopbackEveryWayWorksButTheOneThatNeedsATrustedCertificate() {
        Visitor visitor = browsers().chromium("visitor");
        open(visitor);

        works(visitor, "page", "websocket", "media-udp", "media-tcp", "turn-udp", "turn-tcp");
        fails(visitor, "turn-tls", "relay-untrusted");
        assertThat(visitor.page().getByTestId("verdict")).containsText("Picture and sound take the best way");
        assertThat(hop(visitor, "media-udp")).containsText(Pattern.compile("Works, \\d+ ms"));
        Look.at(visitor, "doctor-untrusted");
        visitor.page().evaluate("window.scrollTo(0, document.body.scrollHeight)");
        Look.inTheDark(visitor, "doctor-untrusted-foot");
        assertThat(visitor.complaints()).isEmpty();
    }

    /**
     * Once as a network that drops UDP, in which nothing is where it is sent to; and once as Chromium does it by itself with an
     * extension against leaks of addresses.
     */
    @Test
    void withoutUdpItSaysSoAndNamesWhatIsLeft() {
        Visitor dropped = browsers().chromium("dropped");
        answer(dropped, """
                body.answer = body.answer.replace(/( udp \\d+ \\S+) \\d+ /g, "$1 9 ");
                for (const server of body.iceServers) {
                  server.urls = server.urls.map((url) => url.replace(/:\\d+\\?transport=udp/, ":9?transport=udp"));
                }
                """);
        dropped.open(house().url("/doctor"));
        Visitor forbidden = browsers().chromiumWithoutUdp("forbidden");
        open(forbidden);
        works(forbidden, "page", "websocket", "media-tcp", "turn-tcp");
        fails(forbidden, "media-udp", "forbidden");
        fails(forbidden, "turn-udp", "relay-unreachable");
        assertThat(forbidden.page().getByTestId("verdict")).containsText("This browser uses no UDP");
        assertThat(hop(forbidden, "media-udp"))
                .containsText(":" + house().server().mediaPort());
        Look.at(forbidden, "doctor-udp-forbidden");

        awaitDone(dropped);
        works(dropped, "page", "websocket", "media-tcp");
        fails(dropped, "media-udp", "unanswered");
        fails(dropped, "turn-udp", "relay-unreachable");
        fails(dropped, "turn-tcp", "relay-leads-nowhere"); // the media port is not there for relays either
        assertThat(dropped.page().getByTestId("verdict")).containsText("Your network lets no UDP through");
        Look.at(dropped, "doctor-no-udp");
    }

    /** Changes what the server answers before the page reads it. */
    private static void answer(Visitor visitor, String change) {
        visitor.context().addInitScript("""
                const ask = window.fetch;
                window.fetch = async (input, init) => {
                  const answer = await ask(input, init);
                  if (!String(input).endsWith("/api/doctor")) return answer;
                  const body = await answer.json();
                  %s
                  return new Response(JSON.stringify(body), { status: answer.status });
                };
                """.formatted(change));
    }

    /** Without TURN over TLS, everything is as where the certificate is trusted. */
    @Test
    void theReportCanBeCopiedAndTheTestMadeAgain() {
        Visitor visitor = browsers().chromium("visitor");
        answer(visitor, """
                for (const server of body.iceServers) {
                  server.urls = server.urls.filter((url) => url.startsWith("turn:"));
                }
                """);
        visitor.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        open(visitor);
        assertThat(visitor.page().getByTestId("verdict")).containsText("Everything works");
        assertThat(hop(visitor, "turn-tls")).hasAttribute("data-state", "absent");
        Look.at(visitor, "doctor-well");

        DirectPair.press(visitor, "Copy the report");
        visitor.page().getByText("Copied").waitFor();
        assertThat(String.valueOf(visitor.page().evaluate("navigator.clipboard.readText()")))
                .startsWith("Everything works.")
                .contains("Media over UDP: Works", "Relay over TLS: Not offered", "Browser: Mozilla/5.0");

        DirectPair.press(visitor, "Test again");
        assertThat(visitor.page().locator("main")).hasAttribute("data-state", "running");
        awaitDone(visitor);
        assertThat(visitor.page().locator("main")).hasAttribute("data-state", "well");
    }

    /** Whoever asks for nothing but the page still has it, in words. */
    @Test
    void whatIsSaidWhileItRunsAndWhereTheServerIsAway() {
        Visitor visitor = browsers().chromium("visitor");
        visitor.page().addInitScript("""
                window.WebSocket = class extends EventTarget {
                  constructor() { super(); window.testFail = () => this.dispatchEvent(new Event("error")); }
                  close() {}
                };
                """);
        visitor.page().route("**/api/doctor", Route::abort);
        visitor.page().navigate(house().url("/doctor"));
        assertThat(hop(visitor, "media-udp")).hasAttribute("data-state", "fails");
        Page page = visitor.page();
        assertThat(page.locator("main")).hasAttribute("data-state", "running");
        Look.at(visitor, "doctor-running");
        page.evaluate("window.testFail()");
        assertThat(page.getByTestId("verdict")).containsText("The server does not answer");
        fails(visitor, "websocket", "blocked");
        fails(visitor, "turn-udp", "unasked");
        Look.at(visitor, "doctor-unreachable");
    }
}
