package org.lyceum.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
    @Test
    void theTypeIsTheKebabCaseNameAndNullsAreLeftOut() {
        assertThat(MessageWriter.write(new ServerMessage.Pong())).isEqualTo("{\"type\":\"pong\"}");
        assertThat(MessageWriter.write(new ServerMessage.StreamState(3, "offline", 0, null)))
                .isEqualTo("{\"type\":\"stream-state\",\"eventId\":3,\"state\":\"offline\",\"viewers\":0}");
        assertThat(MessageWriter.write(new ServerMessage.Error(ErrorCode.BAD_FIELD, "No.", "offer")))
                .isEqualTo("{\"type\":\"error\",\"code\":\"bad-field\",\"message\":\"No.\",\"requestType\":\"offer\"}");
    }

    @Test
    void timesAreIsoText() {
        assertThat(MessageWriter.write(
                        new ServerMessage.StreamState(3, "live", 2, Instant.parse("2026-01-02T03:04:05Z"))))
                .contains("\"liveSince\":\"2026-01-02T03:04:05Z\"");
    }

    @Test
    void sourcesAndRolesHaveTheirWords() {
        assertThat(MessageWriter.write(new ServerMessage.TrackPublished(
                        1,
                        new ServerMessage.TrackInfo("screen-audio", "p", Source.SCREEN_AUDIO, "audio", false, null))))
                .isEqualTo("{\"type\":\"track-published\",\"eventId\":1,\"track\":{\"trackId\":\"screen-audio\","
                        + "\"participantId\":\"p\",\"source\":\"screen-audio\",\"kind\":\"audio\",\"muted\":false}}");
        assertThat(MessageWriter.write(new ServerMessage.ParticipantJoined(
                        1, new ServerMessage.ParticipantInfo("p", ClientRole.PRESENTER, "Ann", false))))
                .contains("\"role\":\"presenter\"");
    }

    @Test
    void theIceServersAreInTheFormOfTheBrowser() {
        assertThat(MessageWriter.write(new ServerMessage.Registered(
                        "p",
                        ClientRole.WATCHER,
                        "r",
                        "broadcast",
                        false,
                        "t",
                        0,
                        List.of(),
                        List.of(),
                        "offline",
                        0,
                        null,
                        "Title",
                        ServerMessage.TurnConfig.NONE,
                        10)))
                .contains("\"turnConfig\":{\"iceServers\":[]}");
    }

    @Test
    void layersAndLevelsHaveTheirWords() {
        assertThat(MessageWriter.write(new ServerMessage.LayersWanted(
                        4,
                        "camera",
                        "1",
                        List.of(
                                new ServerMessage.WantedLayer("f", null, false),
                                new ServerMessage.WantedLayer("q", null, true)))))
                .isEqualTo("{\"type\":\"layers-wanted\",\"eventId\":4,\"trackId\":\"camera\",\"mid\":\"1\","
                        + "\"layers\":[{\"rid\":\"f\",\"wanted\":false},{\"rid\":\"q\",\"wanted\":true}]}");
        assertThat(MessageWriter.write(new ServerMessage.TrackLayer(5, "camera", LayerChoice.MEDIUM, false, null)))
                .isEqualTo("{\"type\":\"track-layer\",\"eventId\":5,\"trackId\":\"camera\",\"layer\":\"medium\","
                        + "\"paused\":false}");
        assertThat(MessageWriter.write(new ServerMessage.ConnectionQuality(
                        "p",
                        QualityLevel.POOR,
                        new ServerMessage.NetworkQuality(
                                QualityLevel.POOR, 310_000, 350_000L, 48L, 210L, 0.0125, "delay"),
                        new ServerMessage.UploadQuality("q", QualityLevel.GOOD, 1_500_000, 0, 2),
                        new ServerMessage.ServerQuality(QualityLevel.GOOD, 1),
                        null)))
                .isEqualTo("{\"type\":\"connection-quality\",\"participantId\":\"p\",\"level\":\"poor\",\"network\":"
                        + "{\"level\":\"poor\",\"bitrate\":310000,\"estimate\":350000,\"roundTrip\":48,"
                        + "\"queueingDelay\":210,\"loss\":0.0125,\"limitedBy\":\"delay\"},\"upload\":"
                        + "{\"participantId\":\"q\",\"level\":\"good\",\"bitrate\":1500000,\"loss\":0.0,\"jitter\":2},"
                        + "\"server\":{\"level\":\"good\",\"delay\":1}}");
    }
}
