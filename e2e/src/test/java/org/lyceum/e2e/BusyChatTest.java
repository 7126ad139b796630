package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.Crowd;
import org.lyceum.e2e.harness.Figures;
import org.lyceum.e2e.harness.GivingWay;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.Visitor;

/**
 * Twenty messages a second in a full room, for long enough that the pages are not idle by luck: everyone gets them all, and the
 * pages stay at hand. It has a command of its own: {@code ./lyceum test -Dlyceum.measure=true}.
 */
@Tag("alone")
@EnabledIfSystemProperty(named = "lyceum.measure", matches = "true")
class BusyChatTest extends BrowserTest {
    /** Presenter and watcher beside them make it a thousand with what the pages need. */
    private static final int CROWD = 990;

    private static final String PHRASE = "of a busy evening";
    private static final int SECONDS = 20;
    private static final int A_SECOND = 20;
    /** So many are not measured: the server's compilers work on the same processors, as nobody's does whose page this is. */
    private static final int WARM_UP = 8 * A_SECOND;

    private static final int MESSAGES = WARM_UP + SECONDS * A_SECOND;

    private static final String WATCH_TASKS = """
            () => {
              window.testTasks = [];
              new PerformanceObserver((list) => {
                for (const task of list.getEntries()) window.testTasks.push(task.duration);
              }).observe({ type: "longtask" });
            }
            """;

    /** The longest task of more than 50 ms since the last time this was asked, 0 for none. */
    private static final String LONGEST_TASK = "() => Math.max(0, ...window.testTasks.splice(0))";

    @Test
    void everyoneGetsEveryMessageAndThePagesStayAtHand() {
        try (House house = House.start(2)) {
            Broadcast broadcast = Broadcast.prepare(house, browsers().chromium("presenter"));
            broadcast.quality("Standard").goLive();
            Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
            house.api()
                    .call(
                            "PATCH",
                            "/api/streams/" + broadcast.stream().id(),
                            broadcast.account(),
                            Map.of("guestsChat", true));
            try (Crowd crowd = Crowd.come(house, broadcast.stream().id(), CROWD, PHRASE)) {
                List<Page> pages = List.of(broadcast.presenter().page(), watcher.page());
                pages.forEach(page -> page.evaluate(WATCH_TASKS));
                pages.getFirst().waitForTimeout(SECONDS * 1_000);
                List<Double> quiet =
                        pages.stream().map(BusyChatTest::longestTask).toList();
                try (GivingWay _ = GivingWay.begin()) {
                    talk(crowd, 0, WARM_UP);
                    pages.forEach(BusyChatTest::longestTask);
                    talk(crowd, WARM_UP, MESSAGES);
                }
                for (Page page : pages) {
                    assertThat(page.getByTestId("message-text").last()).hasText(message(MESSAGES - 1));
                }
                List<Double> busy =
                        pages.stream().map(BusyChatTest::longestTask).toList();
                Figures.print(
                        "longest task in the studio and on the watch page, %d sockets, %d messages a second"
                                .formatted(CROWD, A_SECOND),
                        "%.0f, %.0f ms; without chat %.0f, %.0f ms"
                                .formatted(busy.getFirst(), busy.getLast(), quiet.getFirst(), quiet.getLast()));
                Awaitility.await().until(() -> crowd.heardByAll() == MESSAGES);
                assertThat(busy.getFirst()).as("longest task in the studio").isLessThan(100);
            }
        }
    }

    /** In turns, on time: who is behind does not wait. Not by the page's clock, which takes a third of a core to look at. */
    private static void talk(Crowd crowd, int from, int to) {
        long began = System.nanoTime();
        for (int i = from; i < to; i++) {
            crowd.say(i, message(i));
            long due = began + TimeUnit.SECONDS.toNanos(i + 1 - from) / A_SECOND;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    private static String message(int number) {
        return "message " + number + " " + PHRASE;
    }

    private static double longestTask(Page page) {
        return ((Number) page.evaluate(LONGEST_TASK)).doubleValue();
    }
}
