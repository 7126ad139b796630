package org.lyceum.server.room;

import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;
import org.lyceum.platform.streams.Stream;
import org.lyceum.rtc.session.NegotiationException;
import org.lyceum.server.protocol.ProtocolException;

/**
 * How WHIP and WHEP enter a room. Called on virtual threads: each call waits for the room's own thread. Who may publish or
 * watch has been decided by the caller ({@code Streams.findByKey}, {@code Streams.mayBeWatched}); what the room
 * refuses is a {@link ProtocolException} whose code says why ({@code PRESENTER_TAKEN}, {@code ROOM_FULL}, {@code SERVER_FULL}, {@code DRAINING}).
 */
public interface MediaSessions {
    /**
     * A publisher by stream key: one more connection of the stream's creator. It takes over from whoever publishes for
     * that creator, and watchers notice nothing. The first picture of the offer is the camera, a second one the screen; sound likewise.
     */
    MediaSession publish(Stream stream, String offerSdp) throws ProtocolException, NegotiationException;

    /**
     * A player. It gets the camera, or the screen where there is no camera, and the presenter's sound.
     *
     * @param viewer who watches; null when not signed in
     * @param address by which guests' previews are told apart
     * @param screen show the screen rather than the camera, where there is one
     */
    MediaSession watch(Stream stream, @Nullable Principal viewer, String address, String offerSdp, boolean screen)
            throws ProtocolException, NegotiationException;

    /** Whether media flows in this stream now. */
    boolean isFlowing(String streamId);
}
