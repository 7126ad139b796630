package org.lyceum.rtc.dtls;

import java.io.InterruptedIOException;
import org.bouncycastle.tls.DatagramTransport;

/**
 * The queue as the library sees it. While the handshake lasts, its turn at the gate is given up whenever the library waits for
 * the network. Only the library's threads call it, one at a time.
 */
final class HandshakeTurn implements DatagramTransport {
    private final DatagramQueue queue;
    private final HandshakeGate gate;
    private boolean over;

    /** @param gate which this handshake has entered */
    HandshakeTurn(DatagramQueue queue, HandshakeGate gate) {
        this.queue = queue;
        this.gate = gate;
    }

    /** The handshake is done or has failed. */
    void end() {
        over = true;
        gate.leave();
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws InterruptedIOException {
        if (over || queue.hasInbound()) {
            return queue.receive(buffer, offset, length, waitMillis);
        }
        gate.leave();
        try {
            return queue.receive(buffer, offset, length, waitMillis);
        } finally {
            gate.enterAgain();
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        queue.send(buffer, offset, length);
    }

    @Override
    public int getReceiveLimit() {
        return queue.getReceiveLimit();
    }

    @Override
    public int getSendLimit() {
        return queue.getSendLimit();
    }

    @Override
    public void close() {
        queue.close();
    }
}
