package org.lyceum.e2e.harness;

import com.microsoft.playwright.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the server tells a watcher's page of its network every two seconds ({@code connection-quality}). Confined to the thread of the browsers, which has to be with the page ({@link Visitor#stay}) to hear anything.
 */
public final class QualityLog {
    private static final JsonMapper JSON = new JsonMapper();

    private record Told(long nanos, JsonNode network) {}

    private final Visitor visitor;
    private final List<Told> all = new ArrayList<>();

    private QualityLog(Visitor visitor) {
        this.visitor = visitor;
    }

    /** Listens to the sockets that the page opens from now on. */
    public static QualityLog of(Visitor visitor) {
        QualityLog log = new QualityLog(visitor);
        visitor.page().onWebSocket(log::listen);
        return log;
    }

    private void listen(WebSocket socket) {
        socket.onFrameReceived(frame -> {
            String text = frame.text();
            if (text != null && text.contains("connection-quality")) {
                all.add(new Told(System.nanoTime(), JSON.readTree(text).path("network")));
            }
        });
    }

    /** All of it, at times of the page's clock. */
    public String told() {
        long pageZeroNanos = System.nanoTime() - (long) (visitor.clock() * 1_000_000);
        return all.stream()
                .map(told -> line((told.nanos() - pageZeroNanos) / 1_000_000, told.network()))
                .collect(Collectors.joining("; ", "told of the network: ", ""));
    }

    private static String line(long millis, JsonNode network) {
        return String.format(
                Locale.ROOT,
                "%d: %d of %d kbit/s, queue %d ms, loss %.2f %s",
                millis,
                network.path("bitrate").asLong(0) / 1000,
                network.path("estimate").asLong(0) / 1000,
                network.path("queueingDelay").asLong(0),
                network.path("loss").asDouble(0),
                network.path("limitedBy").asString(""));
    }
}
