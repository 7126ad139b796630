package org.lyceum.bench.servers;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.HttpEndpoint;
import org.lyceum.bench.machine.Commands;
import org.lyceum.bench.machine.Folders;
import org.lyceum.bench.machine.LiveMemory;
import org.lyceum.bench.machine.TestBed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Lyceum of the bench's own: a process with a fresh data folder on free ports, gone at the end. Used by one thread. */
public final class OwnLyceum implements Target {
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 15;
    /** What the launcher may be told by the environment; the server's settings are the bench's alone. */
    private static final Set<String> KEPT = Set.of("LYCEUM_JAVA_HOME", "LYCEUM_JAVA_OPTS", "LYCEUM_MVN");

    private static final Pattern HTTP = Pattern.compile("http://[^\\s]+?:(\\d+)");
    private static final Pattern HTTPS = Pattern.compile("https://[^\\s]+?:(\\d+)");
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";
    private static final String PASSWORD = "a password for the bench";
    private static final String METRICS_TOKEN = "of-the-bench-alone";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Path output;
    private final Process process;
    private final HttpClient http = trustingClient();
    private final String version;
    private final String http1;
    private final String https;

    /** @param launcher the script {@code lyceum} */
    public OwnLyceum(Path launcher, TestBed bed) throws IOException {
        folder = Files.createTempDirectory("lyceum-bench");
        output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "run",
                "--data=" + folder.resolve("data"),
                "--db=",
                "--bind=" + bed.serverAddress(),
                "--http-port=0",
                "--https-port=0",
                "--media-port=0",
                "--turn-port=0",
                "--turn-tls-port=0",
                "--advertise=" + bed.serverAddress(),
                "--metrics-token=" + METRICS_TOKEN));
        ProcessBuilder builder = new ProcessBuilder(bed.atServer(command))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        forgetSettings(builder.environment());
        process = start(builder, folder);
        try {
            String text = awaitReady();
            http1 = "http://" + bed.serverAddress() + ":" + port(HTTP, text);
            https = "https://" + bed.serverAddress() + ":" + port(HTTPS, text);
            version = JSON.readTree(send(HttpRequest.newBuilder(URI.create(http1 + "/api/config"))
                            .build()))
                    .path("version")
                    .asString();
        } catch (IOException | RuntimeException e) { // what is no JSON among them
            close();
            throw e;
        }
    }

    private static Process start(ProcessBuilder builder, Path folder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            Folders.delete(folder);
            throw e;
        }
    }

    /** Whoever runs the bench may have a server of their own configured: its database, addresses and rules stay theirs. */
    public static void forgetSettings(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("LYCEUM_") && !KEPT.contains(name));
    }

    private String awaitReady() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        String text = Files.readString(output);
        while (!text.contains("lyceum: ready")) {
            if (exited(50) || System.nanoTime() > deadline) {
                throw new IOException("the server did not become ready:\n" + text);
            }
            text = Files.readString(output);
        }
        return text;
    }

    private boolean exited(long millis) throws IOException {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }

    private static int port(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("the server does not say " + pattern + ":\n" + text);
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** The certificate is the server's own, made a moment ago; nobody else can be there. */
    private static HttpClient trustingClient() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
            return HttpClient.newBuilder().sslContext(context).build();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Override
    public String name() {
        return "lyceum";
    }

    @Override
    public @Nullable String version() {
        return version;
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(process.pid());
    }

    /** Makes an account and streams of it. */
    @Override
    public List<Broadcast> open(int count) throws IOException {
        String token = post(
                        "/api/auth/register",
                        null,
                        Map.of("email", "bench@example.org", "password", PASSWORD, "displayName", "Bench"))
                .path("accessToken")
                .asString();
        List<Broadcast> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JsonNode stream = post("/api/streams", token, Map.of("title", "Bench " + (i + 1)));
            streams.add(new Broadcast(
                    new HttpEndpoint(
                            URI.create(http1 + "/whip"),
                            stream.path("streamKey").asString()),
                    new HttpEndpoint(
                            URI.create(http1 + "/whep/" + stream.path("id").asString()), null)));
        }
        return streams;
    }

    private JsonNode post(String path, @Nullable String token, Map<String, String> body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(https + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return JSON.readTree(send(request.build()));
    }

    private String send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IOException(request.uri() + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public OptionalLong liveBytes() throws IOException {
        return OptionalLong.of(LiveMemory.of(process.pid()));
    }

    @Override
    public OptionalLong heapBytes() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(http1 + "/metrics"))
                .header("Authorization", "Bearer " + METRICS_TOKEN)
                .build();
        return OptionalLong.of(send(request)
                .lines()
                .filter(line -> line.startsWith(HEAP))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum());
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        if (!Commands.ended(process, STOP_SECONDS)) {
            process.destroyForcibly();
            Commands.ended(process, STOP_SECONDS); // so that it makes no file in a folder that is on its way out
        }
        Folders.delete(folder);
    }
}
