package org.lyceum.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a page as it stands, at the width of a desk and of a phone: keeps a picture of each (in target/screenshots), and holds
 * that nothing has to be scrolled sideways and that axe finds nothing in the way of people who hear, see or point differently.
 */
public final class Look {
    private static final int[] WIDTHS = {1280, 360};
    private static final int HEIGHT = 800;
    private static final String AXE = read(Path.of("node_modules", "axe-core", "axe.min.js"));
    private static final String FAULTS = """
            async (rules) => {
              // Colours on their way are nobody's choice; other transitions, such as a level meter's, need never end.
              const colours = document.getAnimations().filter((each) => /color/.test(each.transitionProperty ?? ""));
              await Promise.all(colours.map((each) => each.finished.catch(() => {})));
              const runOnly = rules.length > 0 ? { runOnly: rules } : {};
              const { violations } = await axe.run(document, { resultTypes: ["violations"], ...runOnly });
              return violations.map(({ id, help, nodes }) =>
                `${id}: ${help}: ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
            }
            """;

    private Look() {}

    /** @param title of the pictures, and of what is said where something is wrong */
    public static void at(Visitor visitor, String title) {
        look(visitor, title, List.of());
    }

    /** @param rules of axe, all of them where none is named */
    private static void look(Visitor visitor, String title, List<String> rules) {
        Page page = visitor.page();
        List<String> faults = new ArrayList<>();
        for (int width : WIDTHS) {
            page.setViewportSize(width, HEIGHT);
            page.waitForFunction("width => window.innerWidth === width", width);
            visitor.screenshotOfAll(title + "-" + width);
            faults.addAll(faults(page, title + " at " + width + ": ", rules));
        }
        page.setViewportSize(WIDTHS[0], HEIGHT);
        assertThat(faults).isEmpty();
    }

    private static List<String> faults(Page page, String where, List<String> rules) {
        List<String> faults = new ArrayList<>();
        Object tooWide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (tooWide instanceof Number pixels && pixels.intValue() > 0) {
            faults.add(where + pixels + " pixels too wide");
        }
        if (Boolean.TRUE.equals(page.evaluate("window.axe === undefined"))) {
            page.evaluate(AXE); // not as a script of the page, whose policy forbids that
        }
        if (page.evaluate(FAULTS, rules) instanceof List<?> found) {
            found.forEach(fault -> faults.add(where + fault));
        }
        return faults;
    }

    /** The same for people who prefer a dark page; of axe's rules only the one about colours, as nothing else differs. */
    public static void inTheDark(Visitor visitor, String title) {
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        look(visitor, title + "-dark", List.of("color-contrast"));
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
