package org.lyceum.server.whip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.Platform;
import org.lyceum.platform.PlatformSettings;
import org.lyceum.platform.accounts.Argon2Cost;
import org.lyceum.platform.accounts.SignedIn;
import org.lyceum.platform.streams.KeyedStream;
import org.lyceum.platform.streams.NewStream;
import org.lyceum.platform.streams.Visibility;
import org.lyceum.server.api.OpenApi;
import org.lyceum.server.api.PublicUrls;
import org.lyceum.server.config.Config;
import org.lyceum.server.config.ConfigLoader;
import org.lyceum.server.config.Setting;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.WebServer;
import org.lyceum.server.room.RoomLimits;
import org.lyceum.server.room.RoomRegistry;
import org.lyceum.server.turn.ExternalTurn;
import org.lyceum.server.turn.TurnAccess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The WHIP and WHEP routes on a real port, over real rooms and a real database, and a client for them. */
final class WhipServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final InstantMediaPlane media = new InstantMediaPlane();
    final Platform platform;
    final RoomRegistry rooms;
    final String accessToken;
    final KeyedStream stream;
    private final String creatorId;
    private final WebServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    WhipServer(Path data, WhipLimits limits, RoomLimits roomLimits) {
        Config config = ConfigLoader.load(
                Map.of(Setting.HTTP_PORT, "0", Setting.BIND, "127.0.0.1", Setting.TRUSTED_PROXIES, "127.0.0.1"),
                Map.of(),
                null,
                data);
        platform = Platform.open(
                PlatformSettings.in(data).withPasswordCost(new Argon2Cost(8, 1, 1)), InstantSource.system());
        SignedIn creator = platform.accounts().register("ada@example.org", "correct horse", "Ada");
        accessToken = creator.accessToken();
        creatorId = creator.account().id();
        stream = newStream(Visibility.PUBLIC);
        rooms = new RoomRegistry(
                media,
                platform.streams(),
                platform.chats(),
                platform.metering(),
                platform.accessTokens()::verify,
                roomLimits,
                new TurnAccess.None());
        ClientAddresses addresses = new ClientAddresses(config.trustedProxies());
        WhipRoutes routes = new WhipRoutes(
                platform.streams(),
                platform.accessTokens()::verify,
                rooms,
                new PublicUrls(config.publicUrl(), addresses),
                addresses,
                limits,
                new ExternalTurn(
                        List.of("turn:turn.example.org:3478?transport=udp", "turns:turn.example.org:5349"),
                        "a secret that is shared",
                        InstantSource.system()));
        server = new WebServer(config, null, JSON, List.of(routes));
        server.start();
    }

    KeyedStream newStream(Visibility visibility) {
        return platform.streams().create(creatorId, new NewStream("Title", "", visibility, 0));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.httpPort()).resolve(path);
    }

    static String offer(String name) {
        try (InputStream in = WhipServer.class.getResourceAsStream("/sdp/" + name + ".sdp")) {
            if (in == null) {
                throw new IllegalArgumentException(name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An answer, checked on the way for what every one must have. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        @Nullable
        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        List<String> headers(String name) {
            return response.headers().allValues(name);
        }

        String location() {
            return String.valueOf(header("Location"));
        }

        String etag() {
            return String.valueOf(header("ETag"));
        }

        Answer is(int status) {
            assertThat(status()).as(body()).isEqualTo(status);
            return this;
        }

        /** A refusal as they all should be. */
        Answer refused(int status, String code) {
            is(status);
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            JsonNode problem = JSON.readTree(body());
            assertThat(problem.required("code").stringValue()).isEqualTo(code);
            assertThat(problem.required("status").intValue()).isEqualTo(status);
            assertThat(problem.required("detail").stringValue()).endsWith(".");
            assertThat(body()).doesNotContain("org.lyceum", "java.", "Exception", "SQL");
            assertThat(header("Access-Control-Allow-Origin")).isEqualTo("*");
            return this;
        }
    }

    Answer send(String method, String path, @Nullable String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            Answer answer = new Answer(client.send(request.build(), BodyHandlers.ofString()));
            OpenApi.check(method, path, answer.status(), String.valueOf(answer.header("Content-Type")), answer.body());
            return answer;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Answer whip(String offer) {
        return whip(offer, stream.streamKey());
    }

    Answer whip(String offer, String key) {
        return send("POST", "/whip", offer, "Content-Type", "application/sdp", "Authorization", "Bearer " + key);
    }

    Answer whep(String query) {
        return send(
                "POST",
                "/whep/" + stream.stream().id() + query,
                offer("chromium-recvonly"),
                "Content-Type",
                "application/sdp");
    }

    Answer patch(String location, String fragment, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/trickle-ice-sdpfrag";
        return send("PATCH", location, fragment, all);
    }

    @Override
    public void close() {
        client.close();
        server.stop();
        rooms.close();
        platform.close();
    }
}
