package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.lyceum.e2e.harness.HouseTest;
import org.lyceum.e2e.harness.Visitor;

class HomePageTest extends HouseTest {
    @Test
    void theHomePageSaysWhatIsLiveAndOffersToGoLive() {
        Visitor visitor = browsers().chromium("visitor");
        visitor.open(house().url("/"));

        Page page = visitor.page();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .isVisible();
        assertThat(page.getByText("Nobody is live at the moment.")).isVisible();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Go live")))
                .isVisible();
        assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Use a phone as camera")))
                .isVisible();
        assertThat(visitor.complaints()).isEmpty();
    }
}
