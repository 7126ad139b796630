package org.lyceum.bench.publish;

import java.util.SplittableRandom;
import org.lyceum.bench.probe.ProbeStamp;
import org.lyceum.bench.trace.TraceFrame;
import org.lyceum.bench.trace.TraceLayer;
import org.lyceum.wire.Bytes;

/**
 * Splits the frames of one encoding evenly into RTP payloads (RFC 7741) and numbers its pictures. Where the trace has no bytes
 * they are made up: a header that says key frame and picture size as a real one does, then a {@link ProbeStamp} in each packet,
 * then noise. Confined to its publisher's loop.
 *
 * <pre>
 *      +-+-+-+-+-+-+-+-+
 *      |1|0|N|S|0|0 0 0|
 *      |1|1|1|1|0 0 0 0|   picture id of 15 bits, TL0PICIDX, TID and KEYIDX
 *      |1|  PictureID  |
 *      |   PictureID   |
 *      |   TL0PICIDX   |
 *      |TID|Y| KEYIDX  |
 *      +-+-+-+-+-+-+-+-+
 * </pre>
 */
final class Vp8Packetizer {
    static final int DESCRIPTOR_BYTES = 6;

    /** So that a packet with its header, the extensions and the tag of SRTP has at most 1,200 bytes. */
    static final int MOST_PAYLOAD_BYTES = 1200 - 12 - 24 - 16;

    static final int MADE_UP_HEADER_BYTES = 10; // of a key frame (RFC 6386, 9.1); other frames keep the room

    private static final int PICTURE_IDS = 1 << 15;
    private static final int SHOW_FRAME = 1 << 4;

    private final TraceLayer layer;
    private final byte[] noise = new byte[MOST_PAYLOAD_BYTES];
    private final ProbeStamp stamp = new ProbeStamp();
    private int pictureId;
    private int tl0PicIdx;
    private int keyIdx;

    Vp8Packetizer(TraceLayer layer, int firstPictureId) {
        this.layer = layer;
        this.pictureId = firstPictureId % PICTURE_IDS;
        new SplittableRandom(1).nextBytes(noise);
    }

    /** The payloads of the next frame, in order; made up ones are stamped with {@code nowNanos}. */
    byte[][] packetize(TraceFrame frame, long nowNanos) {
        pictureId = (pictureId + 1) % PICTURE_IDS;
        tl0PicIdx = frame.temporalLayer() == 0 ? (tl0PicIdx + 1) & 0xFF : tl0PicIdx;
        keyIdx = frame.key() ? (keyIdx + 1) & 0x1F : keyIdx;
        int size =
                frame.bytes() == null ? Math.max(frame.size(), MADE_UP_HEADER_BYTES + ProbeStamp.BYTES) : frame.size();
        int room = MOST_PAYLOAD_BYTES - DESCRIPTOR_BYTES;
        int packets = (size + room - 1) / room;
        byte[][] payloads = new byte[packets][];
        int from = 0;
        for (int i = 0; i < packets; i++) {
            int to = (int) ((long) size * (i + 1) / packets);
            payloads[i] = payload(frame, from, to - from, nowNanos);
            from = to;
        }
        return payloads;
    }

    private byte[] payload(TraceFrame frame, int from, int length, long nowNanos) {
        byte[] payload = new byte[DESCRIPTOR_BYTES + length];
        boolean start = from == 0;
        Bytes.put8(payload, 0, 0x80 | (frame.discardable() ? 0x20 : 0) | (start ? 0x10 : 0));
        Bytes.put8(payload, 1, 0xF0);
        Bytes.put16(payload, 2, PICTURE_IDS | pictureId);
        Bytes.put8(payload, 4, tl0PicIdx);
        Bytes.put8(payload, 5, frame.temporalLayer() << 6 | (frame.layerSync() ? 0x20 : 0) | keyIdx);
        byte[] encoded = frame.bytes();
        if (encoded != null) {
            System.arraycopy(encoded, from, payload, DESCRIPTOR_BYTES, length);
            return payload;
        }
        System.arraycopy(noise, 0, payload, DESCRIPTOR_BYTES, length);
        int at = DESCRIPTOR_BYTES;
        if (start) {
            writeHeader(payload, frame);
            at += MADE_UP_HEADER_BYTES;
        }
        stamp.write(payload, at, payload.length - at, nowNanos);
        return payload;
    }

    /** Frame tag, and of a key frame the start code and the picture size, little-endian. */
    private void writeHeader(byte[] payload, TraceFrame frame) {
        int at = DESCRIPTOR_BYTES;
        int tag = (frame.key() ? 0 : 1) | SHOW_FRAME | Math.min(frame.size() / 4, 0x7_FFFF) << 5;
        putLittle(payload, at, tag, 3);
        if (frame.key()) {
            Bytes.put24(payload, at + 3, 0x9D012A);
            putLittle(payload, at + 6, layer.width(), 2);
            putLittle(payload, at + 8, layer.height(), 2);
        }
    }

    private static void putLittle(byte[] bytes, int offset, int value, int count) {
        for (int i = 0; i < count; i++) {
            bytes[offset + i] = (byte) (value >> (8 * i));
        }
    }
}
