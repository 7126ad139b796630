package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.Look;
import org.lyceum.e2e.harness.Visitor;

/** The chat between a studio and a watch page: what is said, and what becomes of it. */
class ChatTest extends HouseTest {
    @Test
    void bothSidesTalkAndTheCreatorKeepsOrder() {
        Broadcast broadcast = Broadcast.prepare(house(), browsers().chromium("presenter"));
        Page studio = broadcast.presenter().page();
        broadcast.quality("Data saver").goLive();
        Visitor watcher = browsers().chromium("watcher");
        watcher.signIn(house().url(""), house().api().register());
        Page watch = watcher.page();
        watcher.open(house().url("/watch/" + broadcast.stream().id()));
        watch.getByText("Nobody has written yet. Say hello.").waitFor();
        Look.at(watcher, "chat-empty");

        String markup = "<img src=x onerror=alert(1)> <b>bold</b> https://example.org/?a=1&b=2";
        say(watch, markup);
        assertThat(texts(studio)).hasText(new String[] {markup});
        assertThat(studio.getByTestId("chat").locator("img, b, a")).hasCount(0);
        say(studio, "Welcome to the show");
        assertThat(texts(watch)).hasText(new String[] {markup, "Welcome to the show"});
        assertThat(watch.getByTestId("chat").getByText("Streamer")).isVisible();
        Look.at(watcher, "chat-talk");
        watch.reload();
        assertThat(texts(watch)).hasText(new String[] {markup, "Welcome to the show"});

        watch.getByTestId("chat").locator("li").nth(1).hover();
        act(watch, 1, "Report");
        watch.getByRole(AriaRole.DIALOG).getByLabel("What is wrong with it?").fill("I do not feel welcome");
        Look.at(watcher, "chat-report");
        watch.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, named("Report"))
                .click();
        assertThat(studio.getByText("I do not feel welcome")).isVisible();
        Look.at(broadcast.presenter(), "chat-reported");
        studio.getByTestId("chat").getByRole(AriaRole.BUTTON, named("Leave it")).click();

        act(studio, 0, null);
        Look.at(broadcast.presenter(), "chat-actions");
        act(studio, -1, "Delete");
        assertThat(texts(watch)).hasText(new String[] {"Welcome to the show"});
        Look.at(broadcast.presenter(), "chat-deleted");
        studio.getByTestId("chat").getByRole(AriaRole.BUTTON, named("Undo")).click();
        assertThat(texts(watch)).hasText(new String[] {markup, "Welcome to the show"});

        act(studio, 0, "Silence 5 min");
        assertThat(watch.getByText("You cannot write for a while")).isVisible();
        Look.at(watcher, "chat-timed-out");
        studio.getByTestId("chat").getByRole(AriaRole.BUTTON, named("Undo")).click();
        assertThat(watch.getByLabel("Say something")).isVisible();
        act(studio, 0, "Ban");
        assertThat(watch.getByText("You cannot write in this chat any more")).isVisible();
        Look.at(watcher, "chat-banned");

        act(watch, 1, "Hide person");
        assertThat(texts(watch)).hasText(new String[] {markup});
        Look.at(watcher, "chat-hidden");
        assertThat(watcher.complaints()).as("watcher's console").isEmpty();
        assertThat(broadcast.presenter().complaints()).as("presenter's console").isEmpty();
    }

    @Test
    void guestsWriteWhereTheOwnerSaysSoAndSlowModeCounts() {
        Broadcast broadcast = Broadcast.prepare(house(), browsers().chromium("presenter"));
        Page studio = broadcast.presenter().page();
        Visitor watcher = browsers().chromium("watcher");
        Page watch = watcher.page();
        watcher.open(house().url("/watch/" + broadcast.stream().id()));
        assertThat(watch.getByText("Only people who are signed in write here.")).isVisible();
        Look.at(watcher, "chat-signed-out");

        studio.getByRole(AriaRole.BUTTON, page("Settings")).click();
        Look.at(broadcast.presenter(), "stream-settings");
        studio.getByLabel("Guests may write in the chat").check();
        studio.getByLabel("Slow mode of the chat").selectOption("10");
        studio.getByLabel("What it is about").fill("Two lines,\nand <i>no</i> markup");
        studio.getByRole(AriaRole.BUTTON, page("Save")).click();
        assertThat(studio.getByRole(AriaRole.DIALOG)).hasCount(0);

        watch.getByLabel("Your name in this chat").fill("Gus");
        say(watch, "hello from a guest");
        assertThat(watch.getByText("You can write again in")).isVisible();
        assertThat(texts(watch)).hasText(new String[] {"hello from a guest"});
        Look.at(watcher, "chat-slow");
        assertThat(watcher.complaints()).isEmpty();
    }

    private static void say(Page page, String text) {
        page.getByLabel("Say something").fill(text);
        page.getByLabel("Say something").press("Enter");
        assertThat(texts(page).last()).hasText(text);
    }

    private static Locator texts(Page page) {
        return page.getByTestId("message-text");
    }

    /** Opens what can be done about a message (-1: it is open), and does it where it is named. */
    private static void act(Page page, int message, @Nullable String action) {
        Locator chat = page.getByTestId("chat");
        if (message >= 0) {
            chat.locator("li[data-message]")
                    .nth(message)
                    .locator("button[aria-expanded]")
                    .click();
        }
        if (action != null) {
            chat.getByRole(AriaRole.BUTTON, named(action)).click();
        }
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private static Page.GetByRoleOptions page(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
