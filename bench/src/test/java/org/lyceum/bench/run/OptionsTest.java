package org.lyceum.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.bench.servers.GivenServer;

class OptionsTest {
    @Test
    void flagsTakeTheirValuesBehindABlankOrAnEqualsSign() {
        Options options = Options.parse(List.of(
                "--scenario",
                "churn",
                "--viewers=70",
                "--seconds",
                "5",
                "--json",
                "out.json",
                "--rx-usecs=100",
                "--rate=3"));

        assertThat(options)
                .isEqualTo(new Options(
                        Scenario.CHURN,
                        70,
                        4,
                        5,
                        3,
                        Options.Server.LYCEUM,
                        null,
                        null,
                        Path.of("out.json").toAbsolutePath(),
                        null,
                        100,
                        false));
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void eachScenarioHasNumbersOfItsOwn(Scenario scenario) {
        Options options = Options.parse(List.of("--scenario", scenario.word()));
        assertThat(options.viewers()).isEqualTo(scenario.viewers()).isGreaterThan(1);
        assertThat(options.seconds()).isEqualTo(scenario.seconds()).isPositive();
        assertThat(options.rate()).isEqualTo(scenario.rate());
        assertThat(Options.usage()).contains(scenario.word());
    }

    @Test
    void everythingIsOnLoopbackOnlyWhereAskedFor() {
        assertThat(Options.parse(List.of("--loopback")).loopback()).isTrue();
        assertThat(Options.parse(List.of()).loopback()).isFalse();
        assertThat(Options.parse(List.of()).rxMicros()).isZero();
    }

    @Test
    void thereAreNoMoreProbesThanViewers() {
        assertThat(Options.parse(List.of("--viewers", "2")).probes()).isEqualTo(2);
    }

    @Test
    void aServerThatRunsIsNamedByItsAddresses() {
        Options options = Options.parse(List.of(
                "--whip=http://example.org/whip", "--whep=http://example.org/whep", "--bearer=key", "--server-pid=7"));
        assertThat(options.given())
                .isEqualTo(new GivenServer(
                        "http://example.org/whip", "key", "http://example.org/whep", null, OptionalLong.of(7)));
    }

    @Test
    void anotherServerIsComparedWith() {
        assertThat(Options.parse(List.of("--compare", "janus")).compared()).isEqualTo(Options.Server.JANUS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--viewers=many | --viewers takes a number",
                "--viewers=0 | --viewers takes a number",
                "--viewers=2001 | --viewers takes a number",
                "--scenario=meeting --viewers=46 | --viewers takes a number from 2 to 45",
                "--viewers | --viewers lacks its value",
                "--scenario=none | no scenario 'none'",
                "--speed=1 | --speed is no flag",
                "one-to-many | one-to-many is no flag",
                "--viewers=1 --viewers=2 | twice",
                "--loopback=yes | takes no value",
                "--rate=5 | takes no --rate",
                "--server=other | lyceum or janus",
                "--server=janus --compare=janus | another server",
                "--whip=http://a/ | go together",
                "--whip=http://a/ --whep=http://a/ --compare=janus | runs already",
                "--whip=ftp://a/ --whep=http://a/ | --whip takes an address",
                "--whip=http://a/ --whep=http://a/ --scenario=meeting | {n}",
                "--whip=http://a/ --whep=http://a/{n} --scenario=meeting | {n}",
                "--whip=http://a/{n} --whep=http://a/ --scenario=meeting | {n}",
                "--rx-usecs=1001 | --rx-usecs takes a number from 0 to 1000",
                "--rx-usecs=100 --loopback | the bench's own network card",
                "--rx-usecs=100 --whip=http://a/ --whep=http://a/ | the bench's own network card",
                "--bearer=key | goes with --whip",
                "--json=/no/such/folder/file | a file in a folder that is there"
            })
    void whatIsNotUnderstoodIsNamed(String arguments, String said) {
        List<String> list = new ArrayList<>(List.of(arguments.split(" ")));
        assertThatThrownBy(() -> Options.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }
}
