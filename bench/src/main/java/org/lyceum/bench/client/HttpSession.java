package org.lyceum.bench.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A WHIP or WHEP session as HTTP sees it: made by POST with the offer, ended by DELETE. The calls block; any thread.
 *
 * @param resource what the server named it, to be deleted
 * @param answerSdp the answer
 */
public record HttpSession(
        HttpClient http, URI resource, @Nullable String bearer, String answerSdp) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    /** The server does not do it now (409): for WHEP, nobody publishes. */
    public static final class NotNow extends IOException {
        private static final long serialVersionUID = 1L;

        NotNow(String message) {
            super(message);
        }
    }

    /** Posts an offer. Anything but 201 is an {@link IOException} with the server's own words. */
    public static HttpSession post(HttpClient http, URI endpoint, @Nullable String bearer, String offerSdp)
            throws IOException {
        HttpRequest.Builder request = request(endpoint, bearer)
                .header("Content-Type", "application/sdp")
                .POST(HttpRequest.BodyPublishers.ofString(offerSdp));
        HttpResponse<String> response = send(http, request.build());
        if (response.statusCode() != CREATED) {
            String refusal = endpoint + " answered " + response.statusCode() + ": " + response.body();
            throw response.statusCode() == CONFLICT ? new NotNow(refusal) : new IOException(refusal);
        }
        String location = response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IOException(endpoint + " answered without a Location"));
        return new HttpSession(http, endpoint.resolve(location), bearer, response.body());
    }

    /** Ends the session; one that is over already is no failure. */
    public void delete() throws IOException {
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
