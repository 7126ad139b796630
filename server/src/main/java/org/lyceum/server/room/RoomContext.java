package org.lyceum.server.room;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Consumer;
import org.lyceum.net.MediaPlane;
import org.lyceum.net.PeerHandle;
import org.lyceum.net.PeerListener;
import org.lyceum.net.RoomMedia;
import org.lyceum.rtc.peer.CloseReason;
import org.lyceum.server.turn.TurnAccess;

/**
 * What the parts of one room share. Confined to the room's thread, but for {@code mail}.
 *
 * @param id the stream's id
 * @param clock of the restrictions in the chat, which outlive the room
 * @param turn what participants may relay by
 * @param meters count the seconds of those who pay
 * @param mail puts a message into the room's own mailbox; from any thread
 */
record RoomContext(
        String id,
        MediaPlane plane,
        RoomMedia media,
        StreamFacts streams,
        ViewerLog viewerLog,
        ChatLog chatLog,
        InstantSource clock,
        RoomLimits limits,
        SecureRandom random,
        TurnAccess turn,
        WatchMeters meters,
        Timers timers,
        Consumer<RoomMessage> mail) {

    /** A secret of 128 bits, fit for URLs. */
    String secret() {
        return randomText(16);
    }

    /** An id of 72 bits: unique, no secret. */
    String newId() {
        return randomText(9);
    }

    /** A peer whose events come back through the mailbox. */
    PeerHandle createPeer(Connection connection) {
        return plane.createPeer(new PeerListener() {
            @Override
            public void connected() {
                mail.accept(new RoomMessage.PeerConnected(connection));
            }

            @Override
            public void closed(CloseReason reason) {
                mail.accept(new RoomMessage.PeerClosed(connection, reason));
            }
        });
    }

    private String randomText(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }
}
