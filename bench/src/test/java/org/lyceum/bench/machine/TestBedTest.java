package org.lyceum.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    @Timeout(60)
    void thereIsOneAtATimeAndTheMachineIsAsBeforeWhenItIsClosed() throws Exception {
        Path backlog = Path.of("/proc/sys/net/core/netdev_max_backlog");
        assumeTrue(Files.isReadable(backlog)); // a container may have none
        Cores cores = Cores.allowed();
        List<String> before = Files.readAllLines(backlog);
        try (TestBed bed = TestBed.open(TestBed.Place.APART)) {
            if (bed.kind().equals("veth")) {
                assertThatThrownBy(() -> TestBed.open(TestBed.Place.APART)).hasMessageContaining("another bench");
            }
        }
        assertThat(Files.readAllLines(backlog)).isEqualTo(before);
        assertThat(Cores.allowed()).isEqualTo(cores);
    }
}
