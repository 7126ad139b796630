package org.lyceum.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.lyceum.bench.client.Generator;
import org.lyceum.bench.client.HttpEndpoint;
import org.lyceum.bench.view.Viewer;

/** A server that has enough to do at first, and says when to come back. */
@Timeout(30)
class AdmissionTest {
    /** Of a server that nobody reaches. */
    private static final String ANSWER = """
            v=0\r
            o=- 1 1 IN IP4 127.0.0.1\r
            s=-\r
            t=0 0\r
            a=group:BUNDLE 1\r
            m=video 9 UDP/TLS/RTP/SAVPF 96\r
            c=IN IP4 0.0.0.0\r
            a=ice-ufrag:user\r
            a=ice-pwd:0123456789012345678901\r
            a=fingerprint:sha-256 AB%s\r
            a=setup:passive\r
            a=mid:1\r
            a=sendonly\r
            a=rtpmap:96 VP8/90000\r
            a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host\r
            """.formatted(":CD".repeat(31));

    private final List<Long> askedNanos = new CopyOnWriteArrayList<>();
    private final Generator generator = Generator.start(1, "client");
    private volatile int refusals;
    private volatile int status = 503;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        generator.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        askedNanos.add(System.nanoTime());
        boolean refused = askedNanos.size() <= refusals;
        exchange.getResponseHeaders().add("Retry-After", "1");
        exchange.getResponseHeaders().add("Location", "/session");
        boolean answers = refused && status == 201;
        exchange.sendResponseHeaders(refused ? status : 404, answers ? ANSWER.length() : -1);
        if (answers) {
            exchange.getResponseBody().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
        }
        exchange.close();
    }

    private Viewer.@Nullable Session admit(Admission admission) throws InterruptedException {
        return admission.admit(this::start);
    }

    private Viewer.Session start() throws IOException {
        URI whep = URI.create("http://localhost:" + server.getAddress().getPort() + "/whep");
        return Viewer.start(generator, new HttpEndpoint(whep, null), Viewer.Manner.CHEAP, new SplittableRandom(1));
    }

    @Test
    void whoIsRefusedComesBackWhenTheServerSaidSoAndIsCounted() throws Exception {
        refusals = 2;
        Admission admission = new Admission(Duration.ofSeconds(10));
        assertThat(admit(admission)).isNull();
        assertThat(askedNanos).hasSize(3);
        for (int i = 1; i < askedNanos.size(); i++) {
            assertThat(askedNanos.get(i) - askedNanos.get(i - 1)).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(admission.refused()).isEqualTo(2);
        assertThat(admission.refusals()).containsEntry(503, 2L);
        assertThat(admission.failures())
                .hasSize(1)
                .allSatisfy((why, count) -> assertThat(why).contains("404"));
    }

    @Test
    void whoIsRefusedForTooLongGivesUp() throws Exception {
        refusals = Integer.MAX_VALUE;
        Admission admission = new Admission(Duration.ofMillis(1500));
        assertThat(admit(admission)).isNull();
        assertThat(admission.turnedAway()).isEqualTo(1);
        assertThat(admission.refused()).isEqualTo(askedNanos.size()).isBetween(1L, 2L);
        assertThat(admission.failures()).isEmpty();
    }

    @Test
    void whoIsOnTheWayWhenTheRunEndsIsNotLeftBehind() throws Exception {
        status = 201;
        refusals = 1;
        CompletableFuture<Viewer.Session> begun = new CompletableFuture<>();
        Thread joining = Thread.ofVirtual().start(() -> {
            try {
                new Admission(Duration.ofSeconds(10)).admit(() -> {
                    Viewer.Session session = start();
                    begun.complete(session);
                    return session;
                });
            } catch (InterruptedException e) {
                // as it should be
            }
        });
        Viewer viewer = begun.get(20, TimeUnit.SECONDS).viewer();
        joining.interrupt();
        joining.join();
        viewer.awaitClosed(TimeUnit.SECONDS.toNanos(10));
        assertThat(viewer.closedBecause()).isEqualTo("closed here");
    }

    @Test
    void aStreamThatIsNotLiveYetIsAskedForAgainSoon() throws Exception {
        refusals = 3;
        status = 409;
        Admission admission = new Admission(Duration.ofSeconds(10));
        assertThat(admit(admission)).isNull();
        assertThat(askedNanos.getLast() - askedNanos.getFirst()).isLessThan(TimeUnit.SECONDS.toNanos(3));
        assertThat(admission.refused()).isZero();
    }
}
