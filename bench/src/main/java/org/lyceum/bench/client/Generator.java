package org.lyceum.bench.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.lyceum.rtc.dtls.BouncyCastleDtlsFactory;
import org.lyceum.rtc.dtls.DtlsCertificate;
import org.lyceum.rtc.dtls.DtlsFactory;

/**
 * What all connections of a generator share: event loops, the certificate, threads for handshakes, the HTTP client. Safe to call
 * from any thread.
 */
public final class Generator implements AutoCloseable {
    /** Handshakes that compute at once; the server's side of each computes too. */
    private static final int MOST_HANDSHAKES = 4;

    private final ClientLoops loops;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final SecureRandom random = new SecureRandom();
    private final HttpClient http;
    private final DtlsFactory dtls;

    private Generator(int loopCount, String name) {
        loops = ClientLoops.start(loopCount, name);
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(blocking)
                .build();
        DtlsCertificate certificate = DtlsCertificate.generate(random, Instant.now());
        dtls = new BouncyCastleDtlsFactory(certificate, blocking, random, MOST_HANDSHAKES);
    }

    /** Starts one with so many event loops, whose threads' names begin so. */
    public static Generator start(int loopCount, String name) {
        return new Generator(loopCount, name);
    }

    /** A connection that was agreed on, and is being made. */
    public record Connection(Signaling.Session session, ClientPeer peer) implements AutoCloseable {
        /** Leaves: the session is ended, then the socket closed. */
        @Override
        public void close() throws IOException {
            try {
                session.end();
            } finally {
                peer.close();
            }
        }
    }

    /** Publishes or watches there; blocks until it has been agreed on. */
    public Connection connect(Signaling where, Wish wish, Function<Agreement, ClientMedia> media) throws IOException {
        Signaling.Session session = where.agree(new LocalDescription(wish, dtls.localFingerprint(), random), http);
        Agreement agreement = session.agreement();
        ClientPeer peer = new ClientPeer(
                loops.next(), agreement.transport(), agreement.remote(), dtls, random, media.apply(agreement));
        peer.open();
        return new Connection(session, peer);
    }

    @Override
    public void close() {
        loops.close();
        http.shutdownNow();
        blocking.shutdownNow();
    }
}
