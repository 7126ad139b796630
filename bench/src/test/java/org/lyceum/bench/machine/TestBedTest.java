package org.lyceum.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
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

    @Test
    @Timeout(60)
    void aCardThatGathersIsTheGeneratorsOwnWork() throws Exception {
        try (TestBed bed = TestBed.open(TestBed.Place.APART, 100)) {
            Path thread = Path.of("/proc", Long.toString(bed.receivingThread().orElseThrow()));
            assertThat(TestBed.nameOf(thread)).startsWith("napi/");
            assertThat(Files.readAllLines(thread.resolve("status")))
                    .contains("Cpus_allowed_list:\t" + bed.cores().generator());
            long least = ProcessCpu.nanos(ProcessHandle.current().pid())
                    + ProcessCpu.nanos(bed.receivingThread().getAsLong());
            assertThat(bed.generatorNanos()).isGreaterThanOrEqualTo(least);
            assertThat(sentByTheServer(bed)).isEqualTo("here");
        } catch (IOException e) {
            // where there are no rights, tools or threads of the kernel for it, nothing else is measured instead
            assertThat(e).hasMessageContaining("--rx-usecs");
            assertThat(Files.exists(Path.of(
                            "/run/netns/lyceum-bench-" + ProcessHandle.current().pid())))
                    .isFalse();
            abort(e.toString());
        }
    }

    private static String sentByTheServer(TestBed bed) throws IOException {
        InetAddress generator = InetAddress.getByName(bed.generatorAddresses().getFirst());
        try (DatagramSocket socket = new DatagramSocket(0, generator)) {
            socket.setSoTimeout(10_000);
            String to = "/dev/udp/" + generator.getHostAddress() + "/" + socket.getLocalPort();
            Commands.run(bed.atServer(List.of("bash", "-c", "printf here > " + to)));
            DatagramPacket packet = new DatagramPacket(new byte[16], 16);
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
        }
    }
}
