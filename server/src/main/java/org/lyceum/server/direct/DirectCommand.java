package org.lyceum.server.direct;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.DirectMessage;
import org.lyceum.server.room.Outlet;

/** All that can be mailed to the direct rooms. */
sealed interface DirectCommand {
    /** A command whose sender waits: it is always answered, with a failure where need be. */
    sealed interface Ask<T> extends DirectCommand {
        CompletableFuture<T> reply();
    }

    /**
     * A socket wants in.
     *
     * @param principal whom its token speaks for, if it is an access token
     */
    record Enter(
            ClientMessage.Register register,
            @Nullable Principal principal,
            Outlet outlet,
            CompletableFuture<DirectHouse.Place> reply)
            implements Ask<DirectHouse.Place> {}

    record Said(DirectHouse.Place place, Outlet through, DirectMessage message) implements DirectCommand {}

    /** @param left on purpose */
    record SocketGone(DirectHouse.Place place, Outlet outlet, boolean left) implements DirectCommand {}

    /** A room with a code is wanted; whether it may be has been checked. */
    record Make(String address, CompletableFuture<MadeRoom> reply) implements Ask<MadeRoom> {}

    record Look(CompletableFuture<DirectStatus> reply) implements Ask<DirectStatus> {}

    /** Whoever came in by this login is signed out. */
    record CutLogin(String loginId) implements DirectCommand {}

    /** The server will stop soon. */
    record Drain() implements DirectCommand {}

    /** The server stops. */
    record Stop() implements DirectCommand {}
}
