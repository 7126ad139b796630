package org.lyceum.turn;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.StunWriter;

/**
 * Writes the answers of one engine. Who has a key gets them signed; who has none is a stranger, and gets no more than
 * {@link StrangerBudget} allows. Confined to the engine's thread.
 */
final class Replies {
    /** What a 420 lists at most, so that it fits. */
    private static final int MOST_UNKNOWN = 32;

    private final TurnOutlet outlet;
    private final TurnCounters counters;
    private final StrangerBudget strangers;
    private final StunWriter writer = new StunWriter();

    Replies(TurnOutlet outlet, TurnCounters counters, StrangerBudget strangers) {
        this.outlet = outlet;
        this.counters = counters;
        this.strangers = strangers;
    }

    /** Begins a success; ends with {@link #send}. */
    StunWriter success(Request request) {
        return writer.success(request.message());
    }

    void error(Request request, TurnError error, byte @Nullable [] key) {
        counters.add(error.counter());
        writer.error(request.message(), error.code(), error.reason());
        send(request, key);
    }

    /** 420 with what was not understood (RFC 8489, 14.9). */
    void unknown(Request request, int[] types, byte @Nullable [] key) {
        counters.add(TurnCounter.REFUSED_BAD_REQUEST);
        int[] listed = types.length > MOST_UNKNOWN ? Arrays.copyOf(types, MOST_UNKNOWN) : types;
        writer.error(request.message(), 420, "Unknown Attribute").unknownAttributes(listed);
        send(request, key);
    }

    /** 401 or 438 with what a client needs to try again (RFC 8489, 9.2.4). */
    void challenge(Request request, TurnError error, String nonce) {
        counters.add(error.counter());
        writer.error(request.message(), error.code(), error.reason())
                .attribute(Attributes.REALM, TurnEngine.REALM_BYTES)
                .attribute(Attributes.NONCE, nonce.getBytes(StandardCharsets.US_ASCII));
        send(request, null);
    }

    /** Sends what has been written, signed with the key where there is one. */
    void send(Request request, byte @Nullable [] key) {
        if (key != null) {
            writer.messageIntegrity(key);
        }
        if (request.message().hasFingerprint()) {
            writer.fingerprint();
        }
        InetSocketAddress client = request.client();
        boolean stranger = key == null && request.transport() == Transport.UDP;
        if (stranger && !strangers.spend(client.getAddress(), writer.length(), request.nowNanos())) {
            counters.add(TurnCounter.DROPPED_STRANGER);
            return;
        }
        outlet.toClient(request.transport(), client, writer.buffer(), writer.offset(), writer.length());
    }
}
