package org.lyceum.bench.servers;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.machine.Commands;
import org.lyceum.bench.machine.Folders;
import org.lyceum.bench.machine.ProcessSize;
import org.lyceum.bench.machine.TestBed;

/**
 * A Janus of the bench's own, as Debian's package {@code janus} has it: a process with a folder of settings made for it, the VideoRoom
 * and the HTTP API alone, gone at the end. It is ICE-lite as Lyceum is, so that both do the same for a connection. Used by one thread.
 */
public final class OwnJanus implements Target {
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 10;
    private static final int ROOM = 1;
    private static final List<String> LIBRARY_FOLDERS =
            List.of("/usr/lib/x86_64-linux-gnu/janus", "/usr/lib/aarch64-linux-gnu/janus", "/usr/lib/janus");

    private final Path folder;
    private final Path output;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final Process process;
    private String version = "";

    /** Starts it in the server's place. */
    public OwnJanus(TestBed bed) throws IOException {
        Path libraries =
                libraries().orElseThrow(() -> new IOException("Janus is not there (Debian: apt install janus)"));
        folder = Files.createTempDirectory("janus-bench");
        output = folder.resolve("output");
        int port = freePort();
        api = URI.create("http://" + bed.serverAddress() + ":" + port + "/janus");
        try {
            configure(libraries, bed.serverAddress(), port);
            process = new ProcessBuilder(bed.atServer(List.of("janus", "--configs-folder=" + folder)))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            Folders.delete(folder);
            throw e;
        }
        try {
            awaitReady();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Optional<Path> libraries() {
        return LIBRARY_FOLDERS.stream().map(Path::of).filter(Files::isDirectory).findFirst();
    }

    /** Whether the package is installed. */
    public static boolean isThere() {
        return libraries().isPresent();
    }

    /** Janus cannot be told to take any port, nor tells which it took. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void configure(Path libraries, String address, int port) throws IOException {
        // Plugins and transports are all that lie in a folder: here one each.
        Path plugins = only(libraries.resolve("plugins"), "libjanus_videoroom.so");
        Path transports = only(libraries.resolve("transports"), "libjanus_http.so");
        Path none = Files.createDirectory(folder.resolve("none"));
        Files.writeString(
                folder.resolve("janus.jcfg"), """
                general: {
                    configs_folder = "%s"
                    plugins_folder = "%s"
                    transports_folder = "%s"
                    events_folder = "%s"
                    loggers_folder = "%s"
                    debug_level = 3
                    debug_colors = false
                    session_timeout = 0
                }
                nat: {
                    ice_lite = true
                    ice_enforce_list = "%s"
                }
                """.formatted(folder, plugins, transports, none, none, address));
        Files.writeString(folder.resolve("janus.transport.http.jcfg"), """
                general: {
                    json = "compact"
                    base_path = "/janus"
                    http = true
                    port = %d
                    ip = "%s"
                    https = false
                }
                admin: {
                    admin_http = false
                }
                """.formatted(port, address));
        Files.writeString(folder.resolve("janus.plugin.videoroom.jcfg"), "general: {\n}\n");
    }

    private Path only(Path from, String library) throws IOException {
        Path to = Files.createDirectory(folder.resolve(from.getFileName()));
        Files.createSymbolicLink(to.resolve(library), from.resolve(library));
        return to;
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (version.isEmpty()) {
            try {
                version = JanusSession.get(http, URI.create(api + "/info"))
                        .path("version_string")
                        .asString();
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (exited(50) || System.nanoTime() > deadline) {
                    throw new IOException("Janus did not become ready:\n" + Files.readString(output), e);
                }
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

    @Override
    public String name() {
        return "janus";
    }

    @Override
    public @Nullable String version() {
        return version;
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(process.pid());
    }

    /** One room, in which every stream is a publisher. */
    @Override
    public List<Broadcast> open(int count) throws IOException {
        JanusSession session = JanusSession.open(http, api);
        session.request(Map.of(
                "request",
                "create",
                "room",
                ROOM,
                "publishers",
                count,
                "bitrate",
                0,
                "audiocodec",
                "opus",
                "videocodec",
                "vp8"));
        session.destroy();
        List<Broadcast> streams = new ArrayList<>();
        for (int feed = 1; feed <= count; feed++) {
            streams.add(new Broadcast(
                    new JanusSignaling.Publishing(api, ROOM, feed), new JanusSignaling.Watching(api, ROOM, feed)));
        }
        return streams;
    }

    @Override
    public OptionalLong liveBytes() throws IOException {
        return OptionalLong.of(ProcessSize.of(process.pid()).residentBytes());
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
