package org.lyceum.turn;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.StunMessage;

/**
 * What an Allocate asks for.
 *
 * @param additional a second address of this family, null for none
 * @param even an even port
 * @param reserve an even port, and the next one kept
 * @param token of a port that was kept before, null for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Wanted(Family family, @Nullable Family additional, boolean even, boolean reserve, byte @Nullable [] token) {
    private static final int UDP = 17;
    private static final int RESERVE_NEXT = 0x80;

    /** What is wrong with the request, or null: the checks of RFC 8656, 7.2, that need nothing but the request. */
    static @Nullable TurnError flaw(StunMessage message) {
        long transport = message.number(Attributes.REQUESTED_TRANSPORT);
        if (transport < 0) {
            return TurnError.BAD_REQUEST;
        }
        if (transport >>> 24 != UDP) {
            return TurnError.UNSUPPORTED_TRANSPORT;
        }
        if (contradicts(message) || misshapen(message)) {
            return TurnError.BAD_REQUEST;
        }
        boolean known = !message.has(Attributes.REQUESTED_ADDRESS_FAMILY)
                || family(message, Attributes.REQUESTED_ADDRESS_FAMILY) != null;
        return known ? null : TurnError.ADDRESS_FAMILY_NOT_SUPPORTED;
    }

    private static boolean contradicts(StunMessage message) {
        boolean even = message.has(Attributes.EVEN_PORT);
        boolean requested = message.has(Attributes.REQUESTED_ADDRESS_FAMILY);
        boolean additional = message.has(Attributes.ADDITIONAL_ADDRESS_FAMILY);
        boolean token = message.has(Attributes.RESERVATION_TOKEN);
        return (token && (even || requested || additional))
                || (requested && additional)
                || (additional && reserves(message));
    }

    private static boolean misshapen(StunMessage message) {
        byte[] even = message.attribute(Attributes.EVEN_PORT);
        byte[] token = message.attribute(Attributes.RESERVATION_TOKEN);
        return (even != null && even.length != 1)
                || (token != null && token.length != Reservations.TOKEN_BYTES)
                || (message.has(Attributes.REQUESTED_ADDRESS_FAMILY)
                        && message.number(Attributes.REQUESTED_ADDRESS_FAMILY) < 0)
                || (message.has(Attributes.ADDITIONAL_ADDRESS_FAMILY)
                        && family(message, Attributes.ADDITIONAL_ADDRESS_FAMILY) != Family.IPV6);
    }

    private static boolean reserves(StunMessage message) {
        byte[] even = message.attribute(Attributes.EVEN_PORT);
        return even != null && even.length == 1 && (even[0] & RESERVE_NEXT) != 0;
    }

    private static @Nullable Family family(StunMessage message, int attribute) {
        return Family.ofCode((int) (message.number(attribute) >>> 24));
    }

    /** Reads a request without a flaw. */
    static Wanted of(StunMessage message) {
        Family requested = family(message, Attributes.REQUESTED_ADDRESS_FAMILY);
        return new Wanted(
                Objects.requireNonNullElse(requested, Family.IPV4),
                message.has(Attributes.ADDITIONAL_ADDRESS_FAMILY) ? Family.IPV6 : null,
                message.has(Attributes.EVEN_PORT),
                reserves(message),
                message.attribute(Attributes.RESERVATION_TOKEN));
    }
}
