package org.lyceum.server.doctor;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.lyceum.net.MediaPlane;
import org.lyceum.net.PeerHandle;
import org.lyceum.net.PeerListener;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.rtc.session.Negotiated;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.rtc.session.WhepNegotiator;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage.IceServer;
import org.lyceum.server.turn.TurnAccess;

/**
 * Peers for browsers that try which ways lead to this server: a player's connection without a stream. It answers checks and shakes
 * hands as any other does, and so proves the whole way in both directions; then nothing is sent on it. Each ends with its page, or
 * after {@link #LIFETIME}; what it may relay by ends with it, and reaches the media port alone. Any thread.
 */
public final class TestPeers implements AutoCloseable {
    /** Longer than a page waits for any one way. */
    static final Duration LIFETIME = Duration.ofSeconds(20);
    /** At a time, of everybody together. */
    private static final int MOST = 500;

    private static final int ID_BYTES = 9;

    private final MediaPlane plane;
    private final TurnAccess turn;
    private final Duration lifetime;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore places;
    private final ScheduledExecutorService ends = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("test-peers").daemon().factory());

    /** @param turn what may be relayed by */
    public TestPeers(MediaPlane plane, TurnAccess turn) {
        this(plane, turn, LIFETIME, MOST);
    }

    TestPeers(MediaPlane plane, TurnAccess turn, Duration lifetime, int most) {
        this.plane = plane;
        this.turn = turn;
        this.lifetime = lifetime;
        this.places = new Semaphore(most);
    }

    /**
     * Answers an offer to receive sound, of which none will come.
     *
     * @param host under which the client reached this server, empty where that is not known
     * @throws ProtocolException where too many are tried at the moment
     */
    public TestPeer open(String offerSdp, String host) throws NegotiationException, ProtocolException {
        Negotiated negotiated = new WhepNegotiator(plane.localParameters(), random).answer(offerSdp, 1, 0);
        if (!places.tryAcquire()) {
            throw new ProtocolException(
                    ErrorCode.SERVER_FULL,
                    "Many people test their connection at the moment; try again in ten seconds.");
        }
        String id = newId();
        List<IceServer> relays = turn.admit(id, host);
        PeerHandle peer = plane.createPeer(new Ending(id));
        peer.update(negotiated.update());
        var _ = ends.schedule(peer::close, lifetime.toMillis(), TimeUnit.MILLISECONDS);
        return new TestPeer(negotiated.sdp(), relays);
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** No more of them are ended by time; the media plane ends all. */
    @Override
    public void close() {
        ends.shutdownNow();
    }

    private final class Ending implements PeerListener {
        private final String id;

        Ending(String id) {
            this.id = id;
        }

        @Override
        public void connected() {
            // That is the page's finding.
        }

        @Override
        public void closed(CloseReason reason) {
            places.release();
            turn.withdraw(id);
        }
    }
}
