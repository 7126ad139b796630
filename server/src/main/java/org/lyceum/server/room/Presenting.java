package org.lyceum.server.room;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.streams.Stream;
import org.lyceum.rtc.session.Negotiated;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.rtc.session.PublishNegotiator;
import org.lyceum.server.protocol.ClientMessage;
import org.lyceum.server.protocol.ErrorCode;
import org.lyceum.server.protocol.PeerConnectionName;
import org.lyceum.server.protocol.ProtocolException;
import org.lyceum.server.protocol.ServerMessage;
import org.lyceum.server.protocol.Source;
import org.lyceum.sfu.TrackId;

/**
 * What presenters do in a room: their connections, offered by signaling or by WHIP, fill the {@link Stage}, one presenter at a
 * time; and what becomes of their media decides whether the stream is on air. Confined to the room's thread.
 */
final class Presenting {
    /** How long the media side waits before it calls a track stalled. */
    private static final Duration STALL = Duration.ofSeconds(2);

    private final RoomContext context;
    private final Members members;
    private final Stage stage;
    private final OnAir onAir;
    private final Audience audience;
    private final Consumer<Participant> replace;

    /** @param replace puts somebody out whose place is taken */
    Presenting(
            RoomContext context,
            Members members,
            Stage stage,
            OnAir onAir,
            Audience audience,
            Consumer<Participant> replace) {
        this.context = context;
        this.members = members;
        this.stage = stage;
        this.onAir = onAir;
        this.audience = audience;
        this.replace = replace;
    }

    /** One presenter at a time, but for several connections of the same person. */
    void requireNoOther(@Nullable String userId) throws ProtocolException {
        for (Participant other : members.all()) {
            if (other.isPresenter() && !Objects.equals(other.userId(), userId)) {
                throw new ProtocolException(ErrorCode.PRESENTER_TAKEN, "Somebody else is presenting here.");
            }
        }
    }

    /** A description of what a socket's presenter sends. */
    void offered(SocketParticipant who, ClientMessage.Offer offer) throws ProtocolException {
        requireMayOffer(who, offer);
        Publication before = who.publication;
        boolean sameConnection = before != null && before.isContinuedBy(offer.sdp());
        PublishNegotiator negotiator = newPublishNegotiator();
        Negotiated negotiated;
        try {
            negotiated = sameConnection && before != null ? before.answer(offer.sdp()) : negotiator.answer(offer.sdp());
        } catch (NegotiationException e) {
            throw new ProtocolException(ErrorCode.BAD_SDP, String.valueOf(e.getMessage()));
        }
        Map<Source, String> mids = Sources.named(offer.tracks(), negotiated.mids());
        Publication publication = sameConnection && before != null
                ? before
                : takeStage(new Publication(context, who, negotiator, offer.sdp()));
        publication.update(negotiated.update());
        stage.publish(publication, mids);
        List<ServerMessage.AnsweredTrack> answered = offer.tracks().stream()
                .filter(track -> track.mid().equals(mids.get(track.source())))
                .map(track -> new ServerMessage.AnsweredTrack(
                        track.mid(), track.source(), Track.idOf(track.source()).value(), who.participantId()))
                .toList();
        who.tell(new ServerMessage.Answer(PeerConnectionName.PUBLISH, negotiated.sdp(), answered));
        audience.followTracks();
        mediaChanged(Duration.ZERO);
    }

    private static void requireMayOffer(SocketParticipant who, ClientMessage.Offer offer) throws ProtocolException {
        if (!who.isPresenter()) {
            throw new ProtocolException(ErrorCode.WRONG_ROLE, "Only presenters publish.");
        }
        if (offer.pc() != PeerConnectionName.PUBLISH) {
            throw new ProtocolException(
                    ErrorCode.BAD_FIELD,
                    "Field 'pc' must be 'publish' here: the server makes the offers of 'subscribe'.");
        }
        Sources.requireDistinct(offer.tracks());
    }

    private PublishNegotiator newPublishNegotiator() {
        return new PublishNegotiator(context.plane().localParameters(), context.random());
    }

    /** Whoever published until now does not any more; the tracks wait for the newcomer. */
    private Publication takeStage(Publication next) {
        Publication before = stage.current();
        if (before != null && before.owner() != next.owner()) {
            replace.accept(before.owner());
        } else if (before != null) {
            stop(before.owner(), false);
        }
        next.owner().publication = next;
        return next;
    }

    void stop(Participant who, boolean onPurpose) {
        Publication publication = who.publication;
        if (publication == null) {
            return;
        }
        who.publication = null;
        publication.peer().close();
        stage.lost(publication, onPurpose);
        mediaChanged(Duration.ZERO);
    }

    /** A publisher by WHIP, with its connection. */
    SessionParticipant opened(String offerSdp, Stream stream) throws ProtocolException, NegotiationException {
        requireNoOther(stream.creatorId());
        PublishNegotiator negotiator = newPublishNegotiator();
        Negotiated negotiated = negotiator.answer(offerSdp);
        if (negotiated.mids().isEmpty()) {
            throw new NegotiationException("nothing-sent", "The offer sends no media.");
        }
        SessionParticipant publisher = new SessionParticipant(context, stream);
        publisher.answered(negotiated.sdp());
        Publication publication = takeStage(new Publication(context, publisher, negotiator, offerSdp));
        members.add(publisher);
        publication.update(negotiated.update());
        stage.publish(publication, Sources.inOrder(negotiated.mids()));
        audience.followTracks();
        mediaChanged(Duration.ZERO);
        return publisher;
    }

    void trackMuted(SocketParticipant who, ClientMessage.TrackMuted muted) throws ProtocolException {
        Publication publication = who.publication;
        for (Track track : stage.tracks().values()) {
            if (publication != null
                    && track.publication == publication
                    && track.id().value().equals(muted.trackId())) {
                track.muted = muted.muted();
                members.emitToAllBut(
                        who, id -> new ServerMessage.TrackMuted(id, track.id().value(), track.muted));
                return;
            }
        }
        throw new ProtocolException(ErrorCode.UNKNOWN_TRACK, "You publish no track of this id.");
    }

    void trackFlowing(RoomMessage.TrackFlowing flows) {
        Track track = stage.find(flows.track());
        if (track == null || track.publication == null) {
            return;
        }
        track.flowing = true;
        String codec = flows.codec().type().encodingName();
        if (!codec.equals(track.codec)) {
            track.codec = codec;
            stage.announce(track);
            audience.codecKnown(track);
        }
        mediaChanged(Duration.ZERO);
    }

    void trackStalled(TrackId id) {
        Track track = stage.find(id);
        if (track != null) {
            track.flowing = false;
            mediaChanged(STALL);
        }
    }

    /** @param since how long media has been missing, if it is */
    void mediaChanged(Duration since) {
        boolean carried = stage.isCarried();
        if (carried != onAir.isCarrying()) {
            onAir.carrying(carried, since);
            audience.updateVisits();
        }
    }
}
