package org.lyceum.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.lyceum.bench.client.Generator;
import org.lyceum.bench.client.HttpEndpoint;
import org.lyceum.bench.publish.Content;
import org.lyceum.bench.publish.Publisher;
import org.lyceum.bench.publish.PublisherCounter;
import org.lyceum.bench.trace.TraceFormat;
import org.lyceum.bench.view.Probe;
import org.lyceum.bench.view.Viewer;
import org.lyceum.bench.view.ViewerCounter;
import org.lyceum.e2e.harness.Api;
import org.lyceum.e2e.harness.House;

/** The load generator's publisher and viewers with the real server between them, and no browser. */
@Tag("alone")
class GeneratorTest {
    private static final int VIEWERS = 20;

    private final House house = House.start(2);
    private final Api.NewStream stream = house.api().createStream(house.api().register(), "A trace");
    private final Generator generator = Generator.start(1, "client");
    private final SplittableRandom random = new SplittableRandom(1);

    @AfterEach
    void close() {
        generator.close();
        house.close();
    }

    private Publisher.Session publish() throws IOException {
        return Publisher.start(
                generator,
                new HttpEndpoint(URI.create(stream.whipUrl()), stream.streamKey()),
                TraceFormat.shipped(),
                Content.BOTH,
                random);
    }

    private Viewer.Session view(@Nullable Probe probe) throws IOException {
        return Viewer.start(
                generator,
                new HttpEndpoint(URI.create(stream.whepUrl()), null),
                new Viewer.Manner(true, probe, 0),
                random);
    }

    private void awaitLive() {
        await().atMost(10, SECONDS)
                .until(() -> house.api().stream(stream.id())
                        .path("status")
                        .asString("")
                        .equals("live"));
    }

    @Test
    void whatATracePublishesReachesEveryViewerWholeAndInTime() throws IOException {
        Histogram latencies = Probe.histogram();
        List<Viewer.Session> viewers = new ArrayList<>();
        try (Publisher.Session publisher = publish()) {
            awaitLive();
            for (int i = 0; i < VIEWERS; i++) {
                viewers.add(view(i % 10 == 0 ? new Probe(latencies) : null));
            }
            for (Viewer.Session each : viewers) {
                await().atMost(20, SECONDS)
                        .until(() -> each.viewer().count(ViewerCounter.FRAMES) > 90
                                && each.viewer().count(ViewerCounter.AUDIO_PACKETS) > 150);
                assertThat(each.viewer().count(ViewerCounter.BROKEN)).isZero();
                assertThat(each.viewer().joinNanos()).isPositive();
            }
            Viewer probe = viewers.getFirst().viewer();
            assertThat(probe.count(ViewerCounter.VERIFIED)).isPositive();
            assertThat(probe.count(ViewerCounter.BROKEN)).isZero();
            assertThat(latencies.getTotalCount()).isPositive();
            assertThat(publisher.publisher().count(PublisherCounter.KEY_FRAME_REQUESTS))
                    .isPositive();
            for (Viewer.Session each : viewers) {
                each.close();
            }
        }
    }

    @Test
    void aRefusalIsToldInTheServersWords() {
        assertThatThrownBy(() -> view(null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("409")
                .hasMessageContaining("not live");
    }
}
