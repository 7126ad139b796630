package org.lyceum.server.direct;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that knows the table of direct rooms and nothing else: not a line of this server is in it. It reads every message,
 * and answers Pings as WebSocket does.
 */
final class TableClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    final AtomicInteger pings = new AtomicInteger();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private int read;

    TableClient(String url, String... headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.buildAsync(URI.create(url), this).join();
    }

    /** Registers and returns {@code registered}. */
    JsonNode register(String role, @Nullable String room) {
        send(
                room == null
                        ? Map.of("type", "register", "role", role)
                        : Map.of("type", "register", "role", role, "room", room));
        return next("registered");
    }

    void send(Map<String, Object> message) {
        socket.sendText(JSON.writeValueAsString(message), true).join();
    }

    void sendText(String text) {
        socket.sendText(text, true).join();
    }

    /** The next message, which must be of this type. */
    JsonNode next(String type) {
        await().atMost(PATIENCE).until(() -> messages.size() > read);
        JsonNode message = messages.get(read++);
        if (!message.path("type").stringValue("").equals(type)) {
            throw new AssertionError("expected " + type + " and got " + message);
        }
        return message;
    }

    /** The next message is an error; its stable code. */
    String refusal() {
        JsonNode error = next("error");
        if (error.path("message").stringValue("").isBlank()) {
            throw new AssertionError("an error without a sentence: " + error);
        }
        return error.path("code").stringValue("");
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(JSON.readTree(partial.toString()));
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        pings.incrementAndGet();
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(1006);
    }

    /** As a page does that is closed. */
    void leave() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
    }

    @Override
    public void close() {
        try {
            leave();
        } catch (CompletionException _) {
            // The server closed at the same moment; there is nobody to say goodbye to.
        }
        socket.abort();
    }
}
