package org.lyceum.bench.publish;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.Agreement;
import org.lyceum.bench.client.LocalDescription;
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

    static StreamFormat sound(Agreement.Section agreed, RandomGenerator random) {
        return of(agreed, OPUS_CLOCK_RATE, LocalDescription.AUDIO_MID, null, random);
    }

    static StreamFormat picture(Agreement.Section agreed, @Nullable String rid, RandomGenerator random) {
        return of(agreed, Trace.CLOCK_RATE, LocalDescription.VIDEO_MID, rid, random);
    }

    private static StreamFormat of(
            Agreement.Section agreed, int clockRate, String mid, @Nullable String rid, RandomGenerator random) {
        return new StreamFormat(
                random.nextInt(),
                random.nextInt(),
                agreed.payloadType(),
                agreed.rtxPayloadType(),
                clockRate,
                mid.getBytes(StandardCharsets.US_ASCII),
                rid == null ? new byte[0] : rid.getBytes(StandardCharsets.US_ASCII),
                agreed.extension(HeaderExtensions.MID),
                rid == null ? 0 : agreed.extension(HeaderExtensions.RID),
                rid == null ? 0 : agreed.extension(HeaderExtensions.REPAIRED_RID),
                agreed.extension(HeaderExtensions.TRANSPORT_CC));
    }
}
