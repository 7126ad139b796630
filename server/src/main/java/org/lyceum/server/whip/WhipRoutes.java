package org.lyceum.server.whip;

import io.github.bucket4j.TimeMeter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.streams.Stream;
import org.lyceum.platform.streams.Streams;
import org.lyceum.server.api.PublicUrls;
import org.lyceum.server.api.RateLimiter;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.ProblemException;
import org.lyceum.server.http.RouteGroup;
import org.lyceum.server.room.MediaSession;
import org.lyceum.server.room.MediaSessions;
import org.lyceum.server.turn.TurnAccess;

/**
 * {@code POST /whip} with a stream key publishes, {@code POST /whep/{stream}} plays. Handlers run on virtual threads and wait
 * for the database and the room.
 *
 * <p>Pages of any origin may use both: no cookie counts here, publishing needs the key, and players of other people's
 * pages are what WHEP is for.
 */
public final class WhipRoutes implements RouteGroup {
    private static final String WHIP = "/whip";
    private static final String WHEP = "/whep/{stream}";
    private static final String METHODS = "POST, OPTIONS";
    private static final String SCHEME = "Bearer ";

    private final Streams streams;
    private final Function<String, Optional<Principal>> tokens;
    private final MediaSessions rooms;
    private final SessionRoutes publishing;
    private final SessionRoutes playing;
    private final ClientAddresses addresses;
    private final RateLimiter wrongKeys;

    /**
     * @param tokens verifies an access token
     * @param turn what publishers and players may relay by
     */
    public WhipRoutes(
            Streams streams,
            Function<String, Optional<Principal>> tokens,
            MediaSessions rooms,
            PublicUrls urls,
            ClientAddresses addresses,
            WhipLimits limits,
            TurnAccess turn) {
        this.streams = streams;
        this.tokens = tokens;
        this.rooms = rooms;
        this.addresses = addresses;
        this.wrongKeys = new RateLimiter(limits.wrongKeys(), TimeMeter.SYSTEM_NANOTIME);
        this.publishing = new SessionRoutes("/whip/sessions", urls, addresses, limits, turn);
        this.playing = new SessionRoutes("/whep/sessions", urls, addresses, limits, turn);
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.before(WHIP, WhipRoutes::anyOrigin);
        routes.before("/whip/*", WhipRoutes::anyOrigin);
        routes.before("/whep/*", WhipRoutes::anyOrigin);
        routes.post(WHIP, this::publish);
        routes.post(WHEP, this::play);
        routes.options(WHIP, WhipRoutes::options);
        routes.options(WHEP, WhipRoutes::options);
        MethodGuard.refuse(
                routes,
                WHIP,
                METHODS,
                HandlerType.GET,
                HandlerType.HEAD,
                HandlerType.PUT,
                HandlerType.PATCH,
                HandlerType.DELETE);
        MethodGuard.refuse(
                routes,
                WHEP,
                METHODS,
                HandlerType.GET,
                HandlerType.HEAD,
                HandlerType.PUT,
                HandlerType.PATCH,
                HandlerType.DELETE);
        publishing.register(routes);
        playing.register(routes);
    }

    private static void anyOrigin(Context context) {
        context.header("Access-Control-Allow-Origin", "*")
                .header(
                        "Access-Control-Expose-Headers",
                        "Location, ETag, Link, Accept-Patch, Retry-After, WWW-Authenticate")
                .header("Cache-Control", "no-store");
        if (context.header("Access-Control-Request-Method") != null) {
            context.header("Access-Control-Allow-Headers", "Authorization, Content-Type, If-Match")
                    .header("Access-Control-Max-Age", "600");
        }
    }

    private static void options(Context context) {
        context.header("Access-Control-Allow-Methods", METHODS)
                .header("Accept-Post", SdpBody.OFFER)
                .status(204);
    }

    private void publish(Context context) {
        String key = bearer(context);
        if (key == null) {
            throw Refusals.unauthorized(context);
        }
        Stream stream = streams.findByKey(key).orElseThrow(() -> wrongKey(context));
        publishing.create(context, offer -> {
            MediaSession session = rooms.publish(stream, offer);
            // A key that was replaced meanwhile has cut whom it had let in before this one came.
            if (streams.findByKey(key).isEmpty()) {
                session.close();
                throw Refusals.unauthorized(context);
            }
            return session;
        });
    }

    /** 401, and 429 for an address that keeps trying. */
    private ProblemException wrongKey(Context context) {
        wrongKeys.take(context, ClientAddresses.limitKey(addresses.of(context)));
        return Refusals.unauthorized(context);
    }

    /** {@code ?source=screen} shows the screen where there is one beside the camera. */
    private void play(Context context) {
        Principal viewer = viewer(context);
        Stream stream = streams.find(context.pathParam("stream"))
                .orElseThrow(() -> new ProblemException(404, "stream-not-found", "There is no such stream."));
        if (!streams.mayBeWatched(stream, viewer)) {
            throw viewer == null
                    ? Refusals.unauthorized(context)
                    : new ProblemException(
                            403, "not-invited", "This stream is for people whom its creator has invited.");
        }
        boolean screen = wantsScreen(context.queryParam("source"));
        String address = ClientAddresses.limitKey(addresses.of(context));
        playing.create(context, offer -> {
            if (!rooms.isFlowing(stream.id())) {
                throw Refusals.notLive(context);
            }
            return rooms.watch(stream, viewer, address, offer, screen);
        });
    }

    private static boolean wantsScreen(@Nullable String source) {
        return switch (source) {
            case null -> false;
            case "camera" -> false;
            case "screen" -> true;
            default -> throw new ProblemException(400, "bad-source", "The source is 'camera' or 'screen'.");
        };
    }

    /** Nobody where no token is sent; 401 for one that is no good. */
    private @Nullable Principal viewer(Context context) {
        if (context.header("Authorization") == null) {
            return null;
        }
        return Optional.ofNullable(bearer(context)).flatMap(tokens).orElseThrow(() -> Refusals.unauthorized(context));
    }

    private static @Nullable String bearer(Context context) {
        String header = context.header("Authorization");
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }
}
