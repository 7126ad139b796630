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
import org.junit.jupiter.api.io.TempDir;

/** What tests with clients that others have written share: those of Debian's package coturn. Skipped where it is not installed. */
abstract class CoturnClients {
    private static final Pattern TOTALS = Pattern.compile("tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)");
    private static final int RUN_SECONDS = 60;

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

    final String uclient(String flags) throws Exception {
        boolean secure = Stream.of(flags.split(" ")).anyMatch("-S"::equals);
        int port = secure ? turn().server.tlsPort() : turn().server.port();
        return run("turnutils_uclient", "-u anna -W secret -m 2 -n 50 -z 5 " + flags + " -p " + port + " 127.0.0.1");
    }

    static void assertNothingLost(String output) {
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

    final int startPeer(String address) throws IOException {
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

    final String run(String tool, String flags) throws Exception {
        return run(tool, RUN_SECONDS, flags);
    }

    final String run(String tool, int seconds, String flags) throws Exception {
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

    final TurnHarness turn() {
        TurnHarness started = harness;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }
}
