package org.lyceum.server.room;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lyceum.rtc.session.IceRestarted;
import org.lyceum.rtc.session.Negotiated;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.rtc.session.PublishNegotiator;
import org.lyceum.server.protocol.PeerConnectionName;

/** A presenter's connection: offered by the client. Confined to the room's thread. */
final class Publication extends Connection {
    // RFC 8866, 5.2 and RFC 8122: the session id is the same in all offers of one connection, as is its certificate.
    private static final Pattern ORIGIN = Pattern.compile("^o=\\S+ (\\S+) ", Pattern.MULTILINE);
    private static final Pattern FINGERPRINT = Pattern.compile("^a=fingerprint:(.+?)\\s*$", Pattern.MULTILINE);

    private final PublishNegotiator negotiator;
    private final String identity;

    /** @param firstOffer what {@code negotiator} has answered already */
    Publication(RoomContext context, Participant owner, PublishNegotiator negotiator, String firstOffer) {
        super(context, owner);
        this.negotiator = negotiator;
        this.identity = identityOf(firstOffer);
    }

    @Override
    PeerConnectionName name() {
        return PeerConnectionName.PUBLISH;
    }

    /** Whether this offer is of the same RTCPeerConnection; else the client has made a new one. */
    boolean isContinuedBy(String offerSdp) {
        return identity.equals(identityOf(offerSdp));
    }

    Negotiated answer(String offerSdp) throws NegotiationException {
        return negotiator.answer(offerSdp);
    }

    /** @return the answering fragment */
    String restartIce(String fragment) throws NegotiationException {
        IceRestarted restarted = negotiator.restartIce(fragment);
        peer().update(restarted.update());
        return restarted.fragment();
    }

    private static String identityOf(String sdp) {
        return first(ORIGIN, sdp) + ' ' + first(FINGERPRINT, sdp);
    }

    private static String first(Pattern pattern, String sdp) {
        Matcher matcher = pattern.matcher(sdp);
        return matcher.find() ? matcher.group(1) : "";
    }
}
