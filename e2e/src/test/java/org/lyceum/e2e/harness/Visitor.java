package org.lyceum.e2e.harness;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A person with a browser: one page, what its console complained of, and what its peer connections count. The page's
 * scripts are untouched, but that the peer connections they make can be found by the test.
 */
public final class Visitor {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String REMEMBER_PEERS = """
            (() => {
              const Real = window.RTCPeerConnection;
              if (!Real) return;
              window.testPeers = [];
              window.RTCPeerConnection = class extends Real {
                constructor(...args) { super(...args); window.testPeers.push(this); }
              };
            })();
            """;
    private static final String READ_STATS = """
            async () => {
              const all = [];
              for (const peer of window.testPeers ?? []) {
                if (peer.connectionState === "closed") continue;
                all.push([...(await peer.getStats()).values()]);
              }
              return JSON.stringify(all);
            }
            """;

    private static final String WATCH_PICTURES = """
            id => {
              const video = document.querySelector(`[data-testid=${id}]`);
              const shown = window.testPictures = [];
              const note = (now, picture) => {
                if (window.testPictures !== shown) return;
                shown.push([Math.round(now), picture.width]);
                video.requestVideoFrameCallback(note);
              };
              video.requestVideoFrameCallback(note);
            }
            """;

    private final String name;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Visitor(String name, BrowserContext context) {
        this.name = name;
        this.context = context;
        context.addInitScript(REMEMBER_PEERS);
        this.page = context.newPage();
        page.setDefaultTimeout((double) PATIENCE.toMillis());
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text() + " (" + message.location() + ")");
            }
        });
        page.onPageError(error -> complaints.add("uncaught: " + error));
    }

    static Visitor enter(String name, Browser browser) {
        return new Visitor(
                name,
                browser.newContext(new NewContextOptions()
                        .setViewportSize(1280, 800)
                        .setIgnoreHTTPSErrors(true)
                        .setLocale("en-GB")));
    }

    public String name() {
        return name;
    }

    public Page page() {
        return page;
    }

    public BrowserContext context() {
        return context;
    }

    public void open(String url) {
        page.navigate(url);
    }

    /** What the console showed as errors since the page was opened, uncaught exceptions among them. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** What the page's peer connections count now. */
    public MediaStats media() {
        String json = String.valueOf(page.evaluate(READ_STATS));
        List<JsonNode> reports = new ArrayList<>();
        JSON.readTree(json).forEach(peer -> peer.forEach(reports::add));
        return new MediaStats(reports);
    }

    /** Waits until the counters are as wanted and returns them. */
    public MediaStats awaitMedia(String what, Predicate<MediaStats> wanted) {
        return awaitMedia(what, PATIENCE, wanted);
    }

    public MediaStats awaitMedia(String what, Duration patience, Predicate<MediaStats> wanted) {
        long deadline = System.nanoTime() + patience.toNanos();
        MediaStats stats = media();
        while (!wanted.test(stats)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(name + " waited in vain for: " + what + "; last " + stats);
            }
            page.waitForTimeout(100);
            stats = media();
        }
        return stats;
    }

    /** Lets time pass while the browser goes on. */
    public void stay(Duration time) {
        page.waitForTimeout((double) time.toMillis());
    }

    /** From now on the page remembers when it showed each picture, and how wide; {@link #pictures} tells. */
    public void watchPictures() {
        watchPictures("picture");
    }

    /** The same of another of the page's pictures, by its test id. */
    public void watchPictures(String testId) {
        page.evaluate(WATCH_PICTURES, testId);
    }

    /** The page's clock, in milliseconds. */
    public double clock() {
        return ((Number) page.evaluate("performance.now()")).doubleValue();
    }

    /** What was shown since {@link #watchPictures}. */
    public ShownPictures pictures() {
        return ShownPictures.of(JSON.readTree(String.valueOf(page.evaluate("JSON.stringify(window.testPictures)"))));
    }

    /** Kept in target/screenshots. */
    public void screenshot(String title) {
        page.screenshot(new Page.ScreenshotOptions().setPath(picture(title)));
    }

    /** The same of all that can be scrolled to. */
    public void screenshotOfAll(String title) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(picture(title)));
    }

    private Path picture(String title) {
        return Path.of(System.getProperty("e2e.target", "target"), "screenshots", title + "-" + name + ".png");
    }

    /** By an account of this house, on its sign-in page. */
    public void signIn(String house, Api.Account account) {
        open(house + "/login");
        page.getByLabel("E-mail address").fill(account.email());
        page.getByLabel("Password").fill(Api.PASSWORD);
        page.getByLabel("Password").press("Enter");
        page.waitForURL("**/dashboard");
    }

    public void leave() {
        context.close();
    }
}
