package org.lyceum.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.LyceumServer;
import org.lyceum.server.config.ConfigLoader;
import org.lyceum.server.config.Setting;

/** The real server in this process, on free ports, with an empty data folder of its own that goes when it is closed. */
public final class House implements AutoCloseable {
    private final Path data;
    private final LyceumServer server;
    private Api.@Nullable Account administrator;

    private House(Path data, Map<Setting, String> settings) {
        this.data = data;
        this.server = LyceumServer.start(ConfigLoader.load(settings, Map.of(), null, data));
    }

    /** With as many media loops as asked for. */
    public static House start(int mediaLoops) {
        return start(mediaLoops, Map.of());
    }

    /** @param more settings that this test needs */
    public static House start(int mediaLoops, Map<Setting, String> more) {
        return start(mediaLoops, more, _ -> {});
    }

    /** @param past what happens in the data folder before the server opens it */
    public static House start(int mediaLoops, Map<Setting, String> more, Consumer<Path> past) {
        try {
            Path data = Files.createTempDirectory("lyceum-e2e");
            past.accept(data);
            Map<Setting, String> settings = new EnumMap<>(freePorts(data));
            settings.put(Setting.MEDIA_LOOPS, Integer.toString(mediaLoops));
            settings.putAll(more);
            return new House(data, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<Setting, String> freePorts(Path data) {
        return Map.of(
                Setting.DATA, data.toString(),
                Setting.HTTP_PORT, "0",
                Setting.HTTPS_PORT, "0",
                Setting.MEDIA_PORT, "0",
                Setting.TURN_PORT, "0",
                Setting.TURN_TLS_PORT, "0");
    }

    public LyceumServer server() {
        return server;
    }

    /** Browsers take localhost for a secure place: cameras work there without HTTPS. */
    public String url(String path) {
        return "http://localhost:" + server.httpPort() + path;
    }

    public String secureUrl(String path) {
        return "https://localhost:" + server.httpsPort() + path;
    }

    public Api api() {
        return new Api(url(""));
    }

    /** Made the first time as whoever runs a server makes one: by {@code lyceum user create}, beside the running server. */
    public Api.Account administrator() {
        if (administrator == null) {
            administrator = createAdministrator("admin@example.org");
        }
        return administrator;
    }

    private Api.Account createAdministrator(String email) {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.lyceum.server.Main",
                        "user",
                        "create",
                        email,
                        "--name=Admin",
                        "--role=admin",
                        "--data=" + data)
                .redirectErrorStream(true);
        command.environment().keySet().removeIf(name -> name.startsWith("LYCEUM_"));
        try {
            Process process = command.start();
            try (Writer input = process.outputWriter()) {
                input.write(Api.PASSWORD + "\n");
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("no administrator was made: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return api().login(email);
    }

    @Override
    public void close() {
        server.drain();
        server.close();
        deleteRecursively(data);
    }

    static void deleteRecursively(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
