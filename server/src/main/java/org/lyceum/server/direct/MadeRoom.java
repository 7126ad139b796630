package org.lyceum.server.direct;

import java.time.Duration;

/**
 * A room that is for those who were given something that opens it.
 *
 * @param room its name, which nobody can guess
 * @param code short enough to say: good once, for a little while
 * @param codeLasts how long that is
 * @param senderToken opens it to a sender, for as long as there is the room
 * @param receiverToken opens it to receivers
 */
public record MadeRoom(String room, String code, Duration codeLasts, String senderToken, String receiverToken) {
    /** Never with its secrets. */
    @Override
    public String toString() {
        return "MadeRoom";
    }
}
