package org.lyceum.rtc.ice;

import java.util.ArrayDeque;
import org.lyceum.wire.stun.StunWriter;

/** STUN messages on their way out, a few at most: who floods an agent loses answers, not our memory. */
final class Outbox {
    private static final int MOST = 32;

    @SuppressWarnings("ArrayRecordComponent") // queued, never compared
    private record Waiting(byte[] bytes, Path path) {}

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(2);

    /** Completes the message with FINGERPRINT (RFC 8445, 7.1) and queues it. */
    void add(StunWriter message, Path path) {
        add(message.fingerprint().toByteArray(), path);
    }

    void add(byte[] message, Path path) {
        if (waiting.size() < MOST) {
            waiting.addLast(new Waiting(message, path));
        }
    }

    void drain(IceAgent.Output output) {
        for (Waiting next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
            output.send(next.bytes(), 0, next.bytes().length, next.path());
        }
    }
}
