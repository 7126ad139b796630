package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.lyceum.bench.trace.Trace;
import org.lyceum.bench.trace.TraceFormat;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.House;
import org.lyceum.e2e.harness.TraceRecorder;
import org.lyceum.e2e.harness.TraceRecorder.Encoding;
import org.lyceum.e2e.harness.Visitor;

/** The tool that makes the trace of sizes that the bench ships; runs only when it is told where to write it. */
@EnabledIfSystemProperty(named = "lyceum.trace", matches = ".+")
@Tag("alone")
class RecordTraceTest extends BrowserTest {
    private static final List<Encoding> ENCODINGS = List.of(
            new Encoding("q", 320, 180, 150_000),
            new Encoding("h", 640, 360, 500_000),
            new Encoding("f", 1280, 720, 1_500_000));
    private static final int FRAMES = 360;

    @Test
    void theShippedTraceIsMadeAnew() throws IOException {
        try (House house = House.start(1)) {
            Visitor encoder = browsers().chromium("encoder");
            encoder.open(house.url("/"));
            String browser = encoder.context().browser().version();
            Trace trace = TraceRecorder.record(encoder, ENCODINGS, FRAMES, FRAMES);
            StringWriter text = new StringWriter();
            TraceFormat.write(
                    trace.sizesOnly(),
                    List.of(
                            "Sizes of what the VP8 encoder of Chromium " + browser
                                    + " made by WebCodecs of 12 s of a drawn",
                            "scene: 0.15, 0.5 and 1.5 Mbit/s at 30 fps, L1T3, realtime, one group. Made anew by",
                            "mvn -pl e2e -am test -Dtest=RecordTraceTest -Dsurefire.failIfNoSpecifiedTests=false \\",
                            "  -Dlyceum.trace=../bench/src/main/resources/org/lyceum/bench/trace/simulcast.trace"),
                    text);
            Files.writeString(Path.of(System.getProperty("lyceum.trace", "")), text.toString());
            assertThat(trace.decodable()).isTrue();
        }
    }
}
