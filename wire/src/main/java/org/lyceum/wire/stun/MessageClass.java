package org.lyceum.wire.stun;

/** The class of a STUN message, the bits C1 and C0 of its type (RFC 8489, 5). */
public enum MessageClass {
    REQUEST,
    INDICATION,
    SUCCESS,
    ERROR;

    private static final MessageClass[] BY_BITS = values();

    static MessageClass ofBits(int bits) {
        return BY_BITS[bits];
    }

    int bits() {
        return ordinal();
    }
}
