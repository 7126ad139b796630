package org.lyceum.wire.stun;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Reads everything there is to read in bytes that may be a STUN message. */
final class StunExercise {
    private static final byte[] OTHER_KEY = "not the password".getBytes(UTF_8);

    private StunExercise() {}

    /** Whether the bytes are a message; verifies it too where {@code digests}. */
    static boolean run(byte[] b, int offset, int length, boolean digests) {
        StunMessage.peekUsername(b, offset, length);
        StunMessage message = StunMessage.parse(b, offset, length);
        if (message == null) {
            return false;
        }
        check(message.method() >= 0 && message.method() <= 0xFF, "method");
        check(message.errorCode() >= -1 && message.errorCode() <= 699, "error code");
        message.messageClass();
        message.username();
        message.priority();
        message.tieBreaker();
        message.mappedAddress();
        message.errorReason();
        message.unknownAttributes();
        message.unknownComprehensionRequired();
        message.attribute(Attributes.SOFTWARE);
        if (digests) {
            byte[] original = Arrays.copyOfRange(b, offset, offset + length);
            check(!message.verifyIntegrity(OTHER_KEY), "integrity");
            check(!message.verifyIntegritySha256(OTHER_KEY), "integrity");
            check(Arrays.equals(b, offset, offset + length, original, 0, length), "input untouched");
        }
        return true;
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("broken: " + what);
        }
    }
}
