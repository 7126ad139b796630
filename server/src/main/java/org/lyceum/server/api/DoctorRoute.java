package org.lyceum.server.api;

import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.server.doctor.TestPeer;
import org.lyceum.server.doctor.TestPeers;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.ProblemException;
import org.lyceum.server.http.RouteGroup;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage.IceServer;

/** {@code POST /api/doctor}: an end that a visitor's browser tries to reach, with what it may relay by. Nobody needs an account. */
public final class DoctorRoute implements RouteGroup {
    /** A visit makes one for each way, of which there are five; a class of thirty behind one router may look at once. */
    static final ApiLimits.Limit TRIES = new ApiLimits.Limit(180, Duration.ofMinutes(3));

    private final TestPeers peers;
    private final PublicUrls urls;
    private final ClientAddresses addresses;
    private final BooleanSupplier selfSigned;
    private final RateLimiter tries;

    /** @param selfSigned whether browsers do not trust the certificate of HTTPS, and of TURN over TLS with it */
    public DoctorRoute(TestPeers peers, PublicUrls urls, ClientAddresses addresses, BooleanSupplier selfSigned) {
        this(peers, urls, addresses, selfSigned, TimeMeter.SYSTEM_NANOTIME);
    }

    DoctorRoute(
            TestPeers peers, PublicUrls urls, ClientAddresses addresses, BooleanSupplier selfSigned, TimeMeter clock) {
        this.peers = peers;
        this.urls = urls;
        this.addresses = addresses;
        this.selfSigned = selfSigned;
        this.tries = new RateLimiter(TRIES, clock);
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.post("/api/doctor", this::open);
    }

    private record View(String answer, List<IceServer> iceServers, boolean selfSigned) {}

    private void open(Context context) {
        tries.take(context, ClientAddresses.limitKey(addresses.of(context)));
        try {
            TestPeer peer = peers.open(JsonBody.of(context).text("offer"), urls.host(context));
            context.header("Cache-Control", "no-store");
            Answers.json(context, 201, new View(peer.answer(), peer.iceServers(), selfSigned.getAsBoolean()));
        } catch (NegotiationException e) {
            int status = e.code().equals("sdp-malformed") ? 400 : 422;
            throw new ProblemException(status, e.code(), String.valueOf(e.getMessage()));
        } catch (ProtocolException e) {
            context.header("Retry-After", "10");
            throw new ProblemException(503, e.code().wireName(), e.getMessage());
        }
    }
}
