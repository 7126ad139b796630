package org.lyceum.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayOptionsTest {
    @Test
    void withoutANumberThereAreThreeRounds() {
        assertThat(RelayOptions.parse(List.of("--scenario", "relay")))
                .isEqualTo(new RelayOptions(List.of(1, 100, 1000), 4000, 10, null, false));
    }

    @Test
    void flagsTakeTheirValuesBehindABlankOrAnEqualsSign() {
        assertThat(RelayOptions.parse(
                        List.of("--scenario=relay", "--allocations=7,8", "--rate", "100", "--seconds=3", "--loopback")))
                .isEqualTo(new RelayOptions(List.of(7, 8), 100, 3, null, true));
    }

    @Test
    void theScenarioIsKnownInBothForms() {
        assertThat(RelayBench.isAskedFor(List.of("--seconds=3", "--scenario", "relay")))
                .isTrue();
        assertThat(RelayBench.isAskedFor(List.of("--scenario=relay"))).isTrue();
        assertThat(RelayBench.isAskedFor(List.of("--scenario=churn"))).isFalse();
        assertThat(RelayBench.isAskedFor(List.of("--scenario"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--viewers=1 | --viewers is no flag",
                "--allocations=0 | --allocations takes numbers from 1",
                "--allocations=1,,2 | --allocations takes numbers",
                "--allocations=1025 | to 1024",
                "--rate | --rate lacks its value",
                "--rate=1 --rate=2 | twice",
                "--json=/no/such/folder/file | a file in a folder that is there"
            })
    void whatIsNotUnderstoodIsNamed(String arguments, String said) {
        List<String> list = List.of(arguments.split(" "));
        assertThatThrownBy(() -> RelayOptions.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }
}
