package org.lyceum.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FiguresTest {
    private static Figures figures(@Nullable Double ceiling, @Nullable Double ratio) {
        Map<String, Double> millis = Map.of("p50", 1.5);
        return new Figures(
                "one-to-many",
                "veth",
                2,
                3,
                100,
                1,
                4,
                1,
                ceiling,
                ratio,
                5,
                0,
                millis,
                millis,
                1000,
                50,
                40,
                0,
                List.of());
    }

    @Test
    void theCeilingStandsBesideWhatAPacketCosts() {
        assertThat(figures(2.0, 2.0).table()).contains("4.00 us, ceiling 2.00 us, ratio 2.00; soft");
    }

    @Test
    void aRunWithoutACeilingHasItsOtherFigures() {
        Figures figures = figures(null, null);
        assertThat(figures.table()).contains("4.00 us, no ceiling; soft").doesNotContain("ratio");
        JsonNode json = new JsonMapper().readTree(figures.json());
        assertThat(json.path("cpuMicrosPerPacket").asDouble()).isEqualTo(4);
        assertThat(json.path("ratioToCeiling").isNull()).isTrue();
    }
}
