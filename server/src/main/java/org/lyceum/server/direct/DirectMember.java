package org.lyceum.server.direct;

import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.ClientRole;
import org.lyceum.server.protocol.CloseCode;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.room.Outlet;
import org.lyceum.server.room.Timers;

/** A sender or receiver, with its socket or waiting for the next one. Confined to the thread of {@link DirectRooms}. */
final class DirectMember {
    private final String id;
    private final ClientRole role;
    private final String resumeToken;
    private final @Nullable String loginId;
    private @Nullable Outlet outlet;
    /** Of a receiver: how far it and the sender are. */
    PairState pair = PairState.WAITING;
    /** Of a receiver: the sender that it was last told of, null for none. */
    @Nullable
    DirectMember pairedWith;
    /** Runs out when the socket does not come back. */
    Timers.@Nullable Timer farewell;

    DirectMember(String id, ClientRole role, String resumeToken, @Nullable String loginId, Outlet outlet) {
        this.id = id;
        this.role = role;
        this.resumeToken = resumeToken;
        this.loginId = loginId;
        this.outlet = outlet;
    }

    String id() {
        return id;
    }

    ClientRole role() {
        return role;
    }

    boolean isSender() {
        return role == ClientRole.SENDER;
    }

    String resumeToken() {
        return resumeToken;
    }

    /** The login that let it in; null where it needed none. */
    @Nullable
    String loginId() {
        return loginId;
    }

    /** Null while it is away. */
    @Nullable
    Outlet outlet() {
        return outlet;
    }

    boolean isAway() {
        return outlet == null;
    }

    @SuppressWarnings("ReferenceEquality") // this very socket
    boolean speaksThrough(Outlet candidate) {
        return outlet == candidate;
    }

    void tell(ServerMessage message) {
        if (outlet != null) {
            outlet.send(message);
        }
    }

    /** The socket is gone. */
    void detach() {
        outlet = null;
    }

    /** Goes on through another socket; one that is still there is closed. */
    void attach(Outlet next) {
        close(CloseCode.REPLACED, "resumed by another connection");
        outlet = next;
        stay();
    }

    /** The last word. */
    void close(CloseCode code, String reason) {
        if (outlet != null) {
            outlet.close(code, reason);
            outlet = null;
        }
    }

    /** It does not end by itself any more. */
    void stay() {
        if (farewell != null) {
            farewell.cancel();
            farewell = null;
        }
    }
}
