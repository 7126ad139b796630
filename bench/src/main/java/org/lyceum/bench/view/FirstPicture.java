package org.lyceum.bench.view;

import org.lyceum.wire.codec.Vp8Descriptor;
import org.lyceum.wire.rtp.RtpPacket;

/**
 * Looks for the first picture that a decoder could show: a key frame of which every packet has come, each at most once, those
 * sent again included. Confined to its viewer's loop.
 */
final class FirstPicture {
    private static final int NONE = -1;
    private static final int SEQUENCE_MASK = 0xFFFF;

    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private long timestamp;
    private int first = NONE;
    private int last = NONE;
    private int packets;

    /** Takes a decrypted packet of video; true with the one that completes a key frame. */
    boolean completes(RtpPacket packet, int sequence, int payloadOffset, int payloadLength) {
        if (descriptor.parse(packet.buffer(), payloadOffset, payloadLength) && descriptor.keyFrame()) {
            timestamp = packet.timestamp();
            first = sequence;
            last = NONE;
            packets = 0;
        }
        if (first == NONE || packet.timestamp() != timestamp) {
            return false;
        }
        packets++;
        if (packet.marker()) {
            last = sequence;
        }
        return last != NONE && packets == (last - first & SEQUENCE_MASK) + 1;
    }
}
