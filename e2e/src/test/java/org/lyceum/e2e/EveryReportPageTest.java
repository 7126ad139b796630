package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.lyceum.e2e.harness.Api;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.Look;
import org.lyceum.e2e.harness.Past;
import org.lyceum.e2e.harness.Visitor;
import tools.jackson.databind.JsonNode;

/** What creators and viewers look back on, as the person in front of it sees it: two months, nothing at all, and a server that is away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("pages")
class EveryReportPageTest extends BrowserTest {
    private final House house = House.start(1, Map.of(), Past::happen);

    @AfterAll
    void close() {
        house.close();
    }

    private Visitor signedIn(String name, Api.Account account) {
        Visitor visitor = browsers().chromium(name);
        visitor.signIn(house.url(""), account);
        return visitor;
    }

    @Test
    void aCreatorLooksBackOnTwoMonths() {
        Api.Account creator = house.api().login(Past.CREATOR);
        Visitor ada = signedIn("ada", creator);
        Page page = ada.page();
        Locator back = page.getByTestId("looking-back");
        assertThat(back.locator("canvas")).hasCount(2);
        Look.at(ada, "reports-30-days");

        back.getByLabel("30 days").press("ArrowRight"); // of radio buttons one is chosen by the arrows
        assertThat(back.getByLabel("90 days")).isChecked();
        JsonNode wallet = house.api().call("GET", "/api/wallet", creator, null);
        long earned = wallet.required("balance").longValue()
                + wallet.required("pending").longValue();
        assertThat(back.getByTestId("earned")).hasText(amount(earned));
        assertThat(back.locator("[data-fact=pending]"))
                .hasText(amount(wallet.required("pending").longValue()));
        back.getByText("Earnings by day, in credits, as a table").press("Enter");
        back.getByText("Watch time by day, as a table").press("Enter");
        Look.at(ada, "reports-90-days-tables");
        Look.inTheDark(ada, "reports-90-days-tables");

        back.getByLabel("Stream").selectOption(new SelectOption().setLabel("Fugues at nine"));
        back.getByText("7 days").click();
        Locator viewers =
                back.getByTestId("broadcasts").getByRole(AriaRole.BUTTON).first();
        viewers.press("Enter");
        assertThat(back.getByTestId("viewers-over-time")).containsText("Most at once:");
        assertThat(back.getByTestId("viewers-over-time").locator("canvas")).isVisible();
        Look.at(ada, "reports-viewers-over-time");
        viewers.press("Enter");
        assertThat(back.getByTestId("viewers-over-time")).hasCount(0);
        assertThat(ada.complaints()).isEmpty();
    }

    @Test
    void earningsAreSavedForASpreadsheet() {
        Api.Account creator = house.api().login(Past.CREATOR);
        Visitor ada = signedIn("ada", creator);
        Download saved = ada.page()
                .waitForDownload(() -> ada.page()
                        .getByRole(AriaRole.BUTTON, named("Save as CSV"))
                        .click());

        assertThat(saved.suggestedFilename()).matches("earnings-\\d{4}-\\d\\d-\\d\\d-\\d{4}-\\d\\d-\\d\\d\\.csv");
        assertThat(saved.path()).content().startsWith("day,tips,watching,total,pending,available,currency\r\n");
        assertThat(saved.path()).content().hasLineCount(31);
    }

    @Test
    void whoHasEarnedNothingIsToldWhatToDo() {
        Api.Account account = house.api().register();
        house.api().createStream(account, "The first one");
        Visitor person = signedIn("newcomer", account);
        person.page().getByText("Nothing came in on these days.").waitFor();
        person.page().getByText("You were not live on these days.").waitFor();
        Look.at(person, "reports-empty");
        person.open(house.url("/wallet"));
        person.page().getByText("Whatever you watch stands here").waitFor();
        Look.at(person, "wallet-nothing-watched");
        assertThat(person.complaints()).isEmpty();
    }

    @Test
    void whatCanNotBeLoadedIsSaidAndTriedAgain() {
        Visitor ada = browsers().chromium("ada");
        Page page = ada.page();
        Pattern reports = Pattern.compile("/api/(earnings|supporters|audience|broadcasts)");
        page.route(reports, EveryReportPageTest::busy);
        ada.signIn(house.url(""), house.api().login(Past.CREATOR));
        page.getByText("Your broadcasts could not be loaded.").waitFor();
        Look.at(ada, "reports-failed");
        page.unroute(reports);
        page.getByTestId("looking-back")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Try again"))
                .first()
                .click();
        assertThat(page.getByTestId("earned")).isVisible();
    }

    private static void busy(Route route) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(503)
                .setContentType("application/problem+json")
                .setBody("""
                        {"title": "Service Unavailable", "status": 503, "code": "busy", "detail": "Too much at once."}"""));
    }

    @Test
    void aViewerLooksBackOnWhatTheyWatchedAndGave() {
        Api.Account supporter = house.api().login(Past.SUPPORTER);
        Visitor bob = signedIn("bob", supporter);
        Page page = bob.page();
        bob.open(house.url("/wallet"));
        Locator watched = page.getByTestId("watched");
        assertThat(watched.locator("li")).hasCount(10);
        assertThat(watched.locator("li").first()).containsText("Fugues at nine by Ada");
        page.getByTestId("tips-given").waitFor();
        Look.at(bob, "wallet-history");

        JsonNode newest = house.api()
                .call("GET", "/api/history/watched?limit=20", supporter, null)
                .required("watched");
        page.getByRole(AriaRole.BUTTON, named("Show older ones")).first().click();
        assertThat(watched.locator("li")).hasCount(20);
        assertThat(watched.locator("time").last())
                .hasAttribute("datetime", newest.get(19).required("cameAt").stringValue());
        Download receipt = page.waitForDownload(
                () -> watched.getByText("Save the receipt").first().click());
        assertThat(receipt.path()).content().contains("at 6.00 credits a minute");
        assertThat(bob.complaints()).isEmpty();
    }

    /** As the page writes it. */
    private static String amount(long smallest) {
        return "%,.2f\u00a0credits".formatted(BigDecimal.valueOf(smallest, 2));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
