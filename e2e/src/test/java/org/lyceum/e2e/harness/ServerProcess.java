package org.lyceum.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The real server as a process of its own, which can be killed and started again on the same ports with the same data
 * folder. Its output goes to a file in target, so that a failure can be looked into.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Pattern HTTP = Pattern.compile("http://localhost:(\\d+)");
    private static final Pattern HTTPS = Pattern.compile("https://[^\\s]+:(\\d+)");
    private static final Pattern MEDIA = Pattern.compile("UDP and TCP port (\\d+)");

    private final Path data;
    private final Path output;
    private final List<String> settings;
    private Process process;
    private final int httpPort;
    private final int httpsPort;
    private final int mediaPort;

    private ServerProcess(Path data, Path output, List<String> settings) throws IOException {
        this.data = data;
        this.output = output;
        this.settings = settings;
        process = launch(0, 0, 0);
        String text = awaitReady();
        httpPort = port(HTTP, text);
        httpsPort = port(HTTPS, text);
        mediaPort = port(MEDIA, text);
    }

    /**
     * Starts one on free ports with an empty data folder and waits until it is ready.
     *
     * @param settings more flags of {@code run}
     */
    public static ServerProcess start(String... settings) {
        try {
            return startOn(Files.createTempDirectory("lyceum-e2e"), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same with a data folder that is there already. */
    public static ServerProcess startOn(Path data, String... settings) {
        try {
            Path logs = Files.createDirectories(Path.of(System.getProperty("e2e.target", "target"), "servers"));
            return new ServerProcess(data, Files.createTempFile(logs, "server", ".log"), List.of(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch(int http, int https, int media) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "org.lyceum.server.Main",
                "run",
                "--data=" + data,
                "--http-port=" + http,
                "--https-port=" + https,
                "--media-port=" + media,
                "--turn-port=0",
                "--turn-tls-port=0"));
        command.addAll(settings);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()));
        // Whoever runs the tests may have a server of their own configured, with a database that is no test's.
        builder.environment().keySet().removeIf(name -> name.startsWith("LYCEUM_"));
        return builder.start();
    }

    private String awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        String text = Files.readString(output);
        while (!text.contains("lyceum: ready")) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("the server did not become ready:\n" + text);
            }
            awaitExit(Duration.ofMillis(50));
            text = Files.readString(output);
        }
        return text;
    }

    private static int port(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in:\n" + text);
        }
        return Integer.parseInt(matcher.group(1));
    }

    public String url(String path) {
        return "http://localhost:" + httpPort + path;
    }

    public Api api() {
        return new Api(url(""));
    }

    public Path data() {
        return data;
    }

    /** As a power cut would end it: nobody is told. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** SIGTERM. */
    public void askToStop() {
        process.destroy();
    }

    /** Starts it again where it was, and waits until it is ready. */
    public void startAgain() {
        try {
            process = launch(httpPort, httpsPort, mediaPort);
            awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it ended within the time. */
    public boolean awaitExit(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    public int exitCode() {
        return process.exitValue();
    }

    /**
     * A thread as Linux sees it.
     *
     * @param name at most 15 characters
     * @param nice -20 to 19, the most eager first
     */
    public record OsThread(String name, int nice) {}

    /** Its threads, those of the virtual machine too; Linux only. */
    public List<OsThread> threads() {
        List<OsThread> threads = new ArrayList<>();
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path task : tasks) {
                try {
                    threads.add(thread(Files.readString(task.resolve("stat"))));
                } catch (IOException e) {
                    // it has just ended
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return threads;
    }

    /** By proc_pid_stat(5): the second field is the name, in parentheses, and the nineteenth nice. */
    private static OsThread thread(String stat) {
        int behindName = stat.lastIndexOf(')');
        String[] fields = stat.substring(behindName + 2).split(" ", -1);
        return new OsThread(stat.substring(stat.indexOf('(') + 1, behindName), Integer.parseInt(fields[16]));
    }

    /** Everything it printed since it was started last. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        House.deleteRecursively(data);
    }
}
