package org.lyceum.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API as a program calls it, for what a test needs but is not about. */
public final class Api {
    /** Passwords are the same for all test accounts. */
    public static final String PASSWORD = "correct horse battery";

    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    public Api(String base) {
        this.base = base;
    }

    /** Someone who may publish. */
    public record Account(String email, String accessToken) {}

    /** A stream as its maker learns of it. */
    public record NewStream(String id, String streamKey, String whipUrl, String whepUrl, String watchUrl) {}

    public Account register() {
        String email = "person" + PEOPLE.incrementAndGet() + "@example.org";
        JsonNode answer = call(
                "POST",
                "/api/auth/register",
                null,
                Map.of("email", email, "password", PASSWORD, "displayName", "Person " + PEOPLE.get()));
        return new Account(email, answer.get("accessToken").asString());
    }

    /** By the password of all test accounts. */
    public Account login(String email) {
        JsonNode answer = call("POST", "/api/auth/login", null, Map.of("email", email, "password", PASSWORD));
        return new Account(email, answer.get("accessToken").asString());
    }

    public NewStream createStream(Account account, String title) {
        JsonNode stream = call("POST", "/api/streams", account, Map.of("title", title));
        return new NewStream(
                stream.get("id").asString(),
                stream.get("streamKey").asString(),
                stream.get("whipUrl").asString(),
                stream.get("whepUrl").asString(),
                stream.get("watchUrl").asString());
    }

    public JsonNode stream(String id) {
        return call("GET", "/api/streams/" + id, null, null);
    }

    /** Calls and expects success. */
    public JsonNode call(String method, String path, @Nullable Account account, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (account != null) {
            request.header("Authorization", "Bearer " + account.accessToken());
        }
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new AssertionError(
                        method + " " + path + " answered " + response.statusCode() + " " + response.body());
            }
            return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
