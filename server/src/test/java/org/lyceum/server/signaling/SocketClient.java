package org.lyceum.server.signaling;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.room.RecordingPlane;
import org.lyceum.server.room.Sdp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client on the JDK's WebSocket. Texts given to it may use single quotes. */
final class SocketClient implements WebSocket.Listener {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    final AtomicInteger pings = new AtomicInteger();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;
    private int read;

    static SocketClient connect(HttpClient http, String url, Map<String, String> headers) {
        SocketClient client = new SocketClient();
        WebSocket.Builder builder = http.newWebSocketBuilder();
        headers.forEach(builder::header);
        client.socket = builder.buildAsync(URI.create(url), client).join();
        return client;
    }

    void send(String text) {
        sendRaw(text.replace('\'', '"'));
    }

    void sendRaw(String text) {
        socket().sendText(text, true).join();
    }

    /** Without waiting, and without complaint when the server has had enough. */
    void sendEvenIfRefused(String text) {
        try {
            socket().sendText(text.replace('\'', '"'), true).join();
        } catch (RuntimeException _) {
            // Closed meanwhile.
        }
    }

    void sendBinary() {
        socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true).join();
    }

    /** Vanishes, as a phone in a tunnel does. */
    void vanish() {
        socket().abort();
    }

    void close(int code) {
        socket().sendClose(code, "").join();
    }

    /** The next message of this type, skipping others. */
    JsonNode await(String type) {
        return Awaitility.await().atMost(PATIENCE).until(() -> next(type), found -> !found.isMissingNode());
    }

    String awaitError() {
        return await("error").get("code").stringValue();
    }

    int awaitClose() {
        return Awaitility.await().atMost(PATIENCE).until(() -> closed.getNow(-1), code -> code >= 0);
    }

    /** Answers the next subscribe offer with everything it offers. */
    JsonNode answerOffer(RecordingPlane plane) {
        JsonNode offer = await("offer");
        sendRaw(JSON.writeValueAsString(Map.of(
                "type",
                "answer",
                "pc",
                "subscribe",
                "offerId",
                offer.get("offerId").stringValue(),
                "sdp",
                Sdp.answerTo(plane, offer.get("sdp").stringValue()))));
        return offer;
    }

    /** Offers microphone and camera, in this order, as that browser would. */
    void publish(String sample) {
        String sdp = Sdp.sample(sample);
        List<String> mids = Sdp.mids(sdp);
        sendRaw(JSON.writeValueAsString(Map.of(
                "type",
                "offer",
                "pc",
                "publish",
                "sdp",
                sdp,
                "tracks",
                List.of(
                        Map.of("mid", mids.get(0), "source", "microphone"),
                        Map.of("mid", mids.get(1), "source", "camera")))));
    }

    private JsonNode next(String type) {
        while (read < messages.size()) {
            JsonNode message = messages.get(read++);
            if (message.get("type").stringValue().equals(type)) {
                return message;
            }
        }
        return JSON.missingNode();
    }

    private WebSocket socket() {
        if (socket == null) {
            throw new IllegalStateException("not connected");
        }
        return socket;
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
}
