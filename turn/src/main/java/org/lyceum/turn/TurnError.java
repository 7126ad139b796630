package org.lyceum.turn;

/** Refusals (RFC 8489, 14.8; RFC 8656, 19). 420 is not among them: it comes with a list. */
enum TurnError {
    BAD_REQUEST(400, "Bad Request", TurnCounter.REFUSED_BAD_REQUEST),
    /** No credentials yet. */
    CHALLENGE(401, "Unauthorized", TurnCounter.CHALLENGED),
    UNAUTHORIZED(401, "Unauthorized", TurnCounter.REFUSED_UNAUTHORIZED),
    FORBIDDEN(403, "Forbidden", TurnCounter.REFUSED_PEER),
    ALLOCATION_MISMATCH(437, "Allocation Mismatch", TurnCounter.REFUSED_MISMATCH),
    STALE_NONCE(438, "Stale Nonce", TurnCounter.REFUSED_STALE_NONCE),
    ADDRESS_FAMILY_NOT_SUPPORTED(440, "Address Family not Supported", TurnCounter.REFUSED_UNSUPPORTED),
    WRONG_CREDENTIALS(441, "Wrong Credentials", TurnCounter.REFUSED_WRONG_CREDENTIALS),
    UNSUPPORTED_TRANSPORT(442, "Unsupported Transport Protocol", TurnCounter.REFUSED_UNSUPPORTED),
    PEER_ADDRESS_FAMILY_MISMATCH(443, "Peer Address Family Mismatch", TurnCounter.REFUSED_UNSUPPORTED),
    ALLOCATION_QUOTA_REACHED(486, "Allocation Quota Reached", TurnCounter.REFUSED_QUOTA),
    INSUFFICIENT_CAPACITY(508, "Insufficient Capacity", TurnCounter.REFUSED_CAPACITY);

    private final int code;
    private final String reason;
    private final TurnCounter counter;

    TurnError(int code, String reason, TurnCounter counter) {
        this.code = code;
        this.reason = reason;
        this.counter = counter;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }

    TurnCounter counter() {
        return counter;
    }
}
