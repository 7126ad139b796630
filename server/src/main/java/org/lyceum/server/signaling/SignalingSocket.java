package org.lyceum.server.signaling;

import io.github.bucket4j.Bucket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.MessageReader;
import org.lyceum.server.protocol.MessageWriter;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.room.Outlet;
import org.lyceum.server.room.ResumeRefusedException;
import org.lyceum.server.room.Seat;

/**
 * One WebSocket. {@link #received} and {@link #closed} are called by one thread at a time, in the order of the frames, and
 * may wait; {@link #send} and {@link #close} by any, and never wait: Jetty queues up to its limit of outgoing frames, and a reader too slow
 * for that loses the socket, to resume when it can. Heartbeat and registration time limit run on the scheduler's thread.
 */
final class SignalingSocket implements Outlet {
    private enum State {
        OPEN,
        REGISTERED,
        GONE
    }

    private static final int MISSED_HEARTBEATS = 2;
    private static final int SECONDS_PER_ERROR = 3;
    /** RFC 6455, 7.4.1: no close frame came. */
    private static final int ABSENT = 1006;

    private final Session session;
    private final Doors doors;
    private final Admission admission;
    private final Client client;
    private final Bucket messages;
    private final Bucket errors;
    private final ScheduledFuture<?> heartbeat;
    private final ScheduledFuture<?> registration;

    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private volatile @Nullable Seat seat;

    /** Only for the scheduler's thread. */
    private long heardBytes;

    private int silentBeats;
    private volatile boolean closing;

    SignalingSocket(
            Session session,
            Doors doors,
            SignalingLimits limits,
            ScheduledExecutorService scheduler,
            Admission admission,
            Client client) {
        this.session = session;
        this.doors = doors;
        this.admission = admission;
        this.client = client;
        int perSecond = limits.messagesPerSecond();
        this.messages = bucket(2L * perSecond, perSecond, Duration.ofSeconds(1));
        this.errors = bucket(limits.errors(), 1, Duration.ofSeconds(SECONDS_PER_ERROR));
        long beat = limits.heartbeat().toMillis();
        this.heartbeat = scheduler.scheduleAtFixedRate(this::beat, beat, beat, TimeUnit.MILLISECONDS);
        this.registration = scheduler.schedule(
                this::registrationMissing, limits.registration().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A text frame. */
    void received(String text) {
        if (closing) {
            return;
        }
        if (!messages.tryConsume(1)) {
            refuseForGood(ErrorCode.FLOOD, "Too many messages.");
            return;
        }
        try {
            receive(text);
        } catch (ProtocolException e) {
            send(e.toError(null));
        }
    }

    /** A frame that is no text. */
    void receivedBinary() {
        close(CloseCode.UNSUPPORTED, "signaling is text");
    }

    /** The socket is gone; 1000 means that the client left. May come while another thread is in {@link #received}. */
    void closed(int statusCode) {
        closing = true;
        heartbeat.cancel(false);
        registration.cancel(false);
        State before = state.getAndSet(State.GONE);
        admission.closed(client.address(), before == State.REGISTERED);
        Seat taken = seat;
        if (taken != null) {
            taken.closed(statusCode);
        }
    }

    @Override
    public void send(ServerMessage message) {
        if (message instanceof ServerMessage.Error && !errors.tryConsume(1)) {
            // The room finds errors too; they count alike.
            refuseForGood(ErrorCode.FLOOD, "Too many errors.");
            return;
        }
        transmit(message);
    }

    @Override
    public void close(CloseCode code, String reason) {
        if (!closing) {
            closing = true;
            session.close(code.code(), reason, Callback.NOOP);
        }
    }

    @Override
    public Client client() {
        return client;
    }

    @Override
    public void ping() {
        if (!closing) {
            session.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
        }
    }

    /** Javalin hands no Pong on; the connection below counts what it reads. */
    @Override
    public long heard() {
        return session instanceof WebSocketSession common
                        && common.getCoreSession() instanceof WebSocketCoreSession core
                ? core.getConnection().getBytesIn()
                : System.nanoTime();
    }

    private void receive(String text) throws ProtocolException {
        Seat taken = seat;
        if (taken == null) {
            register(MessageReader.readRegister(text));
        } else {
            taken.receive(text);
        }
    }

    private void register(ClientMessage.Register register) throws ProtocolException {
        try {
            Seat taken = doors.register(register, this);
            registration.cancel(false);
            seat = taken;
            if (state.compareAndSet(State.OPEN, State.REGISTERED)) {
                admission.registered(client.address());
            } else {
                taken.closed(ABSENT);
            }
        } catch (ProtocolException e) {
            send(e.toError("register"));
        } catch (ResumeRefusedException e) {
            close(CloseCode.RESUME_REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private void refuseForGood(ErrorCode code, String sentence) {
        if (!closing) {
            transmit(new ServerMessage.Error(code, sentence, null));
            close(CloseCode.POLICY, sentence);
        }
    }

    private void transmit(ServerMessage message) {
        if (!closing) {
            session.sendText(MessageWriter.write(message), Callback.from(() -> {}, failure -> session.disconnect()));
        }
    }

    private void registrationMissing() {
        refuseForGood(ErrorCode.REGISTRATION_TIMEOUT, "Nobody registered.");
    }

    /** The answer to a Ping is anything at all: a Pong is bytes like any other. */
    private void beat() {
        long heard = heard();
        silentBeats = heard == heardBytes ? silentBeats + 1 : 0;
        heardBytes = heard;
        if (silentBeats >= MISSED_HEARTBEATS) {
            session.disconnect();
        } else {
            ping();
        }
    }

    private static Bucket bucket(long capacity, long refill, Duration period) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(refill, period))
                .build();
    }
}
