package org.lyceum.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbsentSocketTest {
    @Test
    void aSocketThatNeverRegistersIsClosed(@TempDir Path data) {
        SignalingLimits impatient = new SignalingLimits(20, 10, Duration.ofMillis(500), 50, 5, Duration.ofSeconds(10));
        try (SignalingHouse house = new SignalingHouse(data, impatient)) {
            SocketClient silent = house.connect();

            assertThat(silent.awaitClose()).isEqualTo(1008);
            assertThat(silent.awaitError()).isEqualTo("registration-timeout");
        }
    }
}
