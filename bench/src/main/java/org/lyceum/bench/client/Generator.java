package org.lyceum.bench.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.dtls.BouncyCastleDtlsFactory;
import org.lyceum.rtc.dtls.DtlsCertificate;
import org.lyceum.rtc.dtls.DtlsFactory;
import org.lyceum.wire.sdp.SdpException;

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

    private Generator(int loopCount) {
        loops = ClientLoops.start(loopCount);
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(blocking)
                .build();
        DtlsCertificate certificate = DtlsCertificate.generate(random, Instant.now());
        dtls = new BouncyCastleDtlsFactory(certificate, blocking, random, MOST_HANDSHAKES);
    }

    /** Starts one with so many event loops. */
    public static Generator start(int loopCount) {
        return new Generator(loopCount);
    }

    /** A connection that was agreed on, and is being made. */
    public record Connection(HttpSession session, ClientPeer peer) implements AutoCloseable {
        /** Leaves: the session is deleted, then the socket closed. */
        @Override
        public void close() throws IOException {
            try {
                session.delete();
            } finally {
                peer.close();
            }
        }
    }

    /** Sends sound and a picture to a WHIP endpoint; blocks until it has answered. */
    public Connection publish(
            URI endpoint, @Nullable String bearer, List<String> rids, Function<Answer, ClientMedia> media)
            throws IOException {
        return connect(endpoint, bearer, Offer.publishing(rids, dtls.localFingerprint(), random), media);
    }

    /** Receives sound and picture from a WHEP endpoint; blocks until it has answered. */
    public Connection view(URI endpoint, @Nullable String bearer, Function<Answer, ClientMedia> media)
            throws IOException {
        return connect(endpoint, bearer, Offer.viewing(dtls.localFingerprint(), random), media);
    }

    private Connection connect(URI endpoint, @Nullable String bearer, Offer offer, Function<Answer, ClientMedia> media)
            throws IOException {
        HttpSession session = HttpSession.post(http, endpoint, bearer, offer.sdp());
        Answer answer;
        try {
            answer = Answer.read(session.answerSdp(), offer);
        } catch (SdpException e) {
            IOException unusable =
                    new IOException(endpoint + " gave an answer that cannot be used: " + e.getMessage(), e);
            try {
                session.delete();
            } catch (IOException kept) {
                unusable.addSuppressed(kept);
            }
            throw unusable;
        }
        ClientPeer peer =
                new ClientPeer(loops.next(), answer.transport(), answer.remote(), dtls, random, media.apply(answer));
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
