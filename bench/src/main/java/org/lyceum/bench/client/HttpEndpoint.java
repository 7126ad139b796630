package org.lyceum.bench.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.sdp.SdpException;

/**
 * A WHIP or WHEP endpoint (RFC 9725, draft-ietf-wish-whep): a session is made by POST with an offer and ended by DELETE.
 *
 * @param uri where to POST
 * @param bearer the token that goes with it, null for none
 */
public record HttpEndpoint(URI uri, @Nullable String bearer) implements Signaling {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration UNTOLD = Duration.ofSeconds(5);
    private static final int CREATED = 201;
    private static final Set<Integer> NOT_NOW = Set.of(409, 429, 503);

    /** @param resource what the server named it, to be deleted */
    private record Made(
            HttpClient http, URI resource, @Nullable String bearer, Agreement agreement) implements Session {
        @Override
        public void end() throws IOException {
            delete(http, resource, bearer);
        }
    }

    @Override
    public Session agree(LocalDescription local, HttpClient http) throws IOException {
        HttpRequest.Builder request = request(uri, bearer)
                .header("Content-Type", "application/sdp")
                .POST(HttpRequest.BodyPublishers.ofString(local.offer()));
        HttpResponse<String> response = send(http, request.build());
        if (response.statusCode() != CREATED) {
            throw refusal(response);
        }
        String location = response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IOException(uri + " answered without a Location"));
        URI resource = uri.resolve(location);
        try {
            return new Made(http, resource, bearer, Agreement.read(response.body(), local));
        } catch (SdpException e) {
            IOException unusable = new IOException(uri + " gave an answer that cannot be used: " + e.getMessage(), e);
            try {
                delete(http, resource, bearer);
            } catch (IOException kept) {
                unusable.addSuppressed(kept);
            }
            throw unusable;
        }
    }

    private IOException refusal(HttpResponse<String> response) {
        String message = uri + " answered " + response.statusCode() + ": " + response.body();
        return NOT_NOW.contains(response.statusCode())
                ? new Refused(message, response.statusCode(), retryAfter(response))
                : new IOException(message);
    }

    /** In seconds; a date (RFC 9110, 10.2.3) is not read. */
    private static Duration retryAfter(HttpResponse<String> response) {
        try {
            return response.headers()
                    .firstValue("Retry-After")
                    .map(seconds -> Duration.ofSeconds(Integer.parseUnsignedInt(seconds.strip())))
                    .orElse(UNTOLD);
        } catch (NumberFormatException e) {
            return UNTOLD;
        }
    }

    private static void delete(HttpClient http, URI resource, @Nullable String bearer) throws IOException {
        send(http, request(resource, bearer).DELETE().build());
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + request.uri() + " was asked");
        }
    }

    private static HttpRequest.Builder request(URI uri, @Nullable String bearer) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        return bearer == null ? request : request.header("Authorization", "Bearer " + bearer);
    }
}
