package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file is what the server does: every route stands in it and nothing else, and {@link ApiServer} holds every answer of
 * every test of the API, of WHIP and of WHEP against it.
 */
class OpenApiTest {
    @Test
    void everyRouteStandsInTheFileAndEveryEntryIsARoute(@TempDir Path data) {
        try (ApiServer api = new ApiServer(data)) {
            assertThat(new TreeSet<>(api.routes())).isEqualTo(OpenApi.operations());
        }
    }

    @Test
    void healthAndMetricsAnswerAsTheFileSays(@TempDir Path data) {
        try (ApiServer api = new ApiServer(data)) {
            assertThat(api.get("/health").status()).isEqualTo(200);
            assertThat(api.get("/metrics").status()).isEqualTo(200);
            api.get("/metrics", "X-Forwarded-For", "203.0.113.9").unauthorized();
            api.health().drain();
            assertThat(api.get("/health").status()).isEqualTo(503);
        }
    }
}
