package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.lyceum.e2e.harness.ServerProcess;

class StartAndStopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void aReadyServerIsHealthyAndEndsCleanlyWhenAsked() throws Exception {
        try (ServerProcess server = ServerProcess.start();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> health = client.send(
                    HttpRequest.newBuilder(URI.create(server.url("/health"))).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).contains("\"status\":\"up\"");
            assertThat(server.output())
                    .contains("http://localhost:")
                    .contains("https://")
                    .contains("Ctrl-C");

            Closing closing = new Closing();
            client.newWebSocketBuilder()
                    .buildAsync(URI.create(server.url("/ws").replace("http:", "ws:")), closing)
                    .get(10, TimeUnit.SECONDS);
            CompletableFuture<Boolean> draining =
                    CompletableFuture.supplyAsync(() -> saysThatItIsDraining(client, server));
            server.askToStop();
            assertThat(draining.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(server.awaitExit(PATIENCE)).isTrue();
            assertThat(server.exitCode()).isZero();
            assertThat(closing.code.get(1, TimeUnit.SECONDS)).isEqualTo(1001);
        }
    }

    /** Asks without a pause until the server says so, or answers no more. */
    private static boolean saysThatItIsDraining(HttpClient client, ServerProcess server) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url("/health"))).build();
        try {
            while (true) {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 503 && answer.body().contains("draining")) {
                    return true;
                }
            }
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void accountsOutliveAServerThatIsKilled() {
        try (ServerProcess server = ServerProcess.start()) {
            var account = server.api().register();
            var stream = server.api().createStream(account, "Stays");

            server.kill();
            server.startAgain();

            assertThat(server.api().stream(stream.id()).get("title").asString()).isEqualTo("Stays");
        }
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefusedInASentence() {
        try (ServerProcess server = ServerProcess.start()) {
            assertThatThrownBy(() -> ServerProcess.startOn(server.data()))
                    .hasMessageContaining("in use by another Lyceum server")
                    .hasMessageNotContaining("Exception");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void everythingElseGivesWayToMedia() {
        try (ServerProcess server = ServerProcess.start("--media-loops=2")) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                List<ServerProcess.OsThread> threads = server.threads();
                List<Integer> media = niceOf(threads, true);
                assertThat(media).hasSize(2);
                int first = media.getFirst();
                assumeThat(first).as("who is last already has nobody behind").isLessThan(19);
                assertThat(media).containsOnly(first);
                assertThat(niceOf(threads, false)).hasSizeGreaterThan(10).containsOnly(Math.min(19, first + 5));
            });
        }
    }

    private static List<Integer> niceOf(List<ServerProcess.OsThread> threads, boolean media) {
        return threads.stream()
                .filter(thread -> thread.name().startsWith("media-") == media)
                .map(ServerProcess.OsThread::nice)
                .toList();
    }

    private static final class Closing implements WebSocket.Listener {
        private final CompletableFuture<Integer> code = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            code.complete(status);
            return CompletableFuture.completedFuture(null);
        }
    }
}
