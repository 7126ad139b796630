package org.lyceum.server.protocol;

/** WebSocket close codes of the protocol (RFC 6455, 7.4; 4000 and up are ours). */
public enum CloseCode {
    /** The client left. */
    NORMAL(1000),
    /** The server stops. */
    GOING_AWAY(1001),
    /** A frame that is not text. */
    UNSUPPORTED(1003),
    /** Flood, silence, or too slow a reader. */
    POLICY(1008),
    /** A message beyond the size limit. */
    TOO_LARGE(1009),
    /** This side failed. */
    INTERNAL(1011),
    /** Replaced by a newer connection of the same presenter, or by the resumed one. */
    REPLACED(4001),
    /** Sent away, or the stream ended. */
    CUT(4003),
    /** The resume was refused: register anew. */
    RESUME_REFUSED(4004);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
