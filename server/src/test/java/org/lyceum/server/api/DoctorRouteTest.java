package org.lyceum.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.server.api.ApiServer.Answer;
import org.lyceum.server.room.Sdp;
import tools.jackson.databind.json.JsonMapper;

class DoctorRouteTest {
    private static Answer ask(ApiServer api, String offer) {
        return api.post(
                "/api/doctor",
                JsonMapper.shared().createObjectNode().put("offer", offer).toString());
    }

    @Test
    void anybodyGetsAnEndToReach(@TempDir Path data) {
        try (ApiServer api = new ApiServer(data)) {
            Answer opened = ask(api, Sdp.sample("chromium-recvonly"));

            assertThat(opened.status()).isEqualTo(201);
            assertThat(opened.header("Cache-Control")).isEqualTo("no-store");
            assertThat(opened.text("answer"))
                    .contains("a=ice-lite", "a=candidate:1 1 udp", "a=fingerprint:")
                    .doesNotContain("m=video 7882"); // sound alone: nothing is to come
            assertThat(opened.json().required("iceServers").isEmpty()).isTrue();
            assertThat(opened.json().required("selfSigned").booleanValue()).isTrue();
        }
    }

    @Test
    void whatIsNoOfferToReceiveSoundIsRefused(@TempDir Path data) {
        try (ApiServer api = new ApiServer(data)) {
            ask(api, "nonsense").refused(400, "sdp-malformed");
            api.post("/api/doctor", "{}").refused(400, "invalid-field");
            ask(
                            api,
                            Sdp.sample("chromium-recvonly")
                                    .replace("m=audio", "m=text")
                                    .replace("m=video", "m=text"))
                    .refused(422, "no-common-media");
        }
    }

    @Test
    void anAddressTriesOnlySoOften(@TempDir Path data) {
        try (ApiServer api = new ApiServer(data)) {
            for (int i = 0; i < DoctorRoute.TRIES.atOnce(); i++) {
                api.post("/api/doctor", "{}").refused(400, "invalid-field");
            }
            assertThat(api.post("/api/doctor", "{}")
                            .refused(429, "too-many-requests")
                            .header("Retry-After"))
                    .isNotBlank();
            api.advance(Duration.ofSeconds(2));
            api.post("/api/doctor", "{}").refused(400, "invalid-field");
        }
    }
}
