package org.lyceum.e2e.harness;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The machine's own Chromium and Firefox under Playwright's control, with fake cameras and microphones: 30 pictures a second and a beep.
 * Confined to the thread that made it, as Playwright is.
 */
public final class Browsers implements AutoCloseable {
    private static final List<String> CHROMIUM_ARGUMENTS = List.of(
            "--no-sandbox",
            "--use-fake-device-for-media-stream=fps=30",
            "--use-fake-ui-for-media-stream",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--disable-quic",
            // Pages in the background are throttled otherwise, and here all but one are.
            "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows",
            "--disable-renderer-backgrounding");
    private static final Map<String, Object> FIREFOX_PREFERENCES = Map.of(
            "media.navigator.streams.fake", true,
            "media.navigator.permission.disabled", true,
            "media.autoplay.default", 0,
            "media.peerconnection.ice.loopback", true);

    private final Playwright playwright;
    private final List<Visitor> visitors = new ArrayList<>();
    private @Nullable Browser chromium;
    private @Nullable Browser chromiumWithoutUdp;
    private @Nullable Browser firefox;
    private final Map<Path, Browser> elsewhere = new HashMap<>();

    private Browsers(Playwright playwright) {
        this.playwright = playwright;
    }

    public static Browsers open() {
        return new Browsers(Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", "node", "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
    }

    /** Someone with a Chromium of their own: own cookies, own storage. */
    public Visitor chromium(String name) {
        if (chromium == null) {
            chromium = launchChromium(List.of());
        }
        return visitor(name, chromium);
    }

    /** The same in a network that lets no UDP through. */
    public Visitor chromiumWithoutUdp(String name) {
        if (chromiumWithoutUdp == null) {
            chromiumWithoutUdp = launchChromium(List.of("--webrtc-ip-handling-policy=disable_non_proxied_udp"));
        }
        return visitor(name, chromiumWithoutUdp);
    }

    /** Someone whose Chromium is started by this command, in another network for instance, and with what is asked for the first time. */
    Visitor chromium(String name, Path command, String... moreArguments) {
        return visitor(name, elsewhere.computeIfAbsent(command, _ -> launchChromium(command, List.of(moreArguments))));
    }

    private Browser launchChromium(List<String> moreArguments) {
        return launchChromium(chromiumExecutable(), moreArguments);
    }

    private Browser launchChromium(Path command, List<String> moreArguments) {
        List<String> arguments = new ArrayList<>(CHROMIUM_ARGUMENTS);
        arguments.addAll(moreArguments);
        return playwright
                .chromium()
                .launch(new LaunchOptions().setExecutablePath(command).setArgs(arguments));
    }

    /** The machine's Chromium. */
    static Path chromiumExecutable() {
        return executable("LYCEUM_CHROMIUM", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    }

    /** Someone with the machine's unpatched Firefox, by WebDriver BiDi. */
    public Visitor firefox(String name) {
        if (firefox == null) {
            firefox = playwright
                    .firefox()
                    .launch(new LaunchOptions()
                            .setChannel("moz-firefox")
                            .setExecutablePath(executable("LYCEUM_FIREFOX", "firefox-esr", "firefox"))
                            .setFirefoxUserPrefs(FIREFOX_PREFERENCES));
        }
        return visitor(name, firefox);
    }

    private Visitor visitor(String name, Browser browser) {
        Visitor visitor = Visitor.enter(name, browser);
        visitors.add(visitor);
        return visitor;
    }

    /** Everyone who came since {@link #dismiss} last, for what is to be looked at in the end. */
    public List<Visitor> visitors() {
        return List.copyOf(visitors);
    }

    /** Everyone leaves; the browsers stay for the next test. */
    public void dismiss() {
        visitors.forEach(Visitor::leave);
        visitors.clear();
    }

    @Override
    public void close() {
        dismiss();
        playwright.close();
    }

    private static Path executable(String variable, String... names) {
        String given = System.getenv(variable);
        if (given != null && !given.isBlank()) {
            return Path.of(given);
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            for (String name : names) {
                Path candidate = Path.of(folder, name);
                if (Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        throw new IllegalStateException(
                "none of " + List.of(names) + " is on the PATH; install one or name it with " + variable);
    }
}
