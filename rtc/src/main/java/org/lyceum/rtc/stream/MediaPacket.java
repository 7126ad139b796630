package org.lyceum.rtc.stream;

import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.Codec;
import org.lyceum.wire.codec.DecodeTargets;
import org.lyceum.wire.codec.FrameInfo;

/**
 * One decrypted RTP packet of a publisher, immutable and shared by every subscriber, every shard and the retransmission
 * rings. Nobody writes to its arrays.
 *
 * @param codec what the payload is; RTX and padding are undone before a packet gets here, RED is kept (codec RED)
 * @param layer index of the simulcast encoding, 0 is the first rid of the offer or the only encoding
 * @param epoch grows by one whenever the source behind the track changed (another peer, SSRC or codec), so that rewriters
 *     know where continuity ends
 * @param sequence RTP sequence number, extended to 64 bits on arrival
 * @param timestamp RTP timestamp in units of the codec's clock, extended to 64 bits on arrival
 * @param marker RTP marker bit
 * @param arrivalNanos when it arrived, on the clock that drives the engine
 * @param captureNanos when it was captured, estimated on the same clock from the publisher's sender reports; equals the
 *     arrival until the first report
 * @param frame place in its frame
 * @param audioLevel RFC 6464 level in -dBov, 0 (loud) to 127 (silent); -1 where not given
 * @param voice RFC 6464 voice activity flag
 * @param orientation video orientation byte (3GPP TS 26.114), or -1
 * @param playoutDelay playout-delay value of 24 bits, or -1
 * @param dependencyDescriptor raw dependency descriptor extension, or null
 * @param decodeTargets what that was read with and says to be active, or null where there is none or it cannot be read
 * @param payload the payload without padding
 */
@SuppressWarnings("ArrayRecordComponent") // identity is all that is asked of a packet, never equality
public record MediaPacket(
        Codec codec,
        int layer,
        int epoch,
        long sequence,
        long timestamp,
        boolean marker,
        long arrivalNanos,
        long captureNanos,
        FrameInfo frame,
        int audioLevel,
        boolean voice,
        int orientation,
        int playoutDelay,
        byte @Nullable [] dependencyDescriptor,
        @Nullable DecodeTargets decodeTargets,
        byte[] payload) {}
