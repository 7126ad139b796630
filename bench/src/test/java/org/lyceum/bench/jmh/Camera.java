package org.lyceum.bench.jmh;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.FrameInfo;

/**
 * Decrypted packets of a camera: 30 frames of VP8 a second, each of ten packets of 1,100 bytes, which makes 2.6 Mbit/s. The
 * payloads come again every 128 frames, when the picture id of seven bits does.
 */
final class Camera {
    static final int PACKETS = 10;
    static final long FRAME_NANOS = TimeUnit.SECONDS.toNanos(1) / 30;

    private static final Codec VP8 = new Codec(CodecType.VP8, "");
    static final int PAYLOAD_BYTES = 1_100;
    private static final int PICTURE_IDS = 128;

    private final byte[][] payloads = new byte[PICTURE_IDS * PACKETS][PAYLOAD_BYTES];
    private long frame;

    Camera() {
        Random random = new Random(1);
        for (int i = 0; i < payloads.length; i++) {
            byte[] payload = payloads[i];
            random.nextBytes(payload);
            payload[0] = (byte) (i % PACKETS == 0 ? 0x90 : 0x80); // X; S where a frame begins (RFC 7741, 4.2)
            payload[1] = (byte) 0x80; // I
            payload[2] = (byte) (i / PACKETS);
            payload[3] = (byte) (i < PACKETS ? 0 : 1); // P, inverse key frame
        }
    }

    long nowNanos() {
        return frame * FRAME_NANOS;
    }

    /** The packets of the next frame, received now. */
    MediaPacket[] nextFrame() {
        MediaPacket[] packets = new MediaPacket[PACKETS];
        int first = (int) (frame % PICTURE_IDS) * PACKETS;
        for (int i = 0; i < PACKETS; i++) {
            boolean last = i == PACKETS - 1;
            packets[i] = new MediaPacket(
                    VP8,
                    0,
                    1,
                    1_000 + frame * PACKETS + i,
                    frame * 3_000,
                    last,
                    nowNanos(),
                    nowNanos(),
                    new FrameInfo(first == 0, i == 0, last, 0, 0, true, false),
                    -1,
                    false,
                    -1,
                    -1,
                    null,
                    null,
                    payloads[first + i]);
        }
        frame++;
        return packets;
    }
}
