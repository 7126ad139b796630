package org.lyceum.rtc.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The browsers of this machine offer, answer and are content with what this side writes. */
class RealBrowserTest {
    private static final long SECONDS = 60;

    @TempDir(cleanup = CleanupMode.NEVER) // a browser that was ended may still write into it
    @Nullable
    private Path profile;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, PublishNegotiator> publishers = new ConcurrentHashMap<>();
    private final SubscribeNegotiator subscriber = new SubscribeNegotiator(Descriptions.LOCAL, random);
    private final List<String> mids = new ArrayList<>();
    private final List<SessionUpdate> updates = new ArrayList<>();
    private final CompletableFuture<String> report = new CompletableFuture<>();
    private SubscribeNegotiator.@Nullable Offer offer;

    @Test
    void chromiumTakesEveryAnswerAndAnswersEveryOffer() throws Exception {
        check(List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--autoplay-policy=no-user-gesture-required",
                "--user-data-dir=" + profile));
        MediaSection video = updates.getLast().sections().get(1);
        assertThat(video.formats())
                .extracting(format -> format.codec().type())
                .contains(CodecType.VP8, CodecType.VP9, CodecType.AV1, CodecType.H264);
        assertThat(video.formats()).allMatch(format -> format.rtxPayloadType() > 0 && format.nack() && format.pli());
        assertThat(video.extensions().transportCc()).isPositive();
        assertThat(video.extensions().playoutDelay()).isPositive();
        assertThat(video.extensions().dependencyDescriptor()).isPositive();
    }

    @Test
    void firefoxTakesEveryAnswerAndAnswersEveryOffer() throws Exception {
        check(List.of("firefox-esr", "--headless", "--no-remote", "--profile", String.valueOf(profile)));
        assertThat(updates.getLast().sections().get(1).formats())
                .extracting(format -> format.codec().type())
                .contains(CodecType.VP8, CodecType.VP9);
    }

    private void check(List<String> browser) throws Exception {
        assumeTrue(isInstalled(browser.getFirst()), browser.getFirst() + " is not installed");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        List<String> command = new ArrayList<>(browser);
        command.add("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(report.get(SECONDS, TimeUnit.SECONDS).lines())
                    .hasSize(9)
                    .allSatisfy(line -> assertThat(line).doesNotContain("FAILED"));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            server.stop(0);
        }
        // audio, camera; a second picture; that one gone; another in its place; ICE restarted
        assertThat(updates).hasSize(5);
        assertThat(updates.get(1).sections()).hasSize(3).allMatch(s -> s.local() != null);
        assertThat(updates.get(2).sections().get(2).local()).isNull();
        assertThat(mids).containsExactly("0", "1", "2", "2");
        assertThat(updates.get(4).transport().localUfrag())
                .isNotEqualTo(updates.get(3).transport().localUfrag());
    }

    private static boolean isInstalled(String program) {
        for (String folder : String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        try {
            respond(exchange, 200, handle(exchange.getRequestURI().getPath(), query, body));
        } catch (NegotiationException e) {
            respond(exchange, 422, e.code() + ": " + e.getMessage());
        }
    }

    private String handle(String path, String query, String body) throws NegotiationException, IOException {
        return switch (path) {
            case "/" -> page();
            case "/publish" ->
                publishers
                        .computeIfAbsent(query, _ -> new PublishNegotiator(Descriptions.LOCAL, random))
                        .answer(body)
                        .sdp();
            case "/play" ->
                new WhepNegotiator(Descriptions.LOCAL, random)
                        .answer(body, 1, 1)
                        .sdp();
            case "/offer" -> offer(query);
            case "/answer" -> {
                updates.add(subscriber.accept(offer == null ? "" : offer.offerId(), body));
                yield "";
            }
            case "/done" -> {
                report.complete(body);
                yield "";
            }
            default -> "";
        };
    }

    private String offer(String query) {
        switch (query) {
            case "step=0" -> {
                mids.add(subscriber.addTrack(MediaKind.AUDIO, "presenter", "microphone"));
                mids.add(subscriber.addTrack(MediaKind.VIDEO, "presenter", "camera"));
            }
            case "step=1" -> mids.add(subscriber.addTrack(MediaKind.VIDEO, "presenter", "screen"));
            case "step=2" -> subscriber.removeTrack("2");
            case "step=3" -> mids.add(subscriber.addTrack(MediaKind.VIDEO, "presenter", "screen"));
            case "step=4" -> subscriber.restartIce();
            default -> {
                return "";
            }
        }
        offer = subscriber.offer();
        return offer.sdp();
    }

    private static String page() throws IOException {
        try (InputStream in = RealBrowserTest.class.getResourceAsStream("/browser/negotiate.html")) {
            return in == null ? "" : new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
