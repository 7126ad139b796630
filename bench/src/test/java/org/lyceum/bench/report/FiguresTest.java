package org.lyceum.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FiguresTest {
    @Test
    void theCeilingStandsBesideWhatAPacketCosts() {
        assertThat(TextTable.of(Examples.figures(4.0, 2.0)))
                .contains("4.00 us; soft interrupts 1.00 us")
                .contains("2.00 us, ratio 2.00")
                .contains("refused 3 times {503=3}, 1 turned away");
    }

    @Test
    void aRunWithoutACeilingHasItsOtherFigures() {
        Figures figures = Examples.figures(4.0, null);
        assertThat(TextTable.of(figures)).contains("4.00 us; soft").doesNotContain("ratio");
        JsonNode json = new JsonMapper().readTree(figures.json());
        assertThat(json.path("cpuMicrosPerPacket").asDouble()).isEqualTo(4);
        assertThat(json.path("ratioToCeiling").isNull()).isTrue();
        assertThat(json.path("samples").get(2).path("packetsPerSecond").asDouble())
                .isEqualTo(93);
    }

    @Test
    void whatAServerElsewhereCostsIsNotKnown() {
        assertThat(TextTable.of(Examples.figures(null, 2.0)))
                .containsPattern("CPU a packet +not known")
                .doesNotContain("ratio");
    }

    @Test
    void ofTwoServersThatDidNotTheSameWorkItIsSaid() {
        Figures alike = Examples.figures(2.0, null).comparedWith(Examples.figures(5.0, null));
        assertThat(alike.notes()).noneMatch(note -> note.contains("kbit/s"));
        Figures less = Examples.figures(5.0, null, 300);
        assertThat(Examples.figures(2.0, null).comparedWith(less).notes())
                .anyMatch(note -> note.contains("not to be compared: 500 kbit/s came to each viewer, and 300 from"));
    }

    @Test
    void ofTwoServersTheRatioIsTold() {
        Figures both = Examples.figures(2.0, null).comparedWith(Examples.figures(5.0, null));
        assertThat(TextTable.of(both)).contains("a packet costs 2.50 times as much CPU");
        JsonNode json = new JsonMapper().readTree(both.json());
        assertThat(json.path("comparison").path("cpuMicrosPerPacketRatio").asDouble())
                .isEqualTo(2.5);
        assertThat(json.path("cpuMicrosPerPacket").asDouble()).isEqualTo(2);
        assertThat(json.path("comparison")
                        .path("figures")
                        .path("cpuMicrosPerPacket")
                        .asDouble())
                .isEqualTo(5);
    }
}
