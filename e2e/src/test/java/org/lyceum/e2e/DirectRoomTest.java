package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.SelectOption;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.ClockCamera;
import org.lyceum.e2e.harness.DirectPair;
import org.lyceum.e2e.harness.Figures;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.Visitor;

/** A phone is the camera of a laptop, on the pages that people use. */
class DirectRoomTest extends HouseTest {
    private static final Pattern SIGNALING = Pattern.compile("^wss?://.*/ws");
    private static final String FRAGMENT = "() => window.testPeers.map(peer => "
            + "/a=ice-ufrag:(\\S+)/.exec(peer.localDescription?.sdp ?? '')?.[1] ?? '').join()";

    @Test
    void whoScansTheCodeIsSeenOnTheScreenAndHowThePictureGetsThereIsSaid() throws IOException {
        DirectPair pair = DirectPair.meet(
                house(), browsers().chromium("laptop"), browsers().chromium("phone"));
        Page laptop = pair.laptop().page();
        pair.laptop().awaitMedia("it moves", media -> media.framesDecoded() > 45);

        assertThat(laptop.getByTestId("way")).hasAttribute("data-way", "direct");
        for (String number :
                new String[] {"received-bitrate", "frame-rate", "latency", "round-trip", "jitter", "loss"}) {
            assertThat(laptop.getByTestId(number)).hasText(Pattern.compile("\\d"));
        }
        assertThat(laptop.locator("[data-fact=picture]")).hasText("1280×720");
        assertThat(pair.phone().page().getByTestId("phone-status")).hasText("Live");

        DirectPair.press(pair.laptop(), "Rotate by a quarter");
        Download snapshot = laptop.waitForDownload(() -> DirectPair.press(pair.laptop(), "Save a snapshot"));
        assertThat(snapshot.suggestedFilename()).matches("phone-[\\d-]+\\.png");
        BufferedImage picture = ImageIO.read(snapshot.path().toFile());
        assertThat(picture.getWidth() + "x" + picture.getHeight()).isEqualTo("720x1280");
        assertThat(pair.laptop().complaints()).isEmpty();
        assertThat(pair.phone().complaints()).isEmpty();
    }

    @Test
    void theLaptopAdjustsThePhoneOnlyOnceThePhoneHasAgreedAndNeverUnmutesIt() {
        Visitor laptop = browsers().chromium("laptop");
        laptop.context().addInitScript(REMEMBER_CHANNEL);
        DirectPair pair = DirectPair.meet(house(), laptop, browsers().chromium("phone"));
        Page phone = pair.phone().page();
        assertThat(laptop.page().getByLabel("Resolution")).isDisabled();
        say(laptop, "{\"type\": \"steer\", \"wish\": {\"resolution\": \"saver\"}}");

        DirectPair.press(laptop, "Ask the phone");
        DirectPair.press(pair.phone(), "Not now");
        assertThat(laptop.page().getByText("The phone did not allow it.")).isVisible();
        assertThat(phone.getByLabel("Resolution")).hasValue("high");
        DirectPair.press(laptop, "Ask the phone");
        DirectPair.press(pair.phone(), "Allow");
        laptop.page().getByLabel("Resolution").selectOption(new SelectOption().setLabel("640×360"));
        laptop.awaitMedia("the smaller picture", media -> media.frameWidth() == 640);
        assertThat(phone.getByLabel("Resolution")).hasValue("saver");

        say(laptop, "{\"type\": \"steer\", \"wish\": {\"mute\": false}}");
        say(laptop, "{\"type\": \"steer\", \"wish\": {\"microphone\": \"on\", \"framesPerSecond\": 15}}");
        assertThat(phone.getByLabel("Frame rate")).hasValue("15"); // both were heard, in their order
        assertThat(phone.getByLabel("Switch the microphone on")).isVisible();
        DirectPair.press(pair.phone(), "Switch the microphone on");
        laptop.awaitMedia("the sound", media -> media.audioEnergy() > 0);
        DirectPair.press(laptop, "Switch its microphone off");
        assertThat(phone.getByLabel("Switch the microphone on")).isVisible();
        assertThat(laptop.page().getByText("Only the phone can switch it on.")).isVisible();
    }

    /** The channel between the two, by which a page that is not ours could say what it likes. */
    private static final String REMEMBER_CHANNEL = """
            (() => {
              const Real = window.RTCPeerConnection;
              window.RTCPeerConnection = class extends Real {
                constructor(...args) {
                  super(...args);
                  this.addEventListener("datachannel", ({channel}) => window.testChannel = channel);
                }
              };
            })();
            """;

    private static void say(Visitor laptop, String message) {
        laptop.page().waitForFunction("() => window.testChannel?.readyState === 'open'");
        laptop.page().evaluate("message => window.testChannel.send(message)", message);
    }

    @Test
    void aCodeThatWasSaidLetsOnePhoneInOnceAndTheRoomIsFoundAgainAfterAReload() {
        Visitor laptop = browsers().chromium("laptop");
        DirectPair.makeRoom(house(), laptop);
        String code = DirectPair.code(laptop);
        Visitor phone = browsers().chromium("phone");
        phone.open(house().url("/"));
        phone.page().getByLabel("Link or code").fill(code.replace("-", " "));
        phone.page().getByLabel("Link or code").press("Enter");
        laptop.awaitMedia("the phone's picture", media -> media.framesDecoded() > 5);

        Visitor stranger = browsers().chromium("stranger");
        stranger.open(house().url("/phone/" + code));
        assertThat(stranger.page().getByText("This code or link opens nothing any more"))
                .isVisible();

        phone.page().reload();
        assertThat(phone.page().getByTestId("phone-status")).hasText("Live");
        laptop.awaitMedia("the picture is back", media -> media.framesDecoded() > 5);
        assertThat(laptop.page().locator("main")).hasAttribute("data-state", "live");
    }

    @Test
    void thePictureGoesOnWhileThePhonesSocketIsLostAndTheirPathIsRenewed() {
        Visitor phone = browsers().chromium("phone");
        AtomicReference<WebSocketRoute> socket = new AtomicReference<>();
        phone.page().routeWebSocket(SIGNALING, route -> {
            route.connectToServer();
            socket.set(route);
        });
        DirectPair pair = DirectPair.meet(house(), browsers().chromium("laptop"), phone);
        Page laptop = pair.laptop().page();
        assertThat(phone.page().getByTestId("phone-status")).hasText("Live");
        String before = String.valueOf(laptop.evaluate(FRAGMENT));
        pair.laptop().watchPictures();
        double began = pair.laptop().clock();

        WebSocketRoute lost = socket.get();
        lost.close(new WebSocketRoute.CloseOptions().setCode(4009));
        laptop.waitForFunction("before => (" + FRAGMENT + ")() !== before", before);
        pair.laptop().stay(Duration.ofSeconds(1));

        assertThat(String.valueOf(laptop.evaluate(FRAGMENT)).split(","))
                .as("still one connection")
                .hasSize(1);
        assertThat(laptop.locator("main")).hasAttribute("data-state", "live");
        double gap = pair.laptop().pictures().longestGap(began, pair.laptop().clock());
        Figures.print(
                "direct room, longest gap while the phone's socket was lost",
                String.format(Locale.ROOT, "%.0f ms", gap));
        assertThat(gap).isLessThan(2_000);
        assertThat(phone.page().getByTestId("phone-status")).hasText("Live");
    }

    @Test
    void aClockHeldIntoThePhonesCameraIsReadOnTheScreenALittleLater() {
        DirectPair pair = DirectPair.meet(
                house(),
                browsers().chromium("laptop"),
                ClockCamera.given(browsers().chromium("phone")));
        pair.laptop().stay(Duration.ofSeconds(2));
        double delay = ClockCamera.age(pair.laptop());
        Figures.print("direct room, camera to screen, median", String.format(Locale.ROOT, "%.0f ms", delay));
        assertThat(delay).isBetween(0.0, Figures.required(120, 1_000));
    }

    @Test
    void pagesWithoutACodeMeetInTheRoomForEverybodyInTheHouse() {
        Visitor laptop = browsers().chromium("laptop");
        laptop.open(house().url("/receiver.html"));
        assertThat(laptop.page().locator("main")).hasAttribute("data-state", "waiting");
        Visitor phone = browsers().chromium("phone");
        phone.open(house().url("/sender.html"));
        laptop.awaitMedia("the phone's picture", media -> media.framesDecoded() > 5);

        Visitor second = browsers().chromium("second");
        second.open(house().url("/receiver.html"));
        second.awaitMedia("the same on another screen", media -> media.framesDecoded() > 5);
        assertThat(phone.page().getByText("2 screens show this camera")).isVisible();
        phone.page().getByText("Stop").click();
        assertThat(laptop.page().getByText("The phone has left")).isVisible();
    }
}
