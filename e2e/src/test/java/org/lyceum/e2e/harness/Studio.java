package org.lyceum.e2e.harness;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** What a presenter does on the pages, by what is written on them. */
public final class Studio {
    private final Visitor presenter;

    public Studio(Visitor presenter) {
        this.presenter = presenter;
    }

    /** Makes an account on the sign-in page that is open. */
    public void register(String name, String email) {
        Page page = presenter.page();
        page.getByText("No account yet? Make one").click();
        page.getByLabel("Your name, as watchers see it").fill(name);
        page.getByLabel("E-mail address").fill(email);
        page.getByLabel("Password").fill(Api.PASSWORD);
        page.getByRole(AriaRole.BUTTON, button("Make the account")).click();
    }

    /** Names the first stream of an account, which leads into its studio. */
    public void nameFirstStream(String title) {
        presenter.page().getByLabel("Title").fill(title);
        presenter.page().getByRole(AriaRole.BUTTON, button("Make the stream")).click();
    }

    /** Goes live with the fake camera and waits until pictures leave. */
    public void goLive() {
        presenter.page().getByRole(AriaRole.BUTTON, button("Go live")).click();
        presenter.awaitMedia("frames are sent", stats -> stats.framesSent() > 30);
        assertThat(presenter.page().getByText("Everyone with the link can see you."))
                .isVisible();
    }

    /** The whole way from the start page to being live. */
    public void beginFrom(String startPage, String email, String title) {
        presenter.open(startPage);
        presenter
                .page()
                .getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Go live").setExact(true))
                .click();
        register("Ada", email);
        nameFirstStream(title);
        goLive();
    }

    /** Where this stream is watched. */
    public String watchUrl() {
        return presenter.page().url().replace("/studio/", "/watch/");
    }

    /** Ends the stream, and says yes when asked. */
    public void end() {
        presenter.page().getByRole(AriaRole.BUTTON, button("End stream")).click();
        presenter
                .page()
                .getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("End stream").setExact(true))
                .click();
    }

    private static Page.GetByRoleOptions button(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
