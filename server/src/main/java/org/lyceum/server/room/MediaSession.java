package org.lyceum.server.room;

import org.lyceum.rtc.session.NegotiationException;

/** One WHIP or WHEP connection. From any virtual thread. */
public interface MediaSession {
    /** Cannot be guessed: 128 random bits, fit for a URL. */
    String id();

    /** The answer to the offer it began with. */
    String answerSdp();

    /**
     * Restarts ICE by a fragment with new credentials (RFC 9725, 4.3.2).
     *
     * @return this side's fragment
     */
    String restartIce(String fragment) throws NegotiationException;

    /** Ends it; harmless the second time. */
    void close();

    /** ICE and DTLS have been done. */
    boolean isConnected();

    /** False once it was closed, replaced or cut, or its peer is gone. */
    boolean isOpen();

    /** Runs {@code action} once when it is over, at once if it is; on any thread, so only hand over. */
    void onClosed(Runnable action);
}
