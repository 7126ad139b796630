package org.lyceum.server.direct;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.direct.DirectStatus.ReceiverStatus;
import org.lyceum.server.direct.DirectStatus.RoomStatus;

/** Looks over the rooms. On the thread of {@link DirectRooms}. */
final class StatusOf {
    private StatusOf() {}

    static DirectStatus rooms(Collection<DirectRoom> rooms, @Nullable DirectRoom defaultRoom) {
        int senders = 0;
        int receivers = 0;
        int offered = 0;
        int answered = 0;
        for (DirectRoom room : rooms) {
            senders += room.sender() == null ? 0 : 1;
            receivers += room.receivers().size();
            for (DirectMember receiver : room.receivers()) {
                offered += receiver.pair == PairState.OFFERED ? 1 : 0;
                answered += receiver.pair == PairState.ANSWERED ? 1 : 0;
            }
        }
        return new DirectStatus(
                rooms.size(),
                senders,
                receivers,
                offered,
                answered,
                defaultRoom == null ? RoomStatus.EMPTY : room(defaultRoom));
    }

    private static RoomStatus room(DirectRoom room) {
        return new RoomStatus(
                presence(room.sender()),
                room.receivers().stream()
                        .map(receiver -> new ReceiverStatus(receiver.id(), receiver.isAway(), receiver.pair))
                        .toList());
    }

    private static String presence(@Nullable DirectMember sender) {
        if (sender == null) {
            return "absent";
        }
        return sender.isAway() ? "away" : "present";
    }
}
