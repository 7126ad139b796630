package org.lyceum.rtc.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.jspecify.annotations.Nullable;

/**
 * DTLS 1.2 by Bouncy Castle, whose calls block. The handshake runs as one task on the executor, which should give each task
 * a virtual thread. After it no thread stays: an encrypted record that comes later (close_notify) starts a short task. The public methods belong to the owner's thread and never wait for the library; what both threads see is
 * guarded by this object's monitor, under which nothing foreign is called.
 *
 * <p>A handshake fails after {@link HandshakeTimes#limitMillis}, also where it waits that long to be let in by the gate.
 */
final class BouncyCastleDtls implements DtlsTransport {
    private static final int KEPT_BEFORE_START = 8;
    private static final int KEPT = 64;
    private static final int MOST_REPETITIONS = 20;
    private static final long REPETITION_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long GATE_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final DtlsRole role;
    private final SrtpNegotiation negotiation;
    private final Executor blocking;
    private final HandshakeGate gate;
    private final HandshakeTimes times;
    private final Runnable wakeUp;
    private final DatagramQueue queue;

    // Owner's thread only.
    private final FlightOrder order;
    private final FlightOrder.Sink toLibrary;
    private long limitNanos = Long.MAX_VALUE;
    private long nextTryNanos = Long.MAX_VALUE;
    private boolean entered;
    private int repetitions;
    private long nextRepetitionNanos = Long.MIN_VALUE;

    // Guarded by this.
    private State state = State.NEW;
    private @Nullable String failure;
    private @Nullable DTLSTransport association;
    private boolean working; // a task is running or on its way to
    private boolean closing; // the owner has closed while one was

    BouncyCastleDtls(
            DtlsRole role,
            SrtpNegotiation negotiation,
            Executor blocking,
            HandshakeGate gate,
            HandshakeTimes times,
            Runnable wakeUp) {
        this.role = role;
        this.negotiation = negotiation;
        this.blocking = blocking;
        this.gate = gate;
        this.times = times;
        this.wakeUp = wakeUp;
        this.queue = new DatagramQueue(wakeUp);
        this.order = new FlightOrder(role);
        this.toLibrary = (b, off, len) -> queue.offer(b, off, len, KEPT);
    }

    @Override
    public void start(long nowNanos) {
        if (state() != State.NEW) {
            return;
        }
        limitNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(times.limitMillis());
        synchronized (this) {
            state = State.CONNECTING;
        }
        askGate(nowNanos);
    }

    @Override
    public void receive(byte[] bytes, int offset, int length, long nowNanos) {
        switch (state()) {
            case NEW -> order.pass(bytes, offset, length, (b, off, len) -> queue.offer(b, off, len, KEPT_BEFORE_START));
            case CONNECTING -> {
                order.pass(bytes, offset, length, toLibrary);
                askGate(nowNanos);
            }
            case CONNECTED -> {
                if (order.passEncrypted(bytes, offset, length, toLibrary)) {
                    repeatLastFlight(nowNanos);
                }
                if (queue.hasInbound() && beginWork()) {
                    execute(this::serve);
                }
            }
            case CLOSED, FAILED -> {}
        }
    }

    // RFC 6347, 4.2.4: whoever sends the last flight, the server here, sends it again when the peer repeats its own.
    // Not
    // left to the library: see FlightOrder. Bounded, since what asks for it is not authenticated.
    private void repeatLastFlight(long nowNanos) {
        if (role == DtlsRole.SERVER && repetitions < MOST_REPETITIONS && nowNanos >= nextRepetitionNanos) {
            repetitions++;
            nextRepetitionNanos = nowNanos + REPETITION_NANOS;
            queue.repeatLastFlight();
        }
    }

    @Override
    public void drain(Output output) {
        for (byte[] datagram = queue.poll(); datagram != null; datagram = queue.poll()) {
            output.send(datagram, 0, datagram.length);
        }
    }

    @Override
    public long deadlineNanos() {
        return state() == State.CONNECTING ? Math.min(limitNanos, nextTryNanos) : Long.MAX_VALUE;
    }

    @Override
    public void onDeadline(long nowNanos) {
        if (state() != State.CONNECTING) {
            return;
        }
        if (nowNanos >= limitNanos) {
            end(State.FAILED, "the handshake took longer than " + times.limitMillis() + " ms");
            queue.cancel();
        } else {
            askGate(nowNanos);
        }
    }

    @Override
    public synchronized State state() {
        return state;
    }

    @Override
    public synchronized @Nullable String failure() {
        return failure;
    }

    @Override
    public synchronized @Nullable SrtpKeys srtpKeys() {
        return association == null ? null : negotiation.keys();
    }

    @Override
    public void close(long nowNanos) {
        DTLSTransport connected;
        synchronized (this) {
            connected = association;
            if (connected == null || state != State.CONNECTED) {
                state = state == State.FAILED ? State.FAILED : State.CLOSED;
                connected = null;
            } else if (working) {
                closing = true; // the task says close_notify when it is through
                return;
            } else {
                working = true;
            }
        }
        if (connected != null) {
            sayGoodbye(connected);
        }
        queue.cancel();
    }

    /** Starts the handshake, once, as soon as the gate lets it in. */
    private void askGate(long nowNanos) {
        if (entered) {
            return;
        }
        entered = gate.tryEnter();
        nextTryNanos = entered ? Long.MAX_VALUE : nowNanos + GATE_RETRY_NANOS;
        if (!entered) {
            return;
        }
        synchronized (this) {
            working = true;
        }
        if (!execute(this::handshake)) {
            gate.leave();
        }
    }

    private boolean execute(Runnable task) {
        try {
            blocking.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            end(State.FAILED, "the executor takes no more tasks");
            return false;
        }
    }

    // On the executor from here on.

    private void handshake() {
        HandshakeTurn turn = new HandshakeTurn(queue, gate);
        try {
            DTLSTransport connected = role == DtlsRole.CLIENT
                    ? new DTLSClientProtocol().connect(new DtlsSrtpClient(negotiation, times), turn)
                    : new DTLSServerProtocol().accept(new DtlsSrtpServer(negotiation, times), turn);
            queue.stopWaiting();
            synchronized (this) {
                if (state == State.CONNECTING) {
                    association = connected;
                    state = State.CONNECTED;
                }
            }
        } catch (TlsFatalAlertReceived e) {
            end(State.FAILED, "the peer refused the handshake: " + AlertDescription.getText(e.getAlertDescription()));
        } catch (IOException | RuntimeException e) {
            end(State.FAILED, "the handshake failed: " + e.getMessage());
        } finally {
            turn.end();
        }
        wakeUp.run();
        serve();
    }

    /** Handles all records that wait, then stops. */
    private void serve() {
        DTLSTransport connected = connected();
        if (connected == null) {
            return; // ended while on the way here; working stays set, so that nothing starts again
        }
        State before = state();
        do {
            receiveAll(connected);
        } while (!endWork());
        if (closing()) {
            sayGoodbye(connected);
        }
        if (state() != before) {
            wakeUp.run();
        }
    }

    private void receiveAll(DTLSTransport connected) {
        byte[] data = new byte[DatagramQueue.MAX_DATAGRAM_BYTES];
        try {
            while (true) {
                connected.receive(data, 0, data.length, 1); // application data, if any, is for nobody
            }
        } catch (InterruptedIOException e) {
            if (queue.isClosed()) {
                end(State.CLOSED, null); // close_notify came, and was answered
            }
        } catch (IOException e) {
            end(State.FAILED, "the association broke: " + e.getMessage());
        }
    }

    private void sayGoodbye(DTLSTransport connected) {
        try {
            connected.close();
        } catch (IOException e) {
            end(State.FAILED, "close_notify could not be sent: " + e.getMessage());
            return;
        }
        end(State.CLOSED, null);
    }

    private synchronized @Nullable DTLSTransport connected() {
        return association;
    }

    private synchronized boolean closing() {
        return closing && state == State.CONNECTED;
    }

    private synchronized boolean beginWork() {
        boolean begins = !working;
        working = true;
        return begins;
    }

    /** False where more has come meanwhile. */
    private synchronized boolean endWork() {
        if (state == State.CONNECTED && !closing && queue.hasInbound()) {
            return false;
        }
        working = false;
        return true;
    }

    /** The first end counts. */
    private synchronized void end(State last, @Nullable String why) {
        if (state != State.CLOSED && state != State.FAILED) {
            state = last;
            failure = why;
        }
    }
}
