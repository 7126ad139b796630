package org.lyceum.server.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lyceum.server.config.Config;
import org.lyceum.server.config.ConfigLoader;
import org.lyceum.server.config.Setting;
import org.lyceum.server.direct.DirectHarness.Person;
import org.lyceum.server.turn.HouseTurn;

class DirectTurnTest {
    @Test
    void relaysLeadToPeersAndEndWithTheirParticipant(@TempDir Path data) {
        Config config = ConfigLoader.load(
                Map.of(Setting.BIND, "127.0.0.1", Setting.TURN_PORT, "0", Setting.TURN_TLS_PORT, "0"),
                Map.of(),
                null,
                data);
        try (HouseTurn turn = HouseTurn.start(
                config,
                () -> {
                    throw new AssertionError("nobody comes by TLS");
                },
                null,
                InstantSource.system())) {
            DirectHarness house = new DirectHarness(DirectLimits.DEFAULT, turn);
            Person sender = house.sender(null);
            Person receiver = house.receiver(null);

            assertThat(sender.client().welcome().turnConfig().iceServers())
                    .singleElement()
                    .satisfies(server -> assertThat(server.username()).matches("\\d+:peers:" + sender.id()));
            assertThat(turn.admitted()).isEqualTo(2);
            house.leaves(receiver);
            assertThat(turn.admitted()).isEqualTo(1);
            house.vanishes(sender);
            house.pass(Duration.ofSeconds(29));
            assertThat(turn.admitted()).isEqualTo(1);
            house.pass(Duration.ofSeconds(2));
            assertThat(turn.admitted()).isZero();
        }
    }
}
