package org.lyceum.rtc.dtls;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * What lies between an owner that never blocks and a library that does: datagrams both ways, bounded, oldest kept. The owner
 * calls {@link #offer} and {@link #poll}; the library, on its own thread, the methods of {@link DatagramTransport}.
 */
final class DatagramQueue implements DatagramTransport {
    /** Datagrams above this are not DTLS of a peer that respects any MTU, and are dropped. */
    static final int MAX_DATAGRAM_BYTES = 2048;
    /** What is sent in one datagram: fits every path that WebRTC works over. */
    static final int MTU = 1200;

    private static final int MAX_WAITING = 64;
    private static final int LAST_FLIGHT_DATAGRAMS = 2; // ChangeCipherSpec and Finished
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;

    private final Runnable wakeUp;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> inbound = new ArrayDeque<>();
    private final Queue<byte[]> outbound = new ArrayDeque<>();
    private final List<byte[]> lastFlight = new ArrayList<>(LAST_FLIGHT_DATAGRAMS);
    private boolean mayWait = true;
    private boolean cancelled;
    private boolean closed;

    DatagramQueue(Runnable wakeUp) {
        this.wakeUp = wakeUp;
    }

    /** Copies a datagram from the network in; dropped where too much waits already, as networks do. */
    void offer(byte[] bytes, int offset, int length, int limit) {
        if (length > MAX_DATAGRAM_BYTES) {
            return;
        }
        lock.lock();
        try {
            if (inbound.size() < limit) {
                inbound.add(Arrays.copyOfRange(bytes, offset, offset + length));
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next datagram for the network, or null. */
    byte @Nullable [] poll() {
        lock.lock();
        try {
            return outbound.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what the library sent since its last ChangeCipherSpec again, byte for byte. */
    void repeatLastFlight() {
        lock.lock();
        try {
            if (outbound.isEmpty()) {
                outbound.addAll(lastFlight);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean hasInbound() {
        lock.lock();
        try {
            return !inbound.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The handshake is over: what still waits is dropped, and {@link #receive} throws when nothing is there. */
    void stopWaiting() {
        lock.lock();
        try {
            mayWait = false;
            inbound.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Ends every wait at once and for good, by {@link InterruptedIOException}. */
    void cancel() {
        lock.lock();
        try {
            cancelled = true;
            inbound.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int getReceiveLimit() {
        return MAX_DATAGRAM_BYTES;
    }

    @Override
    public int getSendLimit() {
        return MTU;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws InterruptedIOException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (inbound.isEmpty()) {
                if (cancelled || !mayWait) {
                    throw new InterruptedIOException(cancelled ? "the association was closed" : "nothing is waiting");
                }
                if (left <= 0) {
                    return -1;
                }
                left = changed.awaitNanos(left);
            }
            byte[] datagram = inbound.remove();
            int taken = Math.min(length, datagram.length);
            System.arraycopy(datagram, 0, buffer, offset, taken);
            return taken;
        } catch (InterruptedException e) {
            // The thread ends with this handshake; nobody looks at its interrupt flag afterwards.
            InterruptedIOException io = new InterruptedIOException("the thread was interrupted");
            io.initCause(e);
            throw io;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        boolean first;
        lock.lock();
        try {
            first = outbound.isEmpty();
            byte[] datagram = Arrays.copyOfRange(buffer, offset, offset + length);
            if (outbound.size() < MAX_WAITING) {
                outbound.add(datagram);
            }
            keepLastFlight(datagram);
        } finally {
            lock.unlock();
        }
        if (first) {
            wakeUp.run();
        }
    }

    private void keepLastFlight(byte[] datagram) {
        if (datagram[0] == CHANGE_CIPHER_SPEC) {
            lastFlight.clear();
            lastFlight.add(datagram);
        } else if (datagram[0] == HANDSHAKE && !lastFlight.isEmpty() && lastFlight.size() < LAST_FLIGHT_DATAGRAMS) {
            lastFlight.add(datagram);
        }
    }

    /** Called by the library when an association ends; what is still to be sent stays for {@link #poll}. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        cancel();
    }

    /** Whether the library has closed its end. */
    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
