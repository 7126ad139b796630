package org.lyceum.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TestBedTest {
    /** With the rights for a namespace it is the first thing that is made; without them there is nothing to leave behind. */
    @Test
    @Timeout(60)
    void anInterruptionWhileItIsPreparedLeavesNoNamespaceBehind() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> TestBed.open(TestBed.Place.APART)).isInstanceOf(InterruptedIOException.class);
        long pid = ProcessHandle.current().pid();
        assertThat(Files.exists(Path.of("/run/netns/lyceum-bench-" + pid))).isFalse();
    }
}
