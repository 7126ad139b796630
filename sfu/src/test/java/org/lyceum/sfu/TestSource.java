package org.lyceum.sfu;

import java.util.ArrayList;
import java.util.List;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.MediaKind;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.FrameInfo;

/** Makes the packets of one encoding, and can be asked for key frames. */
final class TestSource implements Publisher {
    static final long MS = 1_000_000L;

    final List<Long> requests = new ArrayList<>();
    final List<Integer> requestedLayers = new ArrayList<>();
    private final Codec codec;
    private final int layer;
    private final int epoch;
    private final int packetBytes;
    private long sequence;
    private final long firstTimestamp;
    private int pictureId;

    TestSource(CodecType type, int layer, int epoch, int packetBytes) {
        this.codec = new Codec(type, "");
        this.layer = layer;
        this.epoch = epoch;
        this.packetBytes = packetBytes;
        this.sequence = 1000L * (epoch + 1) + 77L * layer;
        this.firstTimestamp = 500_000L * (epoch + 1) + 33L * layer;
        this.pictureId = 100 * (epoch + 1) + layer;
    }

    static TestSource video(int epoch) {
        return new TestSource(CodecType.VP8, 0, epoch, 100);
    }

    static TestSource sound(int epoch) {
        return new TestSource(CodecType.OPUS, 0, epoch, 80);
    }

    @Override
    public void requestKeyFrame(int askedLayer, long nowNanos) {
        requests.add(nowNanos);
        requestedLayers.add(askedLayer);
    }

    /** One frame captured now. */
    List<MediaPacket> frame(boolean key, int packets, long now) {
        List<MediaPacket> frame = new ArrayList<>();
        nextPicture();
        for (int i = 0; i < packets; i++) {
            FrameInfo info = codec.type().kind() == MediaKind.AUDIO
                    ? FrameInfo.WHOLE
                    : new FrameInfo(key, i == 0, i == packets - 1, 0, 0, true, false);
            frame.add(packet(info, now, payload(key, i == 0)));
        }
        return frame;
    }

    /** What follows is of another picture. */
    void nextPicture() {
        pictureId++;
    }

    MediaPacket packet(FrameInfo info, long now, byte[] payload) {
        long timestamp = firstTimestamp + now / 1000 * codec.type().clockRate() / 1_000_000;
        return new MediaPacket(
                codec,
                layer,
                epoch,
                sequence++,
                timestamp,
                info.endOfFrame(),
                now,
                now,
                info,
                -1,
                false,
                -1,
                -1,
                null,
                null,
                payload);
    }

    byte[] payload(boolean key, boolean start) {
        byte[] payload = new byte[packetBytes];
        if (codec.type() == CodecType.VP8) {
            // X and S; I; picture id of 15 bits; P
            payload[0] = (byte) (start ? 0x90 : 0x80);
            payload[1] = (byte) 0x80;
            payload[2] = (byte) (0x80 | ((pictureId >> 8) & 0x7f));
            payload[3] = (byte) pictureId;
            payload[4] = (byte) (key ? 0 : 1);
        }
        return payload;
    }

    /** Leaves a gap in the sequence numbers. */
    void skip(int packets) {
        sequence += packets;
    }
}
