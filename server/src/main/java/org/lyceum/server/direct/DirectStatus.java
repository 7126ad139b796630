package org.lyceum.server.direct;

import java.util.List;

/**
 * Direct rooms as they are at one moment; names of rooms are permissions, so that none is here.
 *
 * @param receivers each is a pair with its room's sender
 * @param offered pairs whose sender has offered and is not answered yet
 * @param answered pairs that have what they need from this server
 * @param defaultRoom the one room that everybody near knows of
 */
public record DirectStatus(int rooms, int senders, int receivers, int offered, int answered, RoomStatus defaultRoom) {
    static final DirectStatus NONE = new DirectStatus(0, 0, 0, 0, 0, RoomStatus.EMPTY);

    /** @param sender {@code absent}, {@code present}, or {@code away} where its socket is lost and may be back */
    public record RoomStatus(String sender, List<ReceiverStatus> receivers) {
        static final RoomStatus EMPTY = new RoomStatus("absent", List.of());
    }

    public record ReceiverStatus(String receiverId, boolean away, PairState pair) {}
}
