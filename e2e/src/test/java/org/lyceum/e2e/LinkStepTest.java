package org.lyceum.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.lyceum.bench.client.Generator;
import org.lyceum.bench.client.HttpEndpoint;
import org.lyceum.bench.publish.Content;
import org.lyceum.bench.publish.Publisher;
import org.lyceum.bench.trace.Trace;
import org.lyceum.bench.trace.TraceLayer;
import org.lyceum.e2e.harness.Api;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.Figures;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.QualityLog;
import org.lyceum.e2e.harness.ShownPictures;
import org.lyceum.e2e.harness.SlowLink;
import org.lyceum.e2e.harness.TraceRecorder;
import org.lyceum.e2e.harness.TraceRecorder.Encoding;
import org.lyceum.e2e.harness.Visitor;

/**
 * A watcher whose network shrinks to an eighth and grows again, three times. What it watches is a trace recorded before: nobody
 * encodes while it is measured, so that what is seen is the network's and the server's doing.
 * It takes a minute and measures, so that it has a command of its own: {@code ./lyceum test -Dlyceum.measure=true}.
 */
@EnabledIfSystemProperty(named = "lyceum.measure", matches = "true")
@Tag("alone")
class LinkStepTest extends BrowserTest {
    private static final List<Encoding> ENCODINGS = List.of(
            new Encoding("q", 240, 136, 100_000),
            new Encoding("h", 480, 272, 300_000),
            new Encoding("f", 960, 544, 1_500_000));
    private static final int FRAMES = 90;
    private static final int ROUNDS = 3;
    private static final long WIDE = 4_000_000;
    private static final long NARROW = 500_000;
    /** Of the link's bits those that pictures may take: the rest are sound and headers, and what an estimate may miss. */
    private static final double FOR_PICTURES = 0.75;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration NARROW_TIME = Duration.ofSeconds(7);
    private static final Duration WIDE_TIME = Duration.ofSeconds(4);
    /** A phase counts as steady so long after its step. */
    private static final double SETTLED_MILLIS = 3_000;

    /** What one step down and up showed, in milliseconds and shares. */
    private record Round(
            double down, double up, double gap, double switchesAMinute, double narrowFit, double wideFit) {}

    @Test
    void thePictureFollowsEachStepWithoutFreezing() throws IOException {
        try (SlowLink link = SlowLink.open();
                House house = House.start(2, link.settings());
                Generator generator = Generator.start(1, "client")) {
            Trace trace = record(house);
            Api.NewStream stream = house.api().createStream(house.api().register(), "A trace");
            try (Publisher.Session publisher = Publisher.start(
                    generator,
                    new HttpEndpoint(URI.create(stream.whipUrl()), stream.streamKey()),
                    trace,
                    Content.BOTH,
                    new SplittableRandom(1))) {
                await().atMost(10, SECONDS).until(() -> publisher.publisher().isConnected());
                await().atMost(10, SECONDS)
                        .until(() -> house.api().stream(stream.id())
                                .path("status")
                                .asString("")
                                .equals("live"));
                Visitor watcher = link.chromium(browsers(), "watcher");
                QualityLog quality = QualityLog.of(watcher);
                link.rate(WIDE);
                watch(watcher, link.url(house, "/watch/" + stream.id()));
                List<Round> rounds = measure(link, watcher, trace);
                System.out.println(quality.told());
                report(link, rounds);
            }
        }
    }

    private Trace record(House house) {
        Visitor encoder = browsers().chromium("encoder");
        encoder.open(house.url("/"));
        Trace trace = TraceRecorder.record(encoder, ENCODINGS, FRAMES, FRAMES);
        encoder.page().navigate("about:blank");
        return trace;
    }

    private static void watch(Visitor watcher, String page) {
        watcher.open(page);
        watcher.awaitMedia("the first picture", PATIENCE, media -> media.framesDecoded() > 0);
        watcher.page()
                .getByLabel("Quality", new Page.GetByLabelOptions().setExact(true))
                .selectOption(new SelectOption().setLabel("Best"));
    }

    private static List<Round> measure(SlowLink link, Visitor watcher, Trace trace) {
        int best = fitting(trace, WIDE);
        int least = fitting(trace, NARROW);
        watcher.awaitMedia("the whole picture", PATIENCE, media -> media.frameWidth() == best);
        watcher.watchPictures();
        watcher.stay(WIDE_TIME);
        List<double[]> phases = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            double down = watcher.clock();
            link.rate(NARROW);
            watcher.stay(NARROW_TIME);
            double up = watcher.clock();
            link.rate(WIDE);
            watcher.awaitMedia("the whole picture again", PATIENCE, media -> media.frameWidth() == best);
            watcher.stay(WIDE_TIME);
            phases.add(new double[] {down, up, watcher.clock()});
        }
        ShownPictures shown = watcher.pictures();
        System.out.println("steps at " + phases.stream().map(Arrays::toString).toList() + "; widths shown: " + shown);
        return phases.stream()
                .map(at -> round(shown, at[0], at[1], at[2], best, least))
                .toList();
    }

    private static Round round(ShownPictures shown, double down, double up, double end, int best, int least) {
        OptionalDouble timeDown = shown.firstAfter(down, width -> width <= least);
        OptionalDouble timeUp = shown.firstAfter(up, width -> width == best);
        double back = up + timeUp.orElse(end - up);
        int switches = shown.changes(down + SETTLED_MILLIS, up) + shown.changes(back + 1, end);
        double steady = up - down - SETTLED_MILLIS + end - back;
        return new Round(
                timeDown.orElse(Double.POSITIVE_INFINITY),
                timeUp.orElse(Double.POSITIVE_INFINITY),
                shown.longestGap(down, end),
                switches * 60_000 / steady,
                shown.timeShare(down, up, width -> width == least),
                shown.timeShare(up, end, width -> width == best));
    }

    private static void report(SlowLink link, List<Round> rounds) {
        String by = " (trace, " + link.kind() + ", " + rounds.size() + " times)";
        Figures.print("step from 4 to 0.5 Mbit/s, a layer that fits shown" + by, millis(rounds, Round::down));
        Figures.print("step from 0.5 to 4 Mbit/s, the best layer shown" + by, millis(rounds, Round::up));
        Figures.print("longest time without a picture" + by, millis(rounds, Round::gap));
        Figures.print("switches a minute on a steady link" + by, text("%.1f", rounds, Round::switchesAMinute));
        Figures.print(
                "share of time with the best fitting layer at 0.5 Mbit/s" + by,
                text("%.0f %%", rounds, round -> 100 * round.narrowFit()));
        Figures.print(
                "share of time with the best fitting layer at 4 Mbit/s" + by,
                text("%.0f %%", rounds, round -> 100 * round.wideFit()));
        assertThat(rounds).allSatisfy(round -> {
            assertThat(round.down()).isLessThan(1_000);
            assertThat(round.up()).isLessThan(8_000);
            assertThat(round.gap()).isLessThan(500);
        });
    }

    /** Width of the largest layer that a link of this rate carries with all its pictures. */
    private static int fitting(Trace trace, long bitsPerSecond) {
        return trace.layers().stream()
                .filter(layer -> trace.bitrate(layer) <= bitsPerSecond * FOR_PICTURES)
                .mapToInt(TraceLayer::width)
                .max()
                .orElseThrow(() -> new AssertionError("no layer fits " + bitsPerSecond));
    }

    private interface Figure {
        double of(Round round);
    }

    private static String millis(List<Round> rounds, Figure figure) {
        return text("%.0f ms", rounds, figure);
    }

    private static String text(String format, List<Round> rounds, Figure figure) {
        return String.join(
                ", ",
                rounds.stream()
                        .map(round -> String.format(Locale.ROOT, format, figure.of(round)))
                        .toList());
    }
}
