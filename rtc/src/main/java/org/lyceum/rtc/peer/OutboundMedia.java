package org.lyceum.rtc.peer;

import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * One m-line on which a peer sends to its watcher: what a room needs to know of it. Lives as long as its SSRC; called on the
 * peer's loop only. Its implementation writes the header and extensions, protects, queues, counts and sends sender reports.
 */
public interface OutboundMedia {
    /**
     * How the watcher takes this codec, or null where it cannot decode it. Of Opus and RED only the type counts; of H.264,
     * VP9 and AV1 the fmtp parameters that make two streams incompatible count too. Cheap enough to ask at every change of
     * codec, not for every packet.
     */
    @Nullable
    PayloadFormat formatFor(Codec codec);

    /**
     * Whether a picture that begins now is to be sent: asked before its first packet gets a number, so that one that is left out
     * leaves no gap. What is begun is to be sent to its end. What refers to a picture that was left out is of no use to the
     * watcher before the next key frame.
     *
     * <p>No where more than a second of pictures waits to leave already. A key frame need not ask: it takes the place of what it
     * makes obsolete, though behind one that is leaving already.
     */
    boolean takesPicture();

    /** A key frame has been given to {@link #send} and not all of it has left. */
    boolean keyFrameWaits();

    /**
     * Nothing follows for now: what waits of pictures never leaves. Only a key frame of which something has left is sent to its end,
     * if no other track waits behind it.
     */
    void discard();

    /**
     * Sends one packet for the first time. The arrays are read during the call only, and never written.
     *
     * @param packet where payload and the values of header extensions come from
     * @param format one that {@link #formatFor} gave
     * @param sequence sequence number on the wire, extended; never used for two different packets, not always ascending
     * @param timestamp RTP timestamp on the wire, extended
     * @param marker RTP marker bit
     * @param prefix holds the bytes that go in front of what remains of the payload
     * @param prefixLength how many of them, may be 0
     * @param replaced how many bytes at the payload's start are left out
     * @param dependencyDescriptor the dependency descriptor extension to write, or null for none
     * @param nowNanos now
     */
    void send(
            MediaPacket packet,
            PayloadFormat format,
            long sequence,
            long timestamp,
            boolean marker,
            byte[] prefix,
            int prefixLength,
            int replaced,
            byte @Nullable [] dependencyDescriptor,
            long nowNanos);

    /**
     * Sends a packet again that {@link #send} has sent with the same arguments: by RTX with a sequence number of its own
     * (RFC 4588), or else, sound only, as the identical ciphertext.
     *
     * @return false if it does not go: it waits for its first time yet or never had one, cannot be sent again, or the pacer is full
     */
    boolean resend(
            MediaPacket packet,
            PayloadFormat format,
            long sequence,
            long timestamp,
            boolean marker,
            byte[] prefix,
            int prefixLength,
            int replaced,
            byte @Nullable [] dependencyDescriptor,
            long nowNanos);

    /**
     * Sends a packet of nothing but padding among those of {@link #send}, to probe the network of a watcher who takes no
     * retransmissions. Only behind a picture that has been sent to its end: a receiver could not put one together around it.
     *
     * @param format that of the picture
     * @param sequence as for {@link #send}; it is never sent again
     * @return its bytes on the wire, 0 if it could not be sent
     */
    int pad(PayloadFormat format, long sequence, long nowNanos);

    /** Newest round trip time to the watcher in nanoseconds, 0 while unknown. */
    long roundTripNanos();

    /**
     * Whether a key frame may be asked of the source for this watcher's sake, and counts it if so. One budget for all that a
     * watcher can cause: PLI and FIR are charged before {@link OutboundListener#keyFrameRequested}, everything else by whoever
     * is about to ask.
     */
    boolean allowKeyFrame(long nowNanos);

    /** Who hears of this m-line's feedback from now on; null for nobody. */
    void listen(@Nullable OutboundListener listener);
}
