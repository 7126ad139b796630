package org.lyceum.server.whip;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.server.room.MediaSession;
import org.lyceum.wire.sdp.IceFragment;
import org.lyceum.wire.sdp.SdpException;

/**
 * One session as HTTP sees it: its ETag names the ICE session (RFC 9725, 4.3), so that a fragment meant for the credentials
 * before a restart is told apart. Safe to call from many threads, one request at a time.
 */
final class SessionResource {
    private final MediaSession session;
    private @Nullable String remoteUfrag;
    private String tag;

    /** What became of a fragment. {@code answer} is null where there is nothing to say. */
    record Patched(@Nullable String answer, String tag) {}

    /** @param offer the offer that the session began with */
    SessionResource(MediaSession session, String offer, String tag) {
        this.session = session;
        this.tag = tag;
        this.remoteUfrag = ufragOf(offer);
    }

    private static @Nullable String ufragOf(String offer) {
        try {
            return IceFragment.parse(offer).ufrag();
        } catch (SdpException e) {
            return null; // It was answered, so it has been read before.
        }
    }

    MediaSession session() {
        return session;
    }

    /** Names the ICE session that runs now, without quotes. */
    synchronized String tag() {
        return tag;
    }

    /**
     * Candidates are taken and left aside: a lite agent learns addresses from checks. New credentials restart ICE.
     *
     * @param any the request is for whatever ICE session there is, and so must be a restart
     * @param nextTag names the ICE session after a restart
     */
    synchronized Patched patch(String text, boolean any, String nextTag) throws NegotiationException {
        String ufrag = fragment(text).ufrag();
        boolean newCredentials = ufrag != null && !Objects.equals(ufrag, remoteUfrag);
        if (!any && !newCredentials) {
            return new Patched(null, tag);
        }
        String answer = session.restartIce(text);
        remoteUfrag = ufrag;
        tag = nextTag;
        return new Patched(answer, tag);
    }

    private static IceFragment fragment(String text) throws NegotiationException {
        try {
            return IceFragment.parse(text);
        } catch (SdpException e) {
            throw new NegotiationException("sdp-malformed", "The body is no fragment of a session description.");
        }
    }
}
