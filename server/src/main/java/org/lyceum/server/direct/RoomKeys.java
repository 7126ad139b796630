package org.lyceum.server.direct;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.ClientRole;

/** The two secrets that open a room, each in one role. */
record RoomKeys(String sender, String receiver) {
    String of(ClientRole role) {
        return role == ClientRole.SENDER ? sender : receiver;
    }

    boolean open(ClientRole role, @Nullable String token) {
        return token != null && same(of(role), token);
    }

    /** In a time that tells nothing about where they differ. */
    static boolean same(String secret, String guess) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), guess.getBytes(StandardCharsets.UTF_8));
    }

    /** Never shown. */
    @Override
    public String toString() {
        return "RoomKeys";
    }
}
