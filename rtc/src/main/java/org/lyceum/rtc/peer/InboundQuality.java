package org.lyceum.rtc.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a peer receives under one SSRC of media, at one moment: how the other side's upload is.
 *
 * @param mid the m-line
 * @param layer index of the simulcast encoding, 0 where there is only one
 * @param rid its restriction id (RFC 8851), null where none was negotiated
 * @param bitrate bits a second over the last second or so, headers left out
 * @param lossRatio share lost on the way in over the last interval of reports, retransmissions not counted as received, 0 to 1
 * @param packetsReceived since the stream began
 * @param packetsLost since the stream began, those that RTX brought back included
 * @param jitterNanos interarrival jitter (RFC 3550, 6.4.1)
 * @param heights of its pictures in pixels, one for each spatial layer, smallest first; empty while not known, and for sound
 */
public record InboundQuality(
        String mid,
        int layer,
        @Nullable String rid,
        long bitrate,
        double lossRatio,
        long packetsReceived,
        long packetsLost,
        long jitterNanos,
        List<Integer> heights) {
    public InboundQuality {
        heights = List.copyOf(heights);
    }
}
