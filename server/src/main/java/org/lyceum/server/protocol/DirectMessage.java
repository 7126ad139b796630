package org.lyceum.server.protocol;

import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.ClientMessage.Candidate;

/**
 * What a client in a direct room may say once it has registered. The words are those of {@link ClientMessage} where the
 * other peer is the server; here it is another client, and the server hands them on. Limits as there.
 */
public sealed interface DirectMessage {
    /**
     * The sender's description.
     *
     * @param receiverId whom it is for; the first receiver where left out
     */
    record Offer(String sdp, @Nullable String receiverId) implements DirectMessage {
        public Offer {
            Require.present("sdp", sdp);
            Require.text("sdp", sdp, ClientMessage.MAX_SDP);
            Require.text("receiverId", receiverId, MAX_ID);
        }
    }

    /** A receiver's description. */
    record Answer(String sdp) implements DirectMessage {
        public Answer {
            Require.present("sdp", sdp);
            Require.text("sdp", sdp, ClientMessage.MAX_SDP);
        }
    }

    /**
     * Where the client may be reached; null for the end of candidates.
     *
     * @param receiverId of whose pair it is; the first receiver's where left out, and of no account from a receiver
     */
    record IceCandidate(
            @Nullable Candidate candidate, @Nullable String receiverId) implements DirectMessage {
        public IceCandidate {
            Require.text("receiverId", receiverId, MAX_ID);
        }
    }

    /** Going for good: no resume. */
    record Leave() implements DirectMessage {}

    /** Is anybody there? */
    record Ping() implements DirectMessage {}

    int MAX_ID = 64;
}
