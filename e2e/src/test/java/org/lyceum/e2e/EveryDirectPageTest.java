package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.DirectPair;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.Look;
import org.lyceum.e2e.harness.Visitor;

/** The pages of direct rooms in every state, at both widths, as the person in front of them sees them. */
class EveryDirectPageTest extends HouseTest {
    private static final Pattern SIGNALING = Pattern.compile("^wss?://.*/ws");

    /** What a phone's camera has and the fake one has not: another beside it, a light, a zoom. */
    private static final String PHONES_CAMERA = """
            (() => {
              const settings = {facingMode: "environment", torch: false, zoom: 1};
              const of = MediaStreamTrack.prototype;
              const {getSettings, getCapabilities, applyConstraints} = of;
              of.getSettings = function() { return {...getSettings.call(this), ...settings}; };
              of.getCapabilities = function() {
                return {...getCapabilities.call(this), torch: true, zoom: {min: 1, max: 5, step: 0.1}};
              };
              of.applyConstraints = function({advanced = [], ...others} = {}) {
                Object.assign(settings, ...advanced);
                return applyConstraints.call(this, others);
              };
              const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
              navigator.mediaDevices.enumerateDevices = async () =>
                [...await list(), {kind: "videoinput", deviceId: "front", label: "front"}];
            })();
            """;

    @Test
    void whatAPhoneAndItsScreenSee() {
        Visitor laptop = browsers().chromium("laptop");
        DirectPair.makeRoom(house(), laptop);
        Look.at(laptop, "screen-waiting");
        Look.inTheDark(laptop, "screen-waiting");
        Visitor phone = browsers().chromium("phone");
        phone.context().addInitScript(PHONES_CAMERA);
        phone.open(DirectPair.link(house(), laptop));
        laptop.awaitMedia("plots to be seen", media -> media.framesDecoded() > 150);
        Look.at(phone, "phone-live");
        Look.inTheDark(phone, "phone-live");
        Look.at(laptop, "screen-live");
        Look.inTheDark(laptop, "screen-live");
        showFoot(laptop);
        Look.at(laptop, "screen-connection");
        Look.inTheDark(laptop, "screen-connection");
        showFoot(phone);
        Look.at(phone, "phone-settings");

        DirectPair.press(laptop, "Ask the phone");
        phone.page().getByTestId("steering-question").waitFor();
        Look.at(phone, "phone-asked");
        showFoot(laptop);
        Look.at(laptop, "screen-asked");
        DirectPair.press(phone, "Allow");
        DirectPair.press(phone, "Switch the microphone on");
        laptop.page().getByText("Switch its microphone off").waitFor();
        DirectPair.press(laptop, "Switch the light on");
        assertThat(phone.page()
                        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Switch the light off"))
                        .first())
                .isVisible();
        Look.at(laptop, "screen-steering");
        Look.at(phone, "phone-steered");

        Visitor late = browsers().chromium("late");
        late.open(phone.page().url());
        late.page().getByText("Another phone is there").waitFor();
        Look.at(late, "phone-taken");
        late.open("about:blank");
        phone.page().getByText("Stop").click();
        laptop.page().getByText("The phone has left").waitFor();
        Look.at(laptop, "screen-left");
    }

    private static void showFoot(Visitor visitor) {
        visitor.page().evaluate("window.scrollTo(0, document.body.scrollHeight)");
    }

    @Test
    void whatIsSaidBeforeTheyMeet() {
        Visitor phone = browsers().chromium("phone");
        phone.open(house().url("/phone"));
        phone.page().getByLabel("Code from the screen").fill("12");
        phone.page().getByLabel("Code from the screen").press("Enter");
        phone.page().getByText("A code has eight digits").waitFor();
        Look.at(phone, "phone-door");
        phone.page().getByLabel("Code from the screen").fill("1234-5678");
        phone.page().getByLabel("Code from the screen").press("Enter");
        phone.page().getByTestId("refused").waitFor();
        Look.at(phone, "phone-refused");
        phone.open(house().url("/sender.html"));
        assertThat(phone.page().locator("main")).hasAttribute("data-state", "waiting");
        Look.at(phone, "phone-waiting");

        Visitor screen = browsers().chromium("screen");
        screen.open(house().url("/screen/d-aaaaaaaaaaaaaaaaaaaaaa#secret"));
        screen.page().getByTestId("refused").waitFor();
        Look.at(screen, "screen-refused");

        Visitor guesser = browsers().chromium("guesser");
        guesser.page().routeWebSocket(SIGNALING, route -> route.onMessage(_ -> route.send("""
                {"type": "error", "code": "too-many-tries", "message": "wait", "requestType": "register"}""")));
        guesser.open(house().url("/phone/1234-5678"));
        guesser.page().getByText("Too many wrong codes").waitFor();
        Look.at(guesser, "phone-too-many-tries");
    }

    @Test
    void whatIsSaidWhereTheCameraIsNotToBeHad() {
        Visitor laptop = browsers().chromium("laptop");
        DirectPair.makeRoom(house(), laptop);
        Visitor refused = browsers().chromium("refused");
        refused.context().addInitScript("""
                navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "NotAllowedError"); };
                """);
        refused.open(DirectPair.link(house(), laptop));
        refused.page().getByText("This page may not use your camera").waitFor();
        laptop.page().getByText("The phone sends no picture").waitFor();
        Look.at(refused, "phone-camera-refused");
        Look.at(laptop, "screen-camera-off");

        Visitor plain = browsers().chromium("plain");
        plain.context().addInitScript("Object.defineProperty(navigator, 'mediaDevices', {value: undefined});");
        plain.open(house().url("/phone/1234-5678"));
        plain.page()
                .getByText("The browser gives no camera to an unencrypted page")
                .waitFor();
        Look.at(plain, "phone-insecure");
    }

    /** The server cannot be reached, and then the other side neither: their connections are closed behind the pages' backs. */
    @Test
    void whatIsSaidWhileTheWayIsBroken() {
        Visitor laptop = browsers().chromium("laptop");
        Visitor phone = browsers().chromium("phone");
        Line laptopsLine = Line.of(laptop);
        Line phonesLine = Line.of(phone);
        DirectPair.meet(house(), laptop, phone);
        phonesLine.cut();
        phone.page().getByText("The line to the server is lost").waitFor();
        laptop.page().getByText("The picture goes on.").waitFor();
        Look.at(phone, "phone-without-server");
        Look.at(laptop, "screen-without-phones-line");
        phone.page().evaluate("window.testPeers.forEach(peer => peer.close())");
        laptop.page().getByText("The phone has lost its network").waitFor();
        Look.at(laptop, "screen-reconnecting");
        laptopsLine.cut();
        laptop.page().getByText("The server cannot be reached").first().waitFor();
        Look.at(laptop, "screen-without-server");
    }

    /** A page's line to the server, which can be cut for good. */
    private record Line(AtomicReference<WebSocketRoute> socket, AtomicBoolean isCut) {
        static Line of(Visitor visitor) {
            Line line = new Line(new AtomicReference<>(), new AtomicBoolean());
            visitor.page().routeWebSocket(SIGNALING, route -> {
                if (line.isCut.get()) {
                    route.close(new WebSocketRoute.CloseOptions().setCode(4009));
                } else {
                    route.connectToServer();
                    line.socket.set(route);
                }
            });
            return line;
        }

        void cut() {
            isCut.set(true);
            socket.get().close(new WebSocketRoute.CloseOptions().setCode(4009));
        }
    }
}
