package org.lyceum.bench.publish;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.Answer;
import org.lyceum.bench.client.Offer;
import org.lyceum.bench.trace.Trace;
import org.lyceum.wire.rtp.HeaderExtensions;

/**
 * How one stream is written.
 *
 * @param ssrc of its media
 * @param rtxSsrc of its retransmissions
 * @param payloadType of its media
 * @param rtxPayloadType of its retransmissions, -1 for none
 * @param clockRate of its timestamps, in Hz
 * @param mid its MID
 * @param rid its RID, empty for none: the only encoding of its m-line
 * @param midId id of the header extension, 0 for none; so with the following
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record StreamFormat(
        int ssrc,
        int rtxSsrc,
        int payloadType,
        int rtxPayloadType,
        int clockRate,
        byte[] mid,
        byte[] rid,
        int midId,
        int ridId,
        int repairedRidId,
        int transportCcId) {
    private static final int OPUS_CLOCK_RATE = 48_000;

    static StreamFormat sound(Answer.Section agreed, RandomGenerator random) {
        return of(agreed, Offer.OPUS, -1, OPUS_CLOCK_RATE, Offer.AUDIO_MID, null, random);
    }

    static StreamFormat picture(Answer.Section agreed, @Nullable String rid, RandomGenerator random) {
        int rtx = agreed.takes(Offer.VP8_RTX) ? Offer.VP8_RTX : -1;
        return of(agreed, Offer.VP8, rtx, Trace.CLOCK_RATE, Offer.VIDEO_MID, rid, random);
    }

    private static StreamFormat of(
            Answer.Section agreed,
            int payloadType,
            int rtxPayloadType,
            int clockRate,
            String mid,
            @Nullable String rid,
            RandomGenerator random) {
        return new StreamFormat(
                random.nextInt(),
                random.nextInt(),
                payloadType,
                rtxPayloadType,
                clockRate,
                mid.getBytes(StandardCharsets.US_ASCII),
                rid == null ? new byte[0] : rid.getBytes(StandardCharsets.US_ASCII),
                agreed.extension(HeaderExtensions.MID),
                rid == null ? 0 : agreed.extension(HeaderExtensions.RID),
                rid == null ? 0 : agreed.extension(HeaderExtensions.REPAIRED_RID),
                agreed.extension(HeaderExtensions.TRANSPORT_CC));
    }
}
