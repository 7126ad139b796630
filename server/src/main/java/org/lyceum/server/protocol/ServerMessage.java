package org.lyceum.server.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.server.protocol.ClientMessage.Candidate;

/**
 * What the server says. {@code type} is the record's name in kebab-case. A component that is null is left out. Messages
 * that change what a client knows are {@link Event}s: each carries {@code eventId}, which grows by one for each event of a participant, so
 * that a resumed connection gets exactly what it missed.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface ServerMessage {
    /** A change, numbered for resume. */
    sealed interface Event extends ServerMessage {
        long eventId();
    }

    /** The room as it is now, and who the client is in it. */
    record Registered(
            String participantId,
            ClientRole role,
            String room,
            String shape,
            boolean resumed,
            String resumeToken,
            long eventId,
            List<ParticipantInfo> participants,
            List<TrackInfo> tracks,
            String state,
            int viewers,
            @Nullable Instant liveSince,
            String title,
            TurnConfig turnConfig,
            int heartbeatSeconds)
            implements ServerMessage {
        /** How often either side shows that it is there. */
        public static final int HEARTBEAT_SECONDS = 10;
    }

    /** RTCConfiguration's own form. */
    record TurnConfig(List<IceServer> iceServers) {
        /** None is needed: the server's own candidates are public. */
        public static final TurnConfig NONE = new TurnConfig(List.of());
    }

    record IceServer(
            List<String> urls,
            @Nullable String username,
            @Nullable String credential) {}

    /** {@code away}: the socket is lost, and may be back within the resume time. */
    record ParticipantInfo(String participantId, ClientRole role, String name, boolean away) {}

    /** One published source; {@code codec} is known once media flows. */
    record TrackInfo(
            String trackId,
            String participantId,
            Source source,
            String kind,
            boolean muted,
            @Nullable String codec) {}

    /** The server's description of what it would send. */
    record Offer(PeerConnectionName pc, String offerId, String sdp, List<SentTrack> tracks) implements ServerMessage {}

    /** Which track is sent on an m-line. */
    record SentTrack(String mid, String trackId, String participantId, Source source, String kind) {}

    /** The reply to a client's offer. */
    record Answer(PeerConnectionName pc, String sdp, List<AnsweredTrack> tracks) implements ServerMessage {}

    /** What became of an offered track. */
    record AnsweredTrack(String mid, Source source, String trackId, String participantId) {}

    record ParticipantJoined(long eventId, ParticipantInfo participant) implements Event {}

    record ParticipantUpdated(long eventId, ParticipantInfo participant) implements Event {}

    /** {@code reason}: left, lost, replaced or cut. */
    record ParticipantLeft(long eventId, String participantId, String reason) implements Event {}

    /** A track is there, or is now from another participant or in another codec: insert or replace by its id. */
    record TrackPublished(long eventId, TrackInfo track) implements Event {}

    record TrackUnpublished(long eventId, String trackId) implements Event {}

    record TrackMuted(long eventId, String trackId, boolean muted) implements Event {}

    /** The client's subscribe connection has not negotiated this codec: it will see or hear nothing of the track. */
    record TrackUndecodable(long eventId, String trackId, String codec) implements Event {}

    record StreamState(
            long eventId,
            String state,
            int viewers,
            @Nullable Instant liveSince) implements Event {}

    /**
     * Somebody gave a tip. {@code name} is theirs; {@code amount} is in the smallest unit; {@code goal} is what the stream collects
     * for, this tip counted, and left out where it collects for nothing.
     */
    record Tip(
            long eventId,
            String tipId,
            String name,
            long amount,
            String message,
            Instant givenAt,
            @Nullable Goal goal) implements Event {}

    /** What the stream collects for has changed otherwise than by a tip; {@code goal} is left out where it is nothing now. */
    record TipGoal(long eventId, @Nullable Goal goal) implements Event {}

    /** What a stream collects for. */
    record Goal(String title, long target, long raised) {}

    /**
     * To the publisher: which layers of its track anybody watches. Others may be switched off, and have to be on again as soon as
     * this says so.
     */
    record LayersWanted(long eventId, String trackId, String mid, List<WantedLayer> layers) implements Event {}

    /** A simulcast encoding by its {@code rid}, or a spatial layer by its number where there is one encoding. */
    record WantedLayer(@Nullable String rid, @Nullable Integer spatial, boolean wanted) {}

    /**
     * To a watcher: what it gets of the track from now on. {@code layer} is high, medium or low, and left out while paused;
     * {@code reason} says why it is paused: by the {@code network}, or by its own {@code wish}.
     */
    record TrackLayer(
            long eventId,
            String trackId,
            @Nullable LayerChoice layer,
            boolean paused,
            @Nullable String reason) implements Event {}

    /**
     * How the client's connection does, every two seconds. Only the newest counts, so that it is no event.
     *
     * @param level of this participant, all in all
     * @param upload the presenter's way to the server; left out while nobody publishes
     * @param watchers to a presenter: how its watchers do
     */
    record ConnectionQuality(
            String participantId,
            QualityLevel level,
            NetworkQuality network,
            @Nullable UploadQuality upload,
            ServerQuality server,
            @Nullable WatcherQualities watchers)
            implements ServerMessage {}

    /**
     * The way between the server and this client. Rates in bits a second, times in milliseconds, loss from 0 to 1.
     *
     * @param bitrate what goes over it now
     * @param estimate what it would carry to the client; left out for who only sends
     * @param roundTrip left out while unknown
     * @param queueingDelay how long packets wait in the network beyond the shortest of late
     * @param limitedBy {@code delay} or {@code loss}: what keeps the estimate down; left out while nothing does
     */
    record NetworkQuality(
            QualityLevel level,
            long bitrate,
            @Nullable Long estimate,
            @Nullable Long roundTrip,
            @Nullable Long queueingDelay,
            double loss,
            @Nullable String limitedBy) {}

    /** The way from the presenter to the server, units as above. {@code jitter}: how unevenly packets come. */
    record UploadQuality(String participantId, QualityLevel level, long bitrate, double loss, long jitter) {}

    /** The server itself. {@code delay}: how long it took to look after this connection, in milliseconds. */
    record ServerQuality(QualityLevel level, long delay) {}

    /** How many watchers are how well off; {@code lost} are those who want media and have no connection. */
    record WatcherQualities(int good, int fair, int poor, int lost) {}

    /**
     * What watching costs this client, and how it stands. Told when it has changed, once a second at most. Only the newest counts, so
     * that it is no event. Sums are in the smallest unit of the house's money.
     *
     * @param reason why nothing is sent, where it is stopped
     * @param balance what is in the wallet and not spent; left out for who has none
     * @param pricePerMinute of this session, until its end
     * @param secondsLeft that the balance and the cap suffice for, after the preview; left out while unknown
     * @param previewLeft in seconds
     * @param seconds paid so far
     * @param charged for these
     * @param decimals of the currency: how many digits of a sum are behind the point
     */
    record Balance(
            WatchState state,
            @Nullable StopReason reason,
            @Nullable Long balance,
            long pricePerMinute,
            @Nullable Long secondsLeft,
            long previewLeft,
            long seconds,
            long charged,
            String currency,
            int decimals)
            implements ServerMessage {}

    /** {@code state}: connected or closed, with the reason. */
    record PeerState(
            long eventId,
            PeerConnectionName pc,
            String state,
            @Nullable String reason) implements Event {}

    /** What was said last, oldest first; to whoever came in. Not numbered: what is said later is an event. */
    record ChatHistory(List<ChatLine> messages) implements ServerMessage {}

    /** One message; {@code requestId} is in its author's copy alone. */
    record ChatLine(
            long messageId,
            String authorId,
            String name,
            String badge,
            String text,
            Instant sentAt,
            @Nullable String requestId) {}

    /** Messages that were said, or are shown again: to be put where their ids belong. They are on the disk. */
    record Chat(long eventId, List<ChatLine> messages) implements Event {}

    record ChatDeleted(long eventId, long messageId) implements Event {}

    /**
     * How this client stands in the chat.
     *
     * @param authorId under which its messages appear
     * @param seconds how long a time-out lasts yet
     * @param slowSeconds that it has to wait between two messages; 0 for no wait
     * @param moderator it keeps order
     * @param appoints it may make others do so
     */
    record ChatState(
            long eventId,
            String authorId,
            ChatStanding standing,
            @Nullable Long seconds,
            long slowSeconds,
            boolean moderator,
            boolean appoints)
            implements Event {}

    /** What was not said. {@code retryAfter}: in seconds, where waiting helps. */
    record ChatRefused(
            String requestId,
            ChatRefusal reason,
            String message,
            @Nullable Long retryAfter) implements ServerMessage {}

    /** To those who keep order: somebody is troubled by a message. To whoever reported it: it was taken. */
    record ChatReported(long eventId, long messageId, String reason) implements Event {}

    /** Something was wrong with a message; the connection lives on unless a close follows. */
    @SuppressWarnings("AvoidCommonTypeNames") // the protocol's own word
    record Error(ErrorCode code, String message, @Nullable String requestType) implements ServerMessage {}

    record Pong() implements ServerMessage {}

    /** The server is about to stop: be ready to connect again. */
    record Draining() implements ServerMessage {}

    /** What a client in a direct room hears; beside these, {@link Error}, {@link Pong} and {@link Draining}. */
    sealed interface Direct extends ServerMessage {
        /**
         * In.
         *
         * @param room its name, where a code was given too
         * @param receiverId the client's own, of a receiver
         * @param resumed the same participant as before
         * @param resumeToken a secret that gets this place back
         * @param token a secret that opens this room in this role; only of rooms that have one
         */
        record Registered(
                ClientRole role,
                String room,
                String shape,
                @Nullable String receiverId,
                boolean resumed,
                String resumeToken,
                @Nullable String token,
                TurnConfig turnConfig,
                int heartbeatSeconds)
                implements Direct {}

        /** {@code resumed}: it is back, and was away; what was negotiated with it may still stand. */
        record PeerConnected(ClientRole peer, String receiverId, boolean resumed) implements Direct {}

        /** {@code away}: its socket was lost, and it may be back. */
        record PeerDisconnected(ClientRole peer, String receiverId, boolean away) implements Direct {}

        record Offer(String sdp, String receiverId) implements Direct {}

        record Answer(String sdp, String receiverId) implements Direct {}

        /** A candidate of null is written out: it says that there are no more. */
        record IceCandidate(
                @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
                Candidate candidate,

                String receiverId) implements Direct {}
    }
}
