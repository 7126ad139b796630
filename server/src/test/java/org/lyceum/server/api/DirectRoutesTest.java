package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.server.api.ApiServer.Answer;

class DirectRoutesTest {
    @Test
    void whoIsNearMakesARoomAndGetsWhatOpensIt(@TempDir Path data) {
        try (ApiServer api = new ApiServer(data, "")) {
            Answer made = api.post("/api/direct-rooms");

            assertThat(made.status()).isEqualTo(201);
            assertThat(made.text("code")).matches("\\d{4}-\\d{4}");
            assertThat(made.text("room")).startsWith("d-");
            assertThat(made.text("senderToken")).hasSize(22).isNotEqualTo(made.text("receiverToken"));
            assertThat(made.json().required("codeExpiresIn").intValue()).isEqualTo(600);
            assertThat(made.header("Cache-Control")).isEqualTo("no-store");
            assertThat(api.get("/api/status").json().at("/direct/rooms").intValue())
                    .isEqualTo(1);
        }
    }

    @Test
    void fromElsewhereItTakesAnAccount(@TempDir Path data) {
        try (ApiServer api = new ApiServer(data)) {
            api.post("/api/direct-rooms").unauthorized();
            assertThat(api.post("/api/direct-rooms", "{}", "Authorization", api.bearer("ann@example.org"))
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void anAddressMakesOnlySoMany(@TempDir Path data) {
        try (ApiServer api = new ApiServer(data, "")) {
            for (int i = 0; i < 30; i++) {
                assertThat(api.post("/api/direct-rooms").status()).isEqualTo(201);
            }
            assertThat(api.post("/api/direct-rooms")
                            .refused(429, "too-many-requests")
                            .header("Retry-After"))
                    .isNotBlank();
        }
    }

    @Test
    void theStatusTellsStrangersNumbersAndNothingOfTheDefaultRoom(@TempDir Path data) {
        try (ApiServer near = new ApiServer(data.resolve("near"), "");
                ApiServer far = new ApiServer(data.resolve("far"))) {
            assertThat(near.get("/api/status")
                            .json()
                            .at("/direct/defaultRoom/sender")
                            .stringValue())
                    .isEqualTo("absent");
            assertThat(far.get("/api/status").json().required("direct").has("defaultRoom"))
                    .isFalse();
            assertThat(far.get("/api/status").text("status")).isEqualTo("up");
        }
    }
}
