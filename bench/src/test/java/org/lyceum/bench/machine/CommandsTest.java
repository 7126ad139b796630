package org.lyceum.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final int SECONDS = 10;

    @AfterEach
    void forgetTheInterruption() {
        boolean _ = Thread.interrupted();
    }

    @Test
    void anInterruptionEndsARun() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Commands.run("sh", "-c", "exec >&- 2>&-; sleep 5"))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    @Timeout(30)
    void anInterruptionEndsARunThatSaysNothingAndDoesNotEnd() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Commands.run("sleep", "60")).isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void whatIsUndoneIsUndoneInSpiteOfAnInterruption(@TempDir Path folder) throws IOException {
        Path done = folder.resolve("done");
        Thread.currentThread().interrupt();
        Commands.undo(List.of("sh", "-c", "exec >&- 2>&-; sleep 0.2; : >" + done));
        assertThat(Files.exists(done)).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void theEndOfAProcessIsAwaitedInSpiteOfAnInterruption() throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        Thread.currentThread().interrupt();
        process.destroyForcibly();
        assertThat(Commands.ended(process, SECONDS)).isTrue();
        assertThat(process.isAlive()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
