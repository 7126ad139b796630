package org.lyceum.wire.stun;

/** The class of a STUN message, the bits C1 and C0 of its type (RFC 8489, 5). */
public enum MessageClass {
    REQUEST(0b00),
    INDICATION(0b01),
    SUCCESS(0b10),
    ERROR(0b11);

    private final int bits;

    MessageClass(int bits) {
        this.bits = bits;
    }

    static MessageClass ofBits(int bits) {
        return switch (bits) {
            case 0b00 -> REQUEST;
            case 0b01 -> INDICATION;
            case 0b10 -> SUCCESS;
            default -> ERROR;
        };
    }

    int bits() {
        return bits;
    }
}
