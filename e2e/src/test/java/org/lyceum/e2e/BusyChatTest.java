package org.lyceum.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.lyceum.e2e.harness.Broadcast;
import org.lyceum.e2e.harness.BrowserTest;
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

    private static final int SECONDS = 20;
    private static final int A_SECOND = 20;

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
        try (HttpClient http = HttpClient.newHttpClient();
                House house = House.start(2)) { // closed first: a client waits for its sockets
            Broadcast broadcast = Broadcast.prepare(house, browsers().chromium("presenter"));
            broadcast.quality("Standard").goLive();
            Visitor watcher = broadcast.watchedBy(browsers().chromium("watcher"));
            house.api()
                    .call(
                            "PATCH",
                            "/api/streams/" + broadcast.stream().id(),
                            broadcast.account(),
                            Map.of("guestsChat", true));
            List<Guest> crowd = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                crowd.add(Guest.come(http, house, broadcast.stream().id(), i));
            }
            List<Page> pages = List.of(broadcast.presenter().page(), watcher.page());
            pages.forEach(page -> page.evaluate(WATCH_TASKS));
            pages.getFirst().waitForTimeout(SECONDS * 1_000);
            List<Double> quiet = pages.stream().map(BusyChatTest::longestTask).toList();

            try (GivingWay _ = GivingWay.begin()) {
                talk(crowd, pages.getFirst());
            }

            for (Page page : pages) {
                assertThat(page.getByTestId("message-text").last())
                        .hasText("message %d of a busy evening".formatted(SECONDS * A_SECOND - 1));
            }
            List<Double> busy = pages.stream().map(BusyChatTest::longestTask).toList();
            Figures.print(
                    "longest task in the studio and on the watch page, %d sockets, %d messages a second"
                            .formatted(CROWD, A_SECOND),
                    "%.0f, %.0f ms; without chat %.0f, %.0f ms"
                            .formatted(busy.getFirst(), busy.getLast(), quiet.getFirst(), quiet.getLast()));
            Awaitility.await().until(() -> crowd.stream().allMatch(one -> one.heard.get() == SECONDS * A_SECOND));
            assertThat(busy.getFirst()).as("longest task in the studio").isLessThan(100);
            crowd.forEach(Guest::vanish);
        }
    }

    /** In turns, on time: who is behind does not wait. */
    private static void talk(List<Guest> crowd, Page page) {
        long began = System.nanoTime();
        for (int i = 0; i < SECONDS * A_SECOND; i++) {
            crowd.get(i % crowd.size()).say("message %d of a busy evening".formatted(i));
            long dueMillis = (i + 1) * 1_000L / A_SECOND - (System.nanoTime() - began) / 1_000_000;
            if (dueMillis > 0) {
                page.waitForTimeout((double) dueMillis);
            }
        }
    }

    private static double longestTask(Page page) {
        return ((Number) page.evaluate(LONGEST_TASK)).doubleValue();
    }

    /** A socket that counts the messages it hears. */
    private static final class Guest implements WebSocket.Listener {
        private static final String MESSAGE = "of a busy evening";

        final AtomicInteger heard = new AtomicInteger();
        private final CompletableFuture<Boolean> registered = new CompletableFuture<>();
        private final StringBuilder frame = new StringBuilder();
        private final WebSocket socket;
        private int said;

        private Guest(HttpClient http, House house) {
            socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create(house.url("/ws").replace("http:", "ws:")), this)
                    .join();
        }

        static Guest come(HttpClient http, House house, String stream, int number) {
            Guest guest = new Guest(http, house);
            guest.send("{\"type\":\"register\",\"role\":\"watcher\",\"room\":\"%s\",\"name\":\"Guest %d\"}"
                    .formatted(stream, number));
            guest.registered.join();
            return guest;
        }

        void say(String text) {
            send("{\"type\":\"chat\",\"requestId\":\"r%d\",\"text\":\"%s\"}".formatted(said++, text));
        }

        private void send(String message) {
            socket.sendText(message, true).join();
        }

        void vanish() {
            socket.abort();
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            frame.append(data);
            if (last) {
                hear(frame.toString());
                frame.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void hear(String message) {
            if (message.contains("\"chat-state\"")) {
                registered.complete(true);
            }
            for (int at = message.indexOf(MESSAGE); at >= 0; at = message.indexOf(MESSAGE, at + 1)) {
                heard.incrementAndGet();
            }
        }
    }
}
