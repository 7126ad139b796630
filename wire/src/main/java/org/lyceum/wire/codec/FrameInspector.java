package org.lyceum.wire.codec;

import org.jspecify.annotations.Nullable;

/**
 * Finds the place in its frame of each packet of one inbound encoding. One instance for each SSRC and codec, on one thread;
 * packets in the order of arrival, without duplicates, RTX undone and padding cut off. Never throws for any bytes, and
 * allocates nothing.
 */
public final class FrameInspector {
    private final PayloadCodec codec;

    public FrameInspector(PayloadCodec codec) {
        this.codec = codec;
    }

    /**
     * Looks into one packet.
     *
     * @param buffer holds the payload
     * @param offset where it starts
     * @param length how long it is
     * @param sequence extended sequence number
     * @param timestamp extended timestamp
     * @param marker RTP marker bit
     * @param descriptor holds the dependency descriptor extension, null where the packet has none
     * @param descriptorOffset where its value starts
     * @param descriptorLength how long its value is
     */
    public FrameInfo inspect(
            byte[] buffer,
            int offset,
            int length,
            long sequence,
            long timestamp,
            boolean marker,
            byte @Nullable [] descriptor,
            int descriptorOffset,
            int descriptorLength) {
        if (codec == PayloadCodec.OPUS || codec == PayloadCodec.RED) {
            return FrameInfo.WHOLE;
        }
        throw new UnsupportedOperationException("comes with the payload parsers");
    }
}
