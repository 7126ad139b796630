package org.lyceum.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.server.config.Config;
import org.lyceum.server.config.ConfigLoader;
import org.lyceum.server.config.Setting;
import tools.jackson.databind.json.JsonMapper;

class WebServerTest {
    private static final String TOKEN = "a-token-of-some-length";

    @TempDir
    Path data;

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile boolean crowded;
    private final Health health = new Health("test", Map.of("part", () -> true), () -> crowded);
    private WebServer server;

    /** What the edge is tried with. */
    private record Echo(String text) {}

    private static final class EchoRoutes implements RouteGroup {
        @Override
        public void register(RoutesConfig routes) {
            routes.post("/api/echo", context -> context.json(context.bodyAsClass(Echo.class)));
            routes.post("/api/raw", context -> context.result(context.body()));
            routes.get("/api/breaks", context -> {
                throw new IllegalStateException("secret detail");
            });
            routes.get("/api/refuses", context -> {
                throw new ProblemException(409, "not-now", "Later.");
            });
            routes.ws("/ws", ws -> ws.onMessage(context -> context.send(context.message())));
        }
    }

    @BeforeEach
    void start() {
        Config config = ConfigLoader.load(
                Map.of(
                        Setting.HTTP_PORT, "0",
                        Setting.HTTPS_PORT, "0",
                        Setting.BIND, "127.0.0.1",
                        Setting.METRICS_TOKEN, TOKEN,
                        Setting.ALLOWED_ORIGINS, "https://friend.example"),
                Map.of(),
                null,
                data);
        Metrics metrics = new Metrics(
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                new ClientAddresses(config.trustedProxies()),
                config.metricsToken());
        server = new WebServer(config, null, JsonMapper.builder().build(), List.of(health, metrics, new EchoRoutes()));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
        client.close();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.httpPort() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains("\"code\":\"" + code + "\"");
        assertThat(response.body()).doesNotContain("Exception").doesNotContain("secret");
    }

    @Test
    void healthIsUpAlsoWhileCrowdedThenDraining() throws Exception {
        HttpResponse<String> up = get("/health");
        assertThat(up.statusCode()).isEqualTo(200);
        assertThat(up.body()).contains("\"status\":\"up\"").contains("\"crowded\":false");

        crowded = true;
        HttpResponse<String> full = get("/health");
        assertThat(full.statusCode()).isEqualTo(200);
        assertThat(full.body()).contains("\"status\":\"up\"").contains("\"crowded\":true");

        health.drain();

        HttpResponse<String> draining = get("/health");
        assertThat(draining.statusCode()).isEqualTo(503);
        assertThat(draining.body()).contains("\"status\":\"draining\"");
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws Exception {
        for (String path : List.of("/health", "/api/nothing", "/", "/api/breaks")) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Permissions-Policy").orElseThrow()).contains("camera=(self)");
            assertThat(headers.firstValue("Content-Security-Policy")).isPresent();
            assertThat(headers.firstValue("Server")).isEmpty();
        }
    }

    @Test
    void metricsOpenToLoopbackButNotToWhatAProxyPassedOn() throws Exception {
        assertThat(get("/metrics").statusCode()).isEqualTo(200);

        HttpRequest.Builder proxied = HttpRequest.newBuilder(uri("/metrics")).header("X-Forwarded-For", "203.0.113.1");
        HttpResponse<String> refused = send(proxied);
        assertProblem(refused, 401, "unauthorized");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");

        assertThat(send(proxied.header("Authorization", "Bearer " + TOKEN)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void unknownAddressesOfTheApiAreProblems() throws Exception {
        assertProblem(get("/api/nothing"), 404, "not-found");
        assertProblem(get("/assets/nothing.js"), 404, "not-found");
        assertProblem(
                send(HttpRequest.newBuilder(uri("/api/nothing")).POST(HttpRequest.BodyPublishers.noBody())),
                404,
                "not-found");
        assertProblem(get("/assets/..%2f..%2flogback.xml"), 404, "not-found");
    }

    @Test
    void refusalsKeepTheirCodeAndBreakageTellsNothing() throws Exception {
        assertProblem(get("/api/refuses"), 409, "not-now");
        assertProblem(get("/api/breaks"), 500, "internal-error");
    }

    @Test
    void aBodyThatIsNotJsonIsRefused() throws Exception {
        for (String body : List.of("{", "[]", "{\"text\":{}}", "")) {
            HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/api/echo"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            assertProblem(response, 400, "invalid-json");
        }
    }

    @Test
    void anOversizedBodyIsRefusedWithAndWithoutItsLength() throws Exception {
        byte[] large = new byte[WebServer.MAX_BODY_BYTES + 1];
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/api/raw"));

        assertProblem(send(request.POST(HttpRequest.BodyPublishers.ofByteArray(large))), 413, "content-too-large");
        HttpRequest.BodyPublisher chunked =
                HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(large));
        assertProblem(send(request.POST(chunked)), 413, "content-too-large");
    }

    @Test
    void theRefusalOfAnOversizedBodyArrivesThoughItsSenderIsSlow() throws Exception {
        for (String framing : new String[] {"Content-Length: 400000", "Transfer-Encoding: chunked"}) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
                socket.setSoTimeout(10_000);
                OutputStream out = socket.getOutputStream();
                out.write(("POST /api/raw HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                boolean chunked = framing.endsWith("chunked");
                for (int sent = 0; sent < 400_000; sent += 1_000) {
                    if (sent == 300_000) { // too much already, and not all
                        socket.setSoTimeout(300);
                        assertThatThrownBy(() -> socket.getInputStream().read())
                                .isInstanceOf(SocketTimeoutException.class);
                        socket.setSoTimeout(10_000);
                    }
                    out.write((chunked ? "3e8\r\n" : "").getBytes(StandardCharsets.US_ASCII));
                    out.write(new byte[1_000]);
                    out.write((chunked ? "\r\n" : "").getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                }
                out.write((chunked ? "0\r\n\r\n" : "").getBytes(StandardCharsets.US_ASCII));
                byte[] answer = new byte[12];
                assertThat(socket.getInputStream().readNBytes(answer, 0, answer.length))
                        .isEqualTo(answer.length);
                assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
            }
        }
    }

    @Test
    void garbageInsteadOfHttpGetsAnAnswerWithoutDetails() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write("\u0001\u0002 nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 400")
                    .doesNotContain("Jetty")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void aWebSocketEchoesAndAnOversizedMessageClosesItWith1009() throws Exception {
        Listener listener = new Listener();
        WebSocket socket = connect(listener, null);
        socket.sendText("hello", true).get(5, TimeUnit.SECONDS);
        assertThat(listener.text.get(5, TimeUnit.SECONDS)).isEqualTo("hello");

        var _ = socket.sendText("x".repeat(WebServer.MAX_MESSAGE_BYTES + 1), true);
        assertThat(listener.closed.get(5, TimeUnit.SECONDS)).isEqualTo(1009);
    }

    @Test
    void onlyOwnAndAllowedOriginsOpenWebSockets() throws Exception {
        connect(new Listener(), "https://friend.example").abort();
        connect(new Listener(), "http://127.0.0.1:" + server.httpPort()).abort();

        for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1")) {
            assertThat(client.newWebSocketBuilder()
                            .header("Origin", origin)
                            .buildAsync(URI.create("ws://127.0.0.1:" + server.httpPort() + "/ws"), new Listener())
                            .handle((socket, failure) -> failure instanceof CompletionException e
                                            && e.getCause() instanceof java.net.http.WebSocketHandshakeException h
                                    ? h.getResponse().statusCode()
                                    : failure == null ? 101 : -1)
                            .get(5, TimeUnit.SECONDS))
                    .isEqualTo(403);
        }
    }

    @Test
    void stoppingEndsWebSocketsToo() throws Exception {
        Listener listener = new Listener();
        connect(listener, null);

        server.stop();

        // Told before with 1001 by whom they belong to; what is left then may be cut.
        assertThat(listener.closed.get(5, TimeUnit.SECONDS)).isIn(1001, 1006);
    }

    private WebSocket connect(Listener listener, @Nullable String origin) throws Exception {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        return builder.buildAsync(URI.create("ws://127.0.0.1:" + server.httpPort() + "/ws"), listener)
                .get(5, TimeUnit.SECONDS);
    }

    private static final class Listener implements WebSocket.Listener {
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.complete(data.toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(1006); // without a close frame (RFC 6455, 7.1.5)
        }
    }
}
