package org.lyceum.server.signaling;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.api.PublicUrls;
import org.lyceum.server.direct.DirectRooms;
import org.lyceum.server.http.ClientAddresses;
import org.lyceum.server.http.ProblemException;
import org.lyceum.server.http.RouteGroup;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.room.Outlet;
import org.lyceum.server.room.RoomRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signaling by WebSocket at {@code /ws}, and at {@code /} for an upgrade request. Whose pages may connect is the web
 * server's check; how many sockets an address has is checked here, before the upgrade, and counted from then on: many
 * upgrades at once get no more than the limit.
 */
public final class SignalingEndpoint implements RouteGroup, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignalingEndpoint.class);
    private static final String SOCKET = "lyceum.socket";
    private static final String CLIENT = "lyceum.client";
    private static final String PLACE = "lyceum.place";

    /** An upgrade that was granted is done by then, or never. */
    private static final long UPGRADE_SECONDS = 10;

    private static final long FAREWELL_MILLIS = 1_000;

    /** A granted upgrade's place among the sockets of its address, until the socket opens and keeps it. */
    private record Place(String address, AtomicBoolean taken) {
        boolean take() {
            return taken.compareAndSet(false, true);
        }
    }

    private final Doors doors;
    private final ClientAddresses addresses;
    private final PublicUrls urls;
    private final SignalingLimits limits;
    private final Admission admission;
    private final Set<SignalingSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;
    /** Once shut down it forgets what it is given: a socket that opens at that moment needs no timer, only its farewell. */
    private final ScheduledExecutorService scheduler = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("signaling-timer").factory(), new ThreadPoolExecutor.DiscardPolicy());

    public SignalingEndpoint(
            RoomRegistry rooms,
            DirectRooms direct,
            ClientAddresses addresses,
            PublicUrls urls,
            SignalingLimits limits) {
        this.doors = new Doors(rooms, direct);
        this.urls = urls;
        this.addresses = addresses;
        this.limits = limits;
        this.admission = new Admission(limits);
    }

    @Override
    public void register(RoutesConfig routes) {
        for (String path : new String[] {"/ws", "/"}) {
            routes.wsBeforeUpgrade(path, this::beforeUpgrade);
            routes.ws(path, this::configure);
        }
    }

    /**
     * Takes no new socket and closes the others with 1001, those too that nobody registered on; returns when they are gone, or
     * after {@value #FAREWELL_MILLIS} ms. To be called while the web server runs: it ends connections without waiting for
     * a frame that is on its way.
     */
    @Override
    public void close() {
        closing = true;
        sockets.forEach(SignalingEndpoint::dismiss);
        awaitFarewells();
        scheduler.shutdownNow();
    }

    private static void dismiss(SignalingSocket socket) {
        socket.close(CloseCode.GOING_AWAY, "the server stops");
    }

    private void awaitFarewells() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
        synchronized (sockets) {
            try {
                while (!sockets.isEmpty() && System.nanoTime() < deadline) {
                    TimeUnit.NANOSECONDS.timedWait(sockets, deadline - System.nanoTime());
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void beforeUpgrade(Context context) {
        if (closing) {
            throw new ProblemException(503, "draining", "The server stops. Try again in a moment.");
        }
        String address = ClientAddresses.limitKey(addresses.of(context));
        if (!admission.admit(address)) {
            throw new ProblemException(429, "too-many-sockets", "Too many connections from this address.");
        }
        Place place = new Place(address, new AtomicBoolean());
        context.attribute(PLACE, place);
        context.attribute(CLIENT, new Outlet.Client(address, urls.host(context), addresses.isNear(context)));
        var _ = scheduler.schedule(() -> giveBack(place), UPGRADE_SECONDS, TimeUnit.SECONDS);
    }

    /** The upgrade came to nothing: a bad handshake, or a connection that broke. */
    private void giveBack(Place place) {
        if (place.take()) {
            admission.closed(place.address(), false);
        }
    }

    private void configure(WsConfig ws) {
        ws.onConnect(this::opened);
        ws.onMessage(context -> {
            SignalingSocket socket = socketOf(context);
            if (socket != null) {
                socket.received(context.message());
            }
        });
        ws.onBinaryMessage(context -> {
            SignalingSocket socket = socketOf(context);
            if (socket != null) {
                socket.receivedBinary();
            }
        });
        ws.onClose(context -> closed(context, context.status()));
        ws.onError(context -> LOG.debug("a signaling socket failed", context.error()));
    }

    private void opened(WsConnectContext context) {
        Place place = context.attribute(PLACE);
        Outlet.Client client = context.attribute(CLIENT);
        if (place == null || client == null || !place.take()) {
            context.session.disconnect();
            return;
        }
        SignalingSocket socket = new SignalingSocket(context.session, doors, limits, scheduler, admission, client);
        context.attribute(SOCKET, socket);
        sockets.add(socket);
        if (closing) {
            dismiss(socket); // too late for close() to have seen it, perhaps
        }
    }

    private void closed(WsContext context, int status) {
        SignalingSocket socket = socketOf(context);
        if (socket != null) {
            forget(socket);
            socket.closed(status);
        }
    }

    private void forget(SignalingSocket socket) {
        sockets.remove(socket);
        if (closing) {
            synchronized (sockets) {
                sockets.notifyAll();
            }
        }
    }

    private static @Nullable SignalingSocket socketOf(WsContext context) {
        return context.attribute(SOCKET);
    }
}
