package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.bench.client.HttpEndpoint;
import org.lyceum.bench.machine.TestBed;
import org.lyceum.bench.report.Figures;
import org.lyceum.bench.report.GroupFigures;
import org.lyceum.bench.run.Options;
import org.lyceum.bench.run.Run;
import org.lyceum.bench.run.Scenario;
import org.lyceum.bench.servers.OwnJanus;
import org.lyceum.bench.servers.Target;
import org.lyceum.e2e.harness.Api;
import org.lyceum.e2e.harness.House;

/** Each scenario of the bench in small, with the real server in between. */
@Timeout(120)
@Tag("alone")
class BenchTest {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    private static final int VIEWERS = 6;

    private final House house = House.start(2);

    @AfterEach
    void close() {
        house.close();
    }

    /** The server of this process. */
    private final class ThisHouse implements Target {
        @Override
        public String name() {
            return "lyceum";
        }

        @Override
        public @Nullable String version() {
            return null;
        }

        @Override
        public List<Broadcast> open(int count) {
            Api.Account account = house.api().register();
            List<Broadcast> streams = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Api.NewStream stream = house.api().createStream(account, "Bench");
                streams.add(new Broadcast(
                        new HttpEndpoint(URI.create(stream.whipUrl()), stream.streamKey()),
                        new HttpEndpoint(URI.create(stream.whepUrl()), null)));
            }
            return streams;
        }

        @Override
        public OptionalLong pid() {
            return OptionalLong.of(ProcessHandle.current().pid());
        }

        @Override
        public OptionalLong liveBytes() {
            return OptionalLong.empty();
        }

        @Override
        public void close() {}
    }

    private static Options options(Scenario scenario, int viewers, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--scenario=" + scenario.word(), "--viewers=" + viewers, "--probes=1", "--seconds=3"));
        arguments.addAll(List.of(more));
        return Options.parse(arguments);
    }

    private Figures run(Scenario scenario, int viewers, String... more) throws IOException {
        try (TestBed bed = TestBed.open(TestBed.Place.UNTOUCHED)) {
            return new Run(options(scenario, viewers, more), bed, new ThisHouse(), null, NOWHERE, 1).run();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = {"ONE_TO_MANY", "AUDIO_ONLY", "SLOW_VIEWERS"})
    void whoHasJoinedIsMeasured(Scenario scenario) throws IOException {
        Figures figures = run(scenario, VIEWERS);
        assertThat(figures.viewers()).isEqualTo(VIEWERS);
        assertThat(figures.packetsPerSecond()).isGreaterThan(VIEWERS * 40.0);
        assertThat(figures.cpuMicrosPerPacket()).isPositive();
        assertThat(figures.brokenPackets()).isZero();
        assertThat(figures.joins().joined()).isEqualTo(VIEWERS);
        assertThat(figures.joinMillis()).containsKeys("p50", "p99");
        assertThat(figures.latencyMillis()).containsKeys("p50", "p99", "p999");
        assertThat(figures.samples()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void janusIsMeasuredWithTheSamePublishersAndViewers() throws IOException {
        assumeTrue(OwnJanus.isThere(), "Debian's package janus is not installed");
        try (TestBed bed = TestBed.open(TestBed.Place.UNTOUCHED);
                Target janus = new OwnJanus(bed)) {
            Figures figures = new Run(options(Scenario.CHURN, VIEWERS, "--rate=4"), bed, janus, null, NOWHERE, 1).run();
            assertThat(figures.serverAndVersion()).startsWith("janus ");
            assertThat(figures.viewers()).isBetween(VIEWERS / 2, VIEWERS);
            assertThat(figures.cpuMicrosPerPacket()).isPositive();
            assertThat(figures.brokenPackets()).isZero();
            assertThat(figures.joins().failed()).isZero();
            assertThat(figures.latencyMillis()).isNotEmpty();
        }
    }

    @Test
    void inAMeetingEveryoneWatchesEveryoneElse() throws IOException {
        Figures figures = run(Scenario.MEETING, 3);
        assertThat(figures.publishers()).isEqualTo(3);
        assertThat(figures.viewers()).isEqualTo(6);
        assertThat(figures.brokenPackets()).isZero();
    }

    @Test
    void aServerThatRunsAlreadyIsMeasuredByItsAddresses() throws IOException {
        Api.NewStream stream = house.api().createStream(house.api().register(), "Bench");
        Options options = options(
                Scenario.ONE_TO_MANY,
                2,
                "--whip=" + stream.whipUrl(),
                "--whep=" + stream.whepUrl(),
                "--bearer=" + stream.streamKey());
        try (TestBed bed = TestBed.open(TestBed.Place.UNTOUCHED);
                Target given = Objects.requireNonNull(options.given())) {
            Figures figures = new Run(options, bed, given, null, NOWHERE, 1).run();
            assertThat(figures.packetsPerSecond()).isPositive();
            assertThat(figures.network()).isEqualTo("given");
            assertThat(figures.cpuMicrosPerPacket()).isNull();
            assertThat(figures.notes()).anyMatch(note -> note.contains("--server-pid"));
        }
    }

    @Test
    void inAStormViewersComeAtARate() throws IOException {
        Figures figures = run(Scenario.JOIN_STORM, VIEWERS, "--rate=4");
        assertThat(figures.viewers()).isEqualTo(VIEWERS);
        assertThat(figures.joins().joined()).isEqualTo(VIEWERS - 1);
        assertThat(figures.joins().perSecond()).isBetween(1.0, 6.0);
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = {"CHURN", "SOAK"})
    void whileSomeComeAndGoTheOthersLoseNothing(Scenario scenario) throws IOException {
        Figures figures = run(scenario, VIEWERS, "--rate=4");
        assertThat(figures.groups()).extracting(GroupFigures::name).containsExactly("staying", "coming and going");
        assertThat(figures.groups().getFirst().viewers()).isEqualTo(VIEWERS / 2);
        assertThat(figures.joins().joined()).isBetween(4L, 14L);
        assertThat(figures.joins().failed()).isZero();
        assertThat(figures.latencyMillis()).isNotEmpty();
    }
}
