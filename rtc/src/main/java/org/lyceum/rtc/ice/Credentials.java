package org.lyceum.rtc.ice;

import java.nio.charset.StandardCharsets;

/**
 * User fragment and password of one side (RFC 8445, 5.3).
 *
 * @param password the key of MESSAGE-INTEGRITY
 */
@SuppressWarnings("ArrayRecordComponent") // looked up by user fragment, never compared
record Credentials(String ufrag, byte[] password) {
    static Credentials of(String ufrag, String pwd) {
        return new Credentials(ufrag, pwd.getBytes(StandardCharsets.UTF_8));
    }
}
