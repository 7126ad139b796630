package org.lyceum.bench.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
    /** Two groups of four frames with the temporal layers 0 2 1 2; sizes tell the index, key frames have 100 and 104. */
    private static TraceLayer layer() {
        int[] pattern = {0, 2, 1, 2};
        return new TraceLayer(
                "q",
                320,
                180,
                IntStream.range(0, 8)
                        .mapToObj(i ->
                                new TraceFrame(i % 4 == 0, pattern[i % 4], false, false, 100 + i, new byte[100 + i]))
                        .toList());
    }

    private static int[] sizes(TraceCursor cursor, int count) {
        return IntStream.range(0, count).map(_ -> cursor.next().size()).toArray();
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        TraceFrame encoded = new TraceFrame(true, 0, false, true, 3, new byte[] {1, 2, 3});
        Trace trace = new Trace(3000, List.of(new TraceLayer("f", 1280, 720, List.of(encoded, encoded.sizeOnly()))));
        StringWriter text = new StringWriter();

        TraceFormat.write(trace, List.of("a comment"), text);
        TraceLayer read =
                TraceFormat.read(new StringReader(text.toString())).layers().getFirst();

        assertThat(text.toString()).startsWith("lyceum-trace 1 VP8\n# a comment\nticks 3000\nlayer f 1280 720\n");
        assertThat(read.rid()).isEqualTo("f");
        assertThat(read.frames().getLast()).isEqualTo(encoded.sizeOnly());
        assertThat(read.frames().getFirst().bytes()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "another file\n",
                "lyceum-trace 1 VP8\nticks 3000\nlayer q 320 180\nframe - 0 5\n",
                "lyceum-trace 1 VP8\nticks 3000\nlayer q 320 180\nframe K 0\n",
                "lyceum-trace 1 VP8\nticks 3000\n",
                "lyceum-trace 1 VP8\nlayer q 320 180\nframe K 0 5\n",
                "lyceum-trace 1 VP8\nwhat\n"
            })
    void whatIsNoTraceIsRefused(String text) {
        assertThatThrownBy(() -> TraceFormat.read(new StringReader(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theShippedTraceIsOfThreeSizesAtTheirRates() {
        Trace trace = TraceFormat.shipped();

        assertThat(trace.layers()).extracting(TraceLayer::width).containsExactly(320, 640, 1280);
        assertThat(trace.frameNanos()).isEqualTo(33_333_333);
        assertThat(trace.layers().getFirst().frames()).hasSizeGreaterThanOrEqualTo(300);
        assertThat((double) trace.bitrate(trace.layers().get(0))).isCloseTo(150_000, within(15_000.0));
        assertThat((double) trace.bitrate(trace.layers().get(1))).isCloseTo(500_000, within(50_000.0));
        assertThat((double) trace.bitrate(trace.layers().get(2))).isCloseTo(1_500_000, within(150_000.0));
        assertThat(trace.decodable()).isFalse();
    }

    @Test
    void playbackGoesRoundAndRound() {
        assertThat(sizes(new TraceCursor(layer()), 10))
                .containsExactly(100, 101, 102, 103, 104, 105, 106, 107, 100, 101);
    }

    @Test
    void aKeyFrameThatIsWantedBeginsTheNextGroupAtOnce() {
        TraceCursor cursor = new TraceCursor(layer());
        assertThat(sizes(cursor, 2)).containsExactly(100, 101);

        cursor.requestKeyFrame();

        assertThat(sizes(cursor, 2)).containsExactly(104, 105);
        assertThat(sizes(cursor, 2)).containsExactly(106, 107);
        cursor.requestKeyFrame(); // one comes anyway
        assertThat(sizes(cursor, 2)).containsExactly(100, 101);
    }

    @Test
    void ofATraceOfSizesTheKeyFrameTakesTheNextBaseFramesPlace() {
        TraceCursor cursor = new TraceCursor(
                new Trace(3000, List.of(layer())).sizesOnly().layers().getFirst());
        assertThat(sizes(cursor, 6)).containsExactly(100, 101, 102, 103, 104, 105);

        cursor.requestKeyFrame();

        assertThat(cursor.next().key()).isTrue();
        assertThat(sizes(cursor, 2)).containsExactly(101, 102);
    }
}
