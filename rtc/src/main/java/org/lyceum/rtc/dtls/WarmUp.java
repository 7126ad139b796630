package org.lyceum.rtc.dtls;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One handshake of a factory with itself, in memory, for what it leaves in the JVM: loaded classes, providers, compiled
 * curves. The first handshake of a process takes many times as long as the second, and somebody waits for it.
 */
final class WarmUp implements Runnable {
    private static final int MOST_TURNS = 500;
    private static final int TURN_MILLIS = 20;
    private static final long NO_TIME = 0; // deadlines are the library's here

    private final DtlsFactory factory;
    private final Semaphore wakeUps = new Semaphore(0);

    WarmUp(DtlsFactory factory) {
        this.factory = factory;
    }

    /** Owner of both ends while it runs; blocks, so it runs where handshakes do. */
    @Override
    public void run() {
        DtlsTransport client = factory.create(DtlsRole.CLIENT, factory.localFingerprint(), wakeUps::release);
        DtlsTransport server = factory.create(DtlsRole.SERVER, factory.localFingerprint(), wakeUps::release);
        client.start(NO_TIME);
        server.start(NO_TIME);
        try {
            for (int turn = 0; turn < MOST_TURNS && client.state() == DtlsTransport.State.CONNECTING; turn++) {
                client.drain((b, off, len) -> server.receive(b, off, len, NO_TIME));
                server.drain((b, off, len) -> client.receive(b, off, len, NO_TIME));
                if (wakeUps.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            // The process ends; nothing is left to be warm for.
        }
        client.close(NO_TIME);
        server.close(NO_TIME);
    }
}
