package org.lyceum.e2e.harness;

import com.microsoft.playwright.PlaywrightException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/**
 * A test with browsers: they are opened once for its class, everyone's last picture is kept after each test (in
 * target/screenshots), and then everyone leaves.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BrowserTest {
    private final Browsers browsers = Browsers.open();
    private String title = "";

    @BeforeEach
    void remember(TestInfo test) {
        title = getClass().getSimpleName() + "-"
                + test.getTestMethod().map(method -> method.getName()).orElse("test");
    }

    @AfterEach
    void lookAndLeave() {
        browsers.visitors().forEach(this::keepPicture);
        browsers.dismiss();
    }

    /** For people who look for what went wrong; a page that cannot be photographed is not what the test is about. */
    private void keepPicture(Visitor visitor) {
        try {
            visitor.screenshot(title);
        } catch (PlaywrightException e) {
            System.out.println("no picture of " + visitor.name() + " in " + title + ": " + e.getMessage());
        }
    }

    @AfterAll
    void closeBrowsers() {
        browsers.close();
    }

    /**
     * With how many media loops a parameterized test runs: two, so that what is mailed between them is in every test, or as many as
     * {@code -Dlyceum.loops} says. A test to which both matter says so.
     */
    static IntStream loopCounts() {
        return IntStream.of(Integer.getInteger("lyceum.loops", 2));
    }

    protected final Browsers browsers() {
        return browsers;
    }
}
