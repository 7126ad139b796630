package org.lyceum.turn;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Address families as REQUESTED-ADDRESS-FAMILY writes them (RFC 8656, 18.6). */
enum Family {
    IPV4(1),
    IPV6(2);

    private final int code;

    Family(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Family of(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }

    static @Nullable Family ofCode(int code) {
        return code == 1 ? IPV4 : code == 2 ? IPV6 : null;
    }
}
