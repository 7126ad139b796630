package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say. The word in {@code type} is the record's name in kebab-case, the fields are its components; a
 * component marked nullable may be left out. Fields that are not known are ignored, so that newer clients work. The compact
 * constructors hold the limits and are called by {@link MessageReader} alone, which turns their complaints into an {@code error}.
 */
public sealed interface ClientMessage {
    /** A description as JSON text may have twice this length in escapes. */
    int MAX_SDP = 65_536;

    /** The first message: who this is and where they go; or, with {@code resumeToken}, that they are back. */
    record Register(
            ClientRole role,
            @Nullable String room,
            @Nullable String token,
            @Nullable String name,
            @Nullable String resumeToken,
            @Nullable Long lastEventId)
            implements ClientMessage {
        public Register {
            Require.present("role", role);
            Require.text("room", room, 64);
            Require.text("token", token, 4096);
            Require.text("name", name, 64);
            Require.text("resumeToken", resumeToken, 128);
            Require.atLeast("lastEventId", lastEventId, 0);
        }

        /** Never with its secrets: this ends up in logs. */
        @Override
        public String toString() {
            return "Register[role=" + role + ", room=" + room + "]";
        }
    }

    /** A presenter's description of what it sends. */
    record Offer(PeerConnectionName pc, String sdp, List<OfferedTrack> tracks) implements ClientMessage {
        public Offer {
            Require.present("pc", pc);
            Require.present("sdp", sdp);
            Require.text("sdp", sdp, MAX_SDP);
            Require.present("tracks", tracks);
            Require.atMost("tracks", tracks, 16);
            tracks = List.copyOf(tracks);
        }
    }

    /** Which source is sent on an m-line. */
    record OfferedTrack(String mid, Source source) {
        public OfferedTrack {
            Require.present("mid", mid);
            Require.text("mid", mid, 64);
            Require.present("source", source);
        }
    }

    /** The reply to the server's offer of this id. */
    record Answer(PeerConnectionName pc, String offerId, String sdp) implements ClientMessage {
        public Answer {
            Require.present("pc", pc);
            Require.present("offerId", offerId);
            Require.text("offerId", offerId, 64);
            Require.present("sdp", sdp);
            Require.text("sdp", sdp, MAX_SDP);
        }
    }

    /** A candidate of the client's. Read and dropped: an ICE-lite server learns addresses from checks. */
    record IceCandidate(PeerConnectionName pc, @Nullable Candidate candidate) implements ClientMessage {
        public IceCandidate {
            Require.present("pc", pc);
        }
    }

    /** RTCIceCandidateInit, as browsers make it; handed on, the first three are there, be they null. */
    record Candidate(
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String candidate,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String sdpMid,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Integer sdpMLineIndex,

            @Nullable String usernameFragment) {
        public Candidate {
            Require.shorter("candidate", candidate, 1024);
            Require.shorter("sdpMid", sdpMid, 64);
            Require.shorter("usernameFragment", usernameFragment, 256);
        }
    }

    /** The network changed: please offer with new ICE credentials. */
    record IceRestart(PeerConnectionName pc) implements ClientMessage {
        public IceRestart {
            Require.present("pc", pc);
        }
    }

    /** Play was pressed: please offer what there is to see, on a fresh connection. */
    record Subscribe() implements ClientMessage {}

    /** Stop: the subscribe connection ends. */
    record Unsubscribe() implements ClientMessage {}

    /** The presenter muted or unmuted a source without taking it away. */
    record TrackMuted(String trackId, boolean muted) implements ClientMessage {
        public TrackMuted {
            Require.present("trackId", trackId);
            Require.text("trackId", trackId, 64);
        }
    }

    /**
     * A watcher's wish for one picture, in place of the last one. What the network does not carry is not sent, whatever is wished.
     *
     * @param maxHeight how many pixels high a picture can be shown; more is of no use. Counts for {@code auto}
     * @param layer {@code auto} where left out; else that layer at most
     * @param paused nothing is to be sent for now, since nobody sees it
     */
    record LayerPreference(
            String trackId,
            @Nullable Integer maxHeight,
            @Nullable LayerChoice layer,
            @Nullable Boolean paused) implements ClientMessage {
        public LayerPreference {
            Require.present("trackId", trackId);
            Require.text("trackId", trackId, 64);
            Require.within("maxHeight", maxHeight, 1, 16_384);
        }
    }

    /**
     * Something is said to everyone in the room.
     *
     * @param requestId the client's name for it, under which it is acknowledged or refused; saying it again with the same one is
     *     not a second message
     * @param name what to call someone who is not signed in
     */
    record Chat(String requestId, String text, @Nullable String name) implements ClientMessage {
        /** What the domain takes is shorter; this only bounds what is looked at. */
        private static final int MAX_TEXT = 2000;

        public Chat {
            Require.present("requestId", requestId);
            Require.token("requestId", requestId, 64);
            Require.present("text", text);
            Require.text("text", text, MAX_TEXT);
            Require.text("name", name, 64);
        }
    }

    /**
     * Someone who keeps order acts on a message, or on whoever wrote it.
     *
     * @param seconds how long a time-out lasts
     */
    record Moderate(
            ModerationAction action,
            long messageId,
            @Nullable Integer seconds) implements ClientMessage {
        private static final int DAY = 86_400;

        public Moderate {
            Require.present("action", action);
            Require.within("seconds", seconds, 1, DAY);
        }
    }

    /** A message that those who keep order should look at. */
    record Report(long messageId, @Nullable String reason) implements ClientMessage {
        public Report {
            Require.shorter("reason", reason, 300);
        }
    }

    /**
     * The watcher agrees to pay, from the end of the preview on; said again, it changes the cap.
     *
     * @param pricePerMinute as the watcher saw it: another one than the session's is refused
     * @param spendingCap what the session may cost; no limit where left out
     */
    record AgreePrice(long pricePerMinute, @Nullable Long spendingCap) implements ClientMessage {
        public AgreePrice {
            Require.atLeast("pricePerMinute", pricePerMinute, 0);
            Require.atLeast("spendingCap", spendingCap, 1);
        }
    }

    /** Going for good: no resume. */
    record Leave() implements ClientMessage {}

    /** Is anybody there? */
    record Ping() implements ClientMessage {}
}
