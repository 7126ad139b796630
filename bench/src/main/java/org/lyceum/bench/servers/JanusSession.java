package org.lyceum.bench.servers;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One session of Janus with one handle of its VideoRoom, by HTTP: a request is acknowledged, and what comes of it is fetched from
 * the session by a request that waits. The calls block; one thread at a time.
 */
final class JanusSession {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(35); // Janus lets a request for events wait for 30 s
    private static final int MOST_EVENTS = 50;
    private static final String VIDEO_ROOM = "janus.plugin.videoroom";

    /** What a request led to: the plugin's words, and a description where one came with them. */
    record Event(JsonNode data, @Nullable String sdp) {}

    private final HttpClient http;
    private final URI session;
    private final URI handle;

    private JanusSession(HttpClient http, URI session, URI handle) {
        this.http = http;
        this.session = session;
        this.handle = handle;
    }

    /** @param janus where its HTTP API is */
    static JanusSession open(HttpClient http, URI janus) throws IOException {
        URI session = below(janus, post(http, janus, Map.of("janus", "create")));
        URI handle = below(session, post(http, session, Map.of("janus", "attach", "plugin", VIDEO_ROOM)));
        return new JanusSession(http, session, handle);
    }

    private static URI below(URI parent, JsonNode created) {
        return URI.create(parent + "/" + created.path("data").path("id").asString());
    }

    /** Asks for what the plugin does at once. */
    JsonNode request(Map<String, Object> body) throws IOException {
        return checked(post(http, handle, Map.of("janus", "message", "body", body))
                .path("plugindata")
                .path("data"));
    }

    /** Asks for what the plugin does in its own time, with a description where there is one. */
    Event ask(Map<String, Object> body, @Nullable Map<String, Object> jsep) throws IOException {
        Map<String, Object> message = new LinkedHashMap<>(Map.of("janus", "message", "body", body));
        if (jsep != null) {
            message.put("jsep", jsep);
        }
        String transaction = post(http, handle, message).path("transaction").asString();
        for (int i = 0; i < MOST_EVENTS; i++) {
            JsonNode event = get(http, URI.create(session + "?maxev=1"));
            if (event.path("janus").asString("").equals("event")
                    && event.path("transaction").asString("").equals(transaction)) {
                JsonNode sdp = event.path("jsep").path("sdp");
                return new Event(
                        checked(event.path("plugindata").path("data")), sdp.isMissingNode() ? null : sdp.asString());
            }
        }
        throw new IOException(handle + " did not answer " + body);
    }

    private static JsonNode checked(JsonNode data) throws IOException {
        if (data.has("error")) {
            throw new IOException("Janus says: " + data.path("error").asString());
        }
        return data;
    }

    /** Ends the session and what hangs on it. */
    void destroy() throws IOException {
        post(http, session, Map.of("janus", "destroy"));
    }

    /** What is said at an address. */
    static JsonNode get(HttpClient http, URI uri) throws IOException {
        return send(http, HttpRequest.newBuilder(uri).timeout(PATIENCE).build());
    }

    private static JsonNode post(HttpClient http, URI uri, Map<String, Object> message) throws IOException {
        Map<String, Object> whole = new LinkedHashMap<>(message);
        whole.put("transaction", UUID.randomUUID().toString());
        JsonNode answer = send(
                http,
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(whole)))
                        .build());
        if (answer.path("janus").asString("").equals("error")) {
            throw new IOException(
                    uri + " says: " + answer.path("error").path("reason").asString(""));
        }
        return answer;
    }

    private static JsonNode send(HttpClient http, HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(request.uri() + " answered " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + request.uri() + " was asked");
        } catch (JacksonException e) {
            throw new IOException(request.uri() + " gave no JSON: " + e.getMessage(), e);
        }
    }
}
