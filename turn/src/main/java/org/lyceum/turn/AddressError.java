package org.lyceum.turn;

import java.nio.charset.StandardCharsets;
import org.lyceum.wire.Bytes;

/** Why one of two relayed addresses could not be had (RFC 8656, 18.12). */
record AddressError(Family family, TurnError error) {
    /** <pre>family (8 bits) | reserved (13) | class (3) | number (8) | reason</pre> */
    byte[] toValue() {
        byte[] reason = error.reason().getBytes(StandardCharsets.UTF_8);
        byte[] value = new byte[4 + reason.length];
        Bytes.put8(value, 0, family.code());
        Bytes.put8(value, 2, error.code() / 100);
        Bytes.put8(value, 3, error.code() % 100);
        System.arraycopy(reason, 0, value, 4, reason.length);
        return value;
    }
}
