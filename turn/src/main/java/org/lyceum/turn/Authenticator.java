package org.lyceum.turn;

import org.jspecify.annotations.Nullable;
import org.lyceum.wire.stun.Attributes;
import org.lyceum.wire.stun.StunMessage;

/** The long-term credential mechanism, the steps in their order (RFC 8489, 9.2.4). Confined to the engine's thread. */
final class Authenticator {
    private final TurnHouse house;
    private final Replies replies;

    Authenticator(TurnHouse house, Replies replies) {
        this.house = house;
        this.replies = replies;
    }

    /** Who asks, or null: the answer has been given then. */
    TurnCredentials.@Nullable User authenticate(Request request) {
        StunMessage message = request.message();
        if (!message.hasIntegrity()) {
            challenge(request, TurnError.CHALLENGE);
            return null;
        }
        String username = message.username();
        String realm = message.text(Attributes.REALM);
        String nonce = message.text(Attributes.NONCE);
        if (username == null || realm == null || nonce == null) {
            replies.error(request, TurnError.BAD_REQUEST, null);
            return null;
        }
        long seconds = house.epochSeconds(request.nowNanos());
        if (!house.nonces().isFresh(nonce, request.client(), seconds)) {
            challenge(request, TurnError.STALE_NONCE);
            return null;
        }
        TurnCredentials.User user = house.credentials().find(username, seconds);
        if (user == null || !realm.equals(TurnEngine.REALM) || !message.verifyIntegrity(user.key())) {
            challenge(request, TurnError.UNAUTHORIZED);
            return null;
        }
        return user;
    }

    private void challenge(Request request, TurnError error) {
        long seconds = house.epochSeconds(request.nowNanos());
        replies.challenge(request, error, house.nonces().issue(request.client(), seconds));
    }
}
