package org.lyceum.server.whip;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.server.api.PublicUrls;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.ProblemException;
import org.lyceum.server.http.RouteGroup;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage.IceServer;
import org.lyceum.server.room.MediaSession;
import org.lyceum.server.turn.TurnAccess;

/**
 * The sessions below one endpoint: opened by its POST, patched and deleted under their own URL. That URL cannot be guessed
 * and is the permission; an Authorization header on it is not looked at, since a player's token may have expired
 * while it played.
 */
final class SessionRoutes implements RouteGroup {
    private static final String METHODS = "PATCH, DELETE, OPTIONS";
    private static final int TAG_BYTES = 8;

    private final String path;
    private final PublicUrls urls;
    private final ClientAddresses addresses;
    private final AddressQuota quota;
    private final TurnAccess turn;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, SessionResource> resources = new ConcurrentHashMap<>();

    /** Opens a session for an offer. */
    interface Opening {
        MediaSession open(String offer) throws ProtocolException, NegotiationException;
    }

    /**
     * @param path of the sessions, without the slash before their ids
     * @param turn what those who have a session may relay by
     */
    SessionRoutes(String path, PublicUrls urls, ClientAddresses addresses, WhipLimits limits, TurnAccess turn) {
        this.path = path;
        this.urls = urls;
        this.addresses = addresses;
        this.turn = turn;
        this.quota = new AddressQuota(limits);
    }

    @Override
    public void register(RoutesConfig routes) {
        String session = path + "/{session}";
        routes.patch(session, this::patch);
        routes.delete(session, this::delete);
        routes.options(session, SessionRoutes::options);
        MethodGuard.refuse(
                routes, session, METHODS, HandlerType.GET, HandlerType.HEAD, HandlerType.POST, HandlerType.PUT);
    }

    /** Takes the request's offer and answers it: 201 with where the session is. */
    void create(Context context, Opening opening) {
        context.header("Accept-Post", SdpBody.OFFER);
        AddressQuota.Place place = take(context);
        MediaSession session = null;
        try {
            String offer = SdpBody.read(context, SdpBody.OFFER);
            session = opening.open(offer);
            place.fill(session);
            linkRelays(context, session);
            answer(context, keep(session, offer));
        } catch (ProtocolException e) {
            throw Refusals.of(e, context);
        } catch (NegotiationException e) {
            throw Refusals.of(e);
        } finally {
            if (session == null) {
                place.free();
            }
        }
    }

    private AddressQuota.Place take(Context context) {
        return switch (quota.take(ClientAddresses.limitKey(addresses.of(context)))) {
            case AddressQuota.Place place -> place;
            case AddressQuota.Full full -> throw Refusals.of(full, context);
        };
    }

    private SessionResource keep(MediaSession session, String offer) {
        SessionResource resource = new SessionResource(session, offer, newTag());
        resources.put(session.id(), resource);
        session.onClosed(() -> resources.remove(session.id(), resource));
        return resource;
    }

    private void answer(Context context, SessionResource resource) {
        MediaSession session = resource.session();
        context.status(201)
                .header("Location", urls.base(context) + path + "/" + session.id())
                .header("ETag", quoted(resource.tag()))
                .header("Accept-Patch", SdpBody.FRAGMENT)
                .contentType(SdpBody.OFFER)
                .result(session.answerSdp());
    }

    /**
     * A Link header for each URL (RFC 9725, 4.6). Relays are given to a name that is not the session's, which is secret: user names
     * go over the wire as they are.
     */
    private void linkRelays(Context context, MediaSession session) {
        String id = newTag();
        for (IceServer server : turn.admit(id, urls.host(context))) {
            for (String url : server.urls()) {
                context.res()
                        .addHeader(
                                "Link",
                                "<%s>; rel=\"ice-server\"; username=\"%s\"; credential=\"%s\"; credential-type=\"password\""
                                        .formatted(url, server.username(), server.credential()));
            }
        }
        session.onClosed(() -> turn.withdraw(id));
    }

    /** Trickle: 204. Restart: 200 with this side's credentials and the new ETag. */
    private void patch(Context context) {
        context.header("Accept-Patch", SdpBody.FRAGMENT);
        SessionResource resource = find(context);
        String fragment = SdpBody.read(context, SdpBody.FRAGMENT);
        boolean any = checkIfMatch(context.header("If-Match"), resource.tag());
        try {
            SessionResource.Patched patched = resource.patch(fragment, any, newTag());
            context.header("ETag", quoted(patched.tag()));
            if (patched.answer() == null) {
                context.status(204);
            } else {
                context.status(200).contentType(SdpBody.FRAGMENT).result(patched.answer());
            }
        } catch (NegotiationException e) {
            throw Refusals.of(e);
        }
    }

    /** Whether the request is for any ICE session; 428 and 412 where it names none, or another one. */
    private static boolean checkIfMatch(@Nullable String header, String tag) {
        if (header == null) {
            throw new ProblemException(
                    428, "if-match-required", "Send If-Match with the session's ETag, or * to restart ICE.");
        }
        for (String member : header.split(",", -1)) {
            String wanted = member.strip();
            if (wanted.equals("*")) {
                return true;
            }
            if (wanted.equals(quoted(tag))) {
                return false;
            }
        }
        throw new ProblemException(412, "etag-mismatch", "ICE has been restarted since: this ETag is out of date.");
    }

    private void delete(Context context) {
        find(context).session().close();
        resources.remove(context.pathParam("session"));
        context.status(200);
    }

    private SessionResource find(Context context) {
        SessionResource resource = resources.get(context.pathParam("session"));
        if (resource == null || !resource.session().isOpen()) {
            throw new ProblemException(404, "session-not-found", "There is no such session, or it is over.");
        }
        return resource;
    }

    private static void options(Context context) {
        context.header("Access-Control-Allow-Methods", METHODS)
                .header("Accept-Patch", SdpBody.FRAGMENT)
                .status(204);
    }

    private String newTag() {
        byte[] bytes = new byte[TAG_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String quoted(String tag) {
        return '"' + tag + '"';
    }
}
