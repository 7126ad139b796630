package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.javalin.Javalin;
import io.javalin.http.HandlerType;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.accounts.Argon2Cost;
import org.lyceum.server.config.Config;
import org.lyceum.server.config.ConfigLoader;
import org.lyceum.server.config.Setting;
import org.lyceum.server.direct.DirectLimits;
import org.lyceum.server.direct.DirectRooms;
import org.lyceum.server.doctor.TestPeers;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.Health;
import org.lyceum.server.http.Metrics;
import org.lyceum.server.http.RouteGroup;
import org.lyceum.server.http.WebServer;
import org.lyceum.server.room.RoomLimits;
import org.lyceum.server.room.RoomRegistry;
import org.lyceum.server.turn.TurnAccess;
import org.lyceum.server.whip.InstantMediaPlane;
import org.lyceum.server.whip.WhipLimits;
import org.lyceum.server.whip.WhipRoutes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API on a real port over a real database, and a client for it. Time stands until a test moves it. */
final class ApiServer implements AutoCloseable, InstantSource, TimeMeter {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Platform platform;
    private final WebServer server;
    private final Health health = new Health("1.2.3", Map.of("database", () -> true), () -> false);
    private final InstantMediaPlane media = new InstantMediaPlane();
    private final RoomRegistry rooms;
    private final DirectRooms direct;
    private final TestPeers testPeers;
    private final List<RouteGroup> groups;
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

    /** Behind a proxy on this machine, which it trusts. */
    ApiServer(Path data) {
        this(data, true, "", "127.0.0.1");
    }

    ApiServer(Path data, String trustedProxies) {
        this(data, true, "", trustedProxies);
    }

    static ApiServer closed(Path data) {
        return new ApiServer(data, false, "", "127.0.0.1");
    }

    static ApiServer named(Path data, String publicUrl) {
        return new ApiServer(data, true, publicUrl, "127.0.0.1");
    }

    private ApiServer(Path data, boolean registrationOpen, String publicUrl, String trustedProxies) {
        Config config = ConfigLoader.load(
                Map.of(
                        Setting.HTTP_PORT, "0",
                        Setting.BIND, "127.0.0.1",
                        Setting.PUBLIC_URL, publicUrl,
                        Setting.TRUSTED_PROXIES, trustedProxies,
                        Setting.ALLOWED_ORIGINS, "https://friend.example"),
                Map.of(),
                null,
                data);
        platform = Platform.open(
                PlatformSettings.in(data)
                        .withRegistrationOpen(registrationOpen)
                        .withPasswordCost(new Argon2Cost(8, 1, 1)),
                this);
        ClientAddresses addresses = new ClientAddresses(config.trustedProxies());
        ServerFacts facts = new ServerFacts("1.2.3", () -> 8443, () -> List.of("https://192.168.1.5:8443"));
        Metrics metrics =
                new Metrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), addresses, "metrics-token");
        rooms = new RoomRegistry(
                media,
                platform.streams(),
                platform.chats(),
                platform.metering(),
                platform.accessTokens()::verify,
                RoomLimits.DEFAULT,
                new TurnAccess.None());
        direct = new DirectRooms(platform.accessTokens()::verify, DirectLimits.DEFAULT, new TurnAccess.None());
        ApiRoutes routes = new ApiRoutes(platform, config, addresses, facts, rooms, direct, ApiLimits.usual(), this);
        WhipRoutes whip = new WhipRoutes(
                platform.streams(),
                platform.accessTokens()::verify,
                rooms,
                new PublicUrls(config.publicUrl(), addresses),
                addresses,
                WhipLimits.DEFAULT,
                new TurnAccess.None());
        testPeers = new TestPeers(media, new TurnAccess.None());
        DoctorRoute doctor =
                new DoctorRoute(testPeers, new PublicUrls(config.publicUrl(), addresses), addresses, () -> true, this);
        groups = List.of(routes, doctor, health, metrics, whip);
        server = new WebServer(config, null, JSON, groups);
        server.start();
    }

    Platform platform() {
        return platform;
    }

    Health health() {
        return health;
    }

    /** {@code GET /api/me} and so on, as they are registered; without those that say 405 to everyone. */
    List<String> routes() {
        Javalin javalin = Javalin.create(config -> groups.forEach(group -> group.register(config.routes)));
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod() && !endpoint.method.equals(HandlerType.OPTIONS))
                .filter(endpoint -> !endpoint.method.equals(HandlerType.HEAD))
                .filter(endpoint ->
                        send(endpoint.method.name(), endpoint.path.replaceAll("[{}]", ""), BodyPublishers.noBody())
                                        .status()
                                != 405)
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .toList();
    }

    int port() {
        return server.httpPort();
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long currentTimeNanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }

    @Override
    public void close() {
        client.close();
        server.stop();
        testPeers.close();
        rooms.close();
        direct.close();
        platform.close();
    }

    /** An answer, with its body read if it is JSON. */
    record Answer(int status, HttpResponse<String> response) {
        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String text(String field) {
            return json().required(field).stringValue();
        }

        String code() {
            return text("code");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** Checks that it is a refusal as they all should be. */
        Answer refused(int expectedStatus, String expectedCode) {
            assertThat(status).as(response.body()).isEqualTo(expectedStatus);
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(code()).isEqualTo(expectedCode);
            assertThat(json().required("status").intValue()).isEqualTo(expectedStatus);
            assertThat(text("detail")).isNotBlank();
            assertThat(response.body()).doesNotContain("org.lyceum", "java.", "Exception", "SQL");
            return this;
        }

        /** Checks that it is a 401 as RFC 6750 has it, and that it tells nothing more. */
        Answer unauthorized() {
            refused(401, "unauthorized");
            assertThat(header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(response.body())
                    .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
                            + "\"detail\":\"Sign in to do this.\",\"code\":\"unauthorized\"}");
            return this;
        }

        /** {@code name=value} of the cookie that it sets. */
        String cookie() {
            return header("Set-Cookie").split(";", 2)[0];
        }
    }

    Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    /** With the body as JSON. */
    Answer post(String path, String json, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return send("POST", path, BodyPublishers.ofString(json), all);
    }

    /** Without a body. */
    Answer post(String path) {
        return send("POST", path, BodyPublishers.noBody());
    }

    Answer send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            Answer answer = new Answer(response.statusCode(), response);
            OpenApi.check(method, path, answer.status(), answer.header("Content-Type"), response.body());
            return answer;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Registers someone and returns the answer. */
    Answer register(String email) {
        Answer answer = post("/api/auth/register", """
                {"email":"%s","password":"correct horse","displayName":"Ada"}""".formatted(email));
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer;
    }

    /** Registers someone and returns the value of their Authorization header. */
    String bearer(String email) {
        return "Bearer " + register(email).text("accessToken");
    }

    /** Creates a stream and returns the answer, with its key. */
    JsonNode stream(String bearer, String json) {
        Answer answer = post("/api/streams", json, "Authorization", bearer);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.json();
    }
}
