package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.MediaStats;
import org.lyceum.e2e.harness.Visitor;

class BroadcastTest extends HouseTest {
    @Test
    void someoneMakesAnAccountGoesLiveAndIsSeenAndHeardByWhoeverHasTheLink() {
        Visitor presenter = browsers().chromium("presenter");
        presenter.open(house().url("/"));
        presenter.page().getByRole(AriaRole.LINK, name("Go live")).click();
        register(presenter.page());
        nameTheFirstStream(presenter.page(), "A walk by the sea");
        goLive(presenter);

        Visitor watcher = browsers().chromium("watcher");
        watcher.open(presenter.page().url().replace("/studio/", "/watch/"));
        MediaStats first = watcher.awaitMedia("the first pictures", stats -> stats.framesDecoded() > 5);
        hear(watcher.page());
        MediaStats later = watcher.awaitMedia(
                "picture and sound go on",
                stats -> stats.framesDecoded() > first.framesDecoded() + 90
                        && stats.audioEnergy() > first.audioEnergy());

        System.out.println("studio to watch page: " + later);
        watcher.screenshot("watching");
        presenter.screenshot("presenting");
        assertThat(presenter.page().getByText("A walk by the sea").first()).isVisible();

        presenter.page().getByRole(AriaRole.BUTTON, name("End stream")).click();
        presenter
                .page()
                .getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, inside("End stream"))
                .click();
        assertThat(watcher.page().getByText("The stream has ended")).isVisible();
        assertThat(presenter.complaints()).as("presenter's console").isEmpty();
        assertThat(watcher.complaints()).as("watcher's console").isEmpty();
    }

    /** Some browsers want a tap before a page may be heard; the page asks for it then. */
    private static void hear(Page page) {
        Locator tap = page.getByText("Tap to hear the sound");
        if (tap.isVisible()) {
            tap.click();
        }
    }

    private static void register(Page page) {
        page.getByText("No account yet? Make one").click();
        page.getByLabel("Your name, as watchers see it").fill("Ada");
        page.getByLabel("E-mail address").fill("ada@example.org");
        page.getByLabel("Password").fill("correct horse battery");
        page.getByRole(AriaRole.BUTTON, name("Make the account")).click();
    }

    private static void nameTheFirstStream(Page page, String title) {
        page.getByLabel("Title").fill(title);
        page.getByRole(AriaRole.BUTTON, name("Make the stream")).click();
    }

    private static void goLive(Visitor presenter) {
        presenter.page().getByRole(AriaRole.BUTTON, name("Go live")).click();
        presenter.awaitMedia("frames are sent", stats -> stats.framesSent() > 30);
        assertThat(presenter.page().getByText("Everyone with the link can see you."))
                .isVisible();
    }

    private static Page.GetByRoleOptions name(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Locator.GetByRoleOptions inside(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }
}
