package org.lyceum.bench.client;

import org.lyceum.rtc.srtp.SrtpReceiver;
import org.lyceum.wire.rtcp.RtcpPacket;

/**
 * What one side does with its connection: publishing or viewing. Called on the loop of its {@link ClientPeer} only, which
 * flushes what was sent after each call. Times are nanoseconds of {@link System#nanoTime}.
 */
public interface ClientMedia {
    /** ICE and DTLS are done: media may flow. Called once, before everything else. */
    void connected(ClientPeer peer, long nowNanos);

    /**
     * A protected RTP packet has come, still encrypted: most viewers need no more than its header, which is clear.
     *
     * @param srtp decrypts it, where more is needed; of an SSRC to be asked from the first packet on, and once no more never again
     */
    void receiveRtp(byte[] bytes, int length, SrtpReceiver srtp, long nowNanos);

    /** One packet of authentic RTCP has come. */
    void receiveRtcp(RtcpPacket packet, long nowNanos);

    /** When {@link #onDeadline} wants to be called, {@link Long#MAX_VALUE} for never. */
    long deadlineNanos();

    void onDeadline(long nowNanos);

    /** The connection is over, by {@code why}; nothing follows. May come without {@link #connected}. */
    void closed(String why);
}
