package org.lyceum.bench.relay;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.lyceum.bench.machine.Commands;
import org.lyceum.bench.machine.Folders;
import org.lyceum.bench.machine.LiveMemory;
import org.lyceum.bench.machine.ProcessSize;
import org.lyceum.bench.machine.TestBed;
import org.lyceum.bench.servers.OwnLyceum;

/** A TURN server of the bench's own: a process with a fresh folder, gone at the end. Used by one thread. */
final class OwnRelay implements AutoCloseable {
    /** Which one. */
    enum Kind {
        LYCEUM("lyceum"),
        COTURN("coturn");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    static final String SECRET = "of-the-bench-alone-and-of-no-other";

    private static final Path COTURN = Path.of("/usr/bin/turnserver");
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 15;
    private static final long READY_MILLIS = 50;

    private final Kind kind;
    private final Path folder;
    private final InetSocketAddress address;
    private final Process process;

    private OwnRelay(Kind kind, Path launcher, TestBed bed) throws IOException {
        this.kind = kind;
        address = new InetSocketAddress(InetAddress.getByName(bed.serverAddress()), freePort());
        folder = Files.createTempDirectory(kind + "-bench");
        List<String> command = kind == Kind.LYCEUM ? lyceum(launcher, bed) : coturn();
        try {
            ProcessBuilder builder = new ProcessBuilder(bed.atServer(command))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile());
            OwnLyceum.forgetSettings(builder.environment());
            if (kind == Kind.LYCEUM) {
                builder.environment().put("LYCEUM_TURN_SECRET", SECRET);
            }
            process = builder.start();
        } catch (IOException e) {
            Folders.delete(folder);
            throw e;
        }
    }

    /** Starts it in the server's place and returns when it answers. */
    static OwnRelay start(Kind kind, Path launcher, TestBed bed) throws IOException {
        OwnRelay relay = new OwnRelay(kind, launcher, bed);
        try {
            relay.awaitReady();
            return relay;
        } catch (IOException | RuntimeException e) {
            relay.close();
            throw e;
        }
    }

    static boolean isThere(Kind kind) {
        return kind == Kind.LYCEUM || Files.isExecutable(COTURN);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private List<String> lyceum(Path launcher, TestBed bed) {
        return List.of(
                launcher.toString(),
                "run",
                "--roles=turn",
                "--data=" + folder.resolve("data"),
                "--bind=" + bed.serverAddress(),
                "--http-port=0",
                "--https-port=0",
                "--turn-port=" + address.getPort(),
                "--turn-tls-port=0",
                "--turn-rate=0",
                "--turn-allow-peers=" + bed.generatorNetwork(),
                "--advertise=" + bed.serverAddress());
    }

    /** One thread that relays, as Lyceum has on one core; UDP alone; without files or ports of the system's own. */
    private List<String> coturn() {
        String host = address.getAddress().getHostAddress();
        List<String> command = new ArrayList<>(List.of(
                COTURN.toString(),
                "-n",
                "--listening-ip=" + host,
                "--relay-ip=" + host,
                "--listening-port=" + address.getPort(),
                "--min-port=49152",
                "--max-port=65535",
                "--relay-threads=1",
                "--use-auth-secret",
                "--static-auth-secret=" + SECRET,
                "--realm=bench",
                "--userdb=" + folder.resolve("db"),
                "--pidfile=" + folder.resolve("pid"),
                "--log-file=stdout",
                "--simple-log",
                "--no-cli",
                "--no-tls",
                "--no-dtls",
                "--no-tcp",
                "--no-rfc5780"));
        if (address.getAddress().isLoopbackAddress()) {
            command.add("--allow-loopback-peers");
        }
        return command;
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!TurnClient.answers(address)) {
            if (exited(READY_MILLIS) || System.nanoTime() > deadline) {
                throw new IOException(kind + " did not become ready:\n" + Files.readString(folder.resolve("output")));
            }
        }
    }

    private boolean exited(long millis) throws IOException {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }

    InetSocketAddress address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    long residentBytes() throws IOException {
        return ProcessSize.of(process.pid()).residentBytes();
    }

    /** As {@link LiveMemory}; empty for a server that is no JVM. */
    OptionalLong liveBytes() throws IOException {
        return kind == Kind.LYCEUM ? OptionalLong.of(LiveMemory.of(process.pid())) : OptionalLong.empty();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        if (!Commands.ended(process, STOP_SECONDS)) {
            process.destroyForcibly();
            Commands.ended(process, STOP_SECONDS);
        }
        Folders.delete(folder);
    }
}
