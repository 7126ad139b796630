package org.lyceum.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void flagsTakeTheirValuesBehindABlankOrAnEqualsSign() {
        Options options = Options.parse(List.of(
                "--scenario", "one-to-many", "--viewers=700", "--seconds", "5", "--json", "out.json", "--loopback"));

        assertThat(options).isEqualTo(new Options(700, 4, 5, Path.of("out.json"), true));
    }

    @Test
    void thereAreNoMoreProbesThanViewers() {
        assertThat(Options.parse(List.of("--viewers", "2")).probes()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--viewers=many",
                "--viewers=0",
                "--viewers=2001",
                "--viewers",
                "--scenario=none",
                "--speed=1",
                "one-to-many"
            })
    void whatIsNotUnderstoodIsNamed(String argument) {
        assertThatThrownBy(() -> Options.parse(List.of(argument)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .containsAnyOf(argument.split("=", 2)[0], "'none'");
    }
}
