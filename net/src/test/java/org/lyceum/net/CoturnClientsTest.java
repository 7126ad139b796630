package org.lyceum.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that others have written: those of Debian's package coturn. Skipped where it is not installed. */
class CoturnClientsTest {
    private static final Pattern TOTALS = Pattern.compile("tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)");
    private static final int RUN_SECONDS = 60;
    /** Some of it never ends. */
    private static final int NONSENSE_SECONDS = 10;

    @TempDir
    Path folder = Path.of("");

    private @Nullable TurnHarness harness;
    private @Nullable Process peer;

    @BeforeEach
    void start() throws Exception {
        for (String tool : List.of("turnutils_uclient", "turnutils_peer", "turnutils_stunclient")) {
            assumeTrue(find(tool).isPresent(), tool + " is not installed (Debian: coturn)");
        }
        harness = new TurnHarness(folder, MediaConfig.Transport.AUTO, 2, null);
    }

    @AfterEach
    void stop() throws IOException {
        if (peer != null) {
            peer.destroyForcibly();
        }
        if (harness != null) {
            harness.close();
        }
    }

    /** Over every transport, by channels and by indications, to a peer of theirs. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-s", "-t", "-t -s", "-t -S", "-t -S -s", "-D -G", "-g -X -c -l 1200"})
    void nothingIsLostOnTheWayToAPeer(String flags) throws Exception {
        int port = startPeer("127.0.0.1");
        String output = uclient(flags + " -e 127.0.0.1 -r " + port);
        assertNothingLost(output);
    }

    /** Both ends are relays of this server, which meet in process. */
    @ParameterizedTest
    @ValueSource(strings = {"-y", "-y -t -s", "-y -t -S"})
    void nothingIsLostBetweenTwoRelays(String flags) throws Exception {
        assertNothingLost(uclient(flags));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "-x -t -s"})
    void nothingIsLostOnTheWayToAPeerOfIpv6(String flags) throws Exception {
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.ofLiteral("::1"))) {
            assertThat(probe.isBound()).isTrue();
        } catch (IOException e) {
            assumeTrue(false, "this machine has no IPv6");
        }
        int port = startPeer("::1");
        assertNothingLost(uclient(flags + " -e ::1 -r " + port));
    }

    /** What the other side calls negative tests: the server has to survive them and go on. */
    @ParameterizedTest
    @ValueSource(strings = {"-N", "-R", "-O", "-B"})
    void nonsenseIsSurvived(String flags) throws Exception {
        int port = startPeer("127.0.0.1");
        run(
                "turnutils_uclient",
                NONSENSE_SECONDS,
                "-u anna -W secret " + flags + " -e 127.0.0.1 -r " + port + " -p "
                        + turn().server.port() + " 127.0.0.1");
        assertNothingLost(uclient("-e 127.0.0.1 -r " + port));
    }

    @Test
    void theStunClientLearnsItsAddress() throws Exception {
        String output = run("turnutils_stunclient", "-p " + turn().server.port() + " 127.0.0.1");
        assertThat(output).contains("reflexive addr: 127.0.0.1:");
    }

    @Test
    void aWrongSecretIsRefused() throws Exception {
        String output = run(
                "turnutils_uclient",
                "-u anna -W wrong -n 1 -y -p " + turn().server.port() + " 127.0.0.1");
        assertThat(output).doesNotContain("Total lost packets");
        assertThat(turn().server.allocations()).isZero();
    }

    private String uclient(String flags) throws Exception {
        boolean secure = Stream.of(flags.split(" ")).anyMatch("-S"::equals);
        int port = secure ? turn().server.tlsPort() : turn().server.port();
        return run("turnutils_uclient", "-u anna -W secret -m 2 -n 50 -z 5 " + flags + " -p " + port + " 127.0.0.1");
    }

    private static void assertNothingLost(String output) {
        Matcher totals = TOTALS.matcher(output);
        String sent = "";
        String received = "";
        while (totals.find()) {
            sent = totals.group(1);
            received = totals.group(2);
        }
        assertThat(sent).as(output).isNotEmpty().isNotEqualTo("0");
        assertThat(received).as(output).isEqualTo(sent);
        assertThat(output).contains("Total lost packets 0");
    }

    private int startPeer(String address) throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.ofLiteral(address))) {
            port = free.getLocalPort();
        }
        Path log = folder.resolve("peer.log");
        peer = new ProcessBuilder(command("turnutils_peer", "-L " + address + " -p " + port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(Duration.ofSeconds(20)).until(() -> answers(address, port));
        return port;
    }

    private static boolean answers(String address, int port) throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.setSoTimeout(200);
            byte[] hello = {0x50};
            probe.send(new DatagramPacket(hello, 1, InetAddress.ofLiteral(address), port));
            probe.receive(new DatagramPacket(hello, 1));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private String run(String tool, String flags) throws Exception {
        return run(tool, RUN_SECONDS, flags);
    }

    private String run(String tool, int seconds, String flags) throws Exception {
        Path log = Files.createTempFile(folder, tool, ".log");
        Process process = new ProcessBuilder(command(tool, flags))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return Files.readString(log);
    }

    private static List<String> command(String tool, String flags) {
        List<String> command = new ArrayList<>(List.of(find(tool).orElseThrow().toString()));
        Stream.of(flags.split(" ")).filter(flag -> !flag.isEmpty()).forEach(command::add);
        return command;
    }

    private static Optional<Path> find(String tool) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private TurnHarness turn() {
        TurnHarness started = harness;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }
}
