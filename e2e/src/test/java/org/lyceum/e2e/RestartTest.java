package org.lyceum.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.e2e.harness.BrowserTest;
import org.lyceum.e2e.harness.MediaStats;
import org.lyceum.e2e.harness.ServerProcess;
import org.lyceum.e2e.harness.Studio;
import org.lyceum.e2e.harness.Visitor;

class RestartTest extends BrowserTest {
    /** Retries are at most 2 s apart in the first minute; the rest is for connecting and the first key frame. */
    private static final Duration BACK = Duration.ofSeconds(5);

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void presenterAndWatchersComeBackByThemselvesWhenTheServerWasKilled(int mediaLoops) {
        try (ServerProcess server = ServerProcess.start("--media-loops=" + mediaLoops)) {
            Visitor presenter = browsers().chromium("presenter");
            Studio studio = new Studio(presenter);
            studio.beginFrom(server.url("/"), "ada@example.org", "Through a power cut");
            Visitor watcher = browsers().chromium("watcher");
            watcher.open(studio.watchUrl());
            watcher.awaitMedia("the picture before", stats -> stats.framesDecoded() > 30);

            server.kill();
            server.startAgain();

            long ready = System.nanoTime();
            MediaStats before = watcher.media();
            MediaStats after = watcher.awaitMedia(
                    "the picture after",
                    Duration.ofSeconds(20),
                    stats -> stats.framesDecoded() > 0
                            && stats.framesDecoded() != before.framesDecoded()
                            && stats.audioPacketsReceived() > 0);
            Duration taken = Duration.ofNanos(System.nanoTime() - ready);
            System.out.println("back " + taken.toMillis() + " ms after the server was ready: " + after);
            assertThat(taken).isLessThan(BACK);
        }
    }
}
