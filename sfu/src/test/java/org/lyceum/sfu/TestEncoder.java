package org.lyceum.sfu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.FrameInfo;
import org.lyceum.wire.codec.FrameInspector;
import org.lyceum.wire.codec.PayloadCodec;

/**
 * One encoding of a source with real payload descriptors and dependency descriptors, as browsers write them: temporal layers in the
 * order 0 2 1 2, spatial layers with inter-layer prediction in every picture (L3T3) or in key pictures only (L3T3_KEY). The
 * last four bytes of every payload name its frame, the two before them the packet's place in it.
 */
final class TestEncoder {
    /** How spatial layers depend on each other; a screen is simulcast whose lesser encoding has neither these nor temporal layers. */
    enum Mode {
        SIMULCAST(3, 1),
        SCREEN(2, 1),
        L3T3(1, 3),
        L3T3_KEY(1, 3);

        final int encodings;
        final int spatialLayers;

        Mode(int encodings, int spatialLayers) {
            this.encodings = encodings;
            this.spatialLayers = spatialLayers;
        }

        int temporalLayers(int encoding) {
            return floor(encoding) ? 1 : 3;
        }

        /** Of how many of the source's pictures the encoding has one. */
        int interval(int encoding) {
            return floor(encoding) ? 6 : 1;
        }

        private boolean floor(int encoding) {
            return this == SCREEN && encoding == 0;
        }
    }

    private static final int[] PATTERN = {0, 2, 1, 2, 0, 2, 1, 2};
    private static final int TAIL = 6;
    private static final int FIRST_SEQUENCE_RANGE = 60_000;

    final int encoding;
    private final CodecType type;
    private final Mode mode;
    private final boolean temporal;
    private final int epoch;
    private final List<TestFrame> all;
    private final RandomGenerator random;
    private final FrameInspector inspector;
    private final DescriptorWriter descriptors;
    private long sequence;
    private final long firstTimestamp;
    private int pictureId;
    private int tl0;
    private int place;
    private int pictures;
    private boolean keyWanted = true;
    private final @Nullable TestFrame[][] newest = new TestFrame[3][3];
    /** How many spatial layers are on, were in the picture before, and are to be. */
    private int spatialLayers;

    private int spatialWanted;

    private int spatialBefore;

    TestEncoder(CodecType type, Mode mode, int encoding, int epoch, List<TestFrame> all, RandomGenerator random) {
        this.type = type;
        this.mode = mode;
        this.temporal = type != CodecType.H264 && mode.temporalLayers(encoding) > 1;
        this.encoding = encoding;
        this.epoch = epoch;
        this.all = all;
        this.random = random;
        this.inspector = new FrameInspector(PayloadCodec.valueOf(type.name()));
        this.descriptors = new DescriptorWriter(
                mode.spatialLayers, mode.temporalLayers(encoding), random.nextInt(64), random.nextInt(1 << 16));
        this.sequence = random.nextInt(FIRST_SEQUENCE_RANGE);
        this.firstTimestamp = random.nextInt(1 << 30);
        this.pictureId = random.nextInt(1 << 15);
        this.tl0 = random.nextInt(1 << 8);
        this.spatialLayers = mode.spatialLayers;
        this.spatialWanted = spatialLayers;
    }

    void wantKey() {
        keyWanted = true;
    }

    /** Higher spatial layers go off and on, as an encoder short of bandwidth does it. */
    void spatialLayers(int layers) {
        spatialWanted = Math.min(layers, mode.spatialLayers);
    }

    /** The next picture, captured now. */
    List<MediaPacket> picture(long now) {
        // Without inter-layer prediction between key pictures, a layer comes back with a key picture.
        boolean key = keyWanted || (mode == Mode.L3T3_KEY && spatialWanted > spatialBefore);
        keyWanted = false;
        place = key || !temporal ? 0 : (place + 1) % PATTERN.length;
        int layer = PATTERN[place];
        if (layer == 0 || spatialWanted < spatialLayers) {
            spatialLayers = spatialWanted; // up at the lowest temporal layer only
        }
        pictureId++;
        if (layer == 0) {
            tl0++;
        }
        List<MediaPacket> packets = new ArrayList<>();
        // A layer that comes back depends on its own picture only; the layers below it are its way in.
        boolean comesBack = !key && spatialLayers > spatialBefore;
        for (int spatial = 0; spatial < spatialLayers; spatial++) {
            boolean newLayer = comesBack && spatial >= spatialBefore;
            boolean interLayer = key || comesBack || mode == Mode.L3T3;
            packetize(frame(key, spatial, layer, newLayer, interLayer), newLayer, interLayer, now, packets);
        }
        spatialBefore = spatialLayers;
        pictures++;
        return packets;
    }

    private TestFrame frame(boolean key, int spatial, int layer, boolean newLayer, boolean interLayer) {
        List<TestFrame> references = new ArrayList<>();
        TestFrame below = spatial == 0 ? null : newestOf(spatial - 1, layer);
        if (below != null && interLayer) {
            references.add(below);
        }
        if (!key && !newLayer) {
            TestFrame past = newestOf(spatial, reference());
            if (past != null && !references.contains(past)) {
                references.add(past);
            }
        }
        int packets = 1 + random.nextInt(key ? 5 : 3);
        boolean usedAbove = interLayer && spatial < spatialLayers - 1;
        TestFrame frame = new TestFrame(
                all.size(), epoch, encoding, pictures, spatial, layer, key, usedAbove, references, packets);
        all.add(frame);
        newest[spatial][layer] = frame;
        if (key || newLayer) {
            newest[spatial][1] = frame;
            newest[spatial][2] = frame;
            newest[spatial][0] = frame;
        }
        return frame;
    }

    /** The temporal layer that the frame at this place of the pattern refers to. */
    private int reference() {
        return switch (place) {
            case 3 -> 1;
            // Now and then a higher layer goes on from itself: no place to enter it.
            case 6 -> type == CodecType.VP8 ? 1 : 0;
            case 7 -> type == CodecType.VP8 ? 2 : 1;
            default -> 0;
        };
    }

    private boolean entersTemporalLayer() {
        return place != 6 && place != 7 && place != 3;
    }

    private @Nullable TestFrame newestOf(int spatial, int layer) {
        return newest[spatial][layer];
    }

    private void packetize(TestFrame frame, boolean newLayer, boolean interLayer, long now, List<MediaPacket> out) {
        byte[][] withDescriptor = type == CodecType.AV1 ? descriptors.describe(frame, spatialLayers) : new byte[0][];
        for (int i = 0; i < frame.packets(); i++) {
            boolean last = i == frame.packets() - 1;
            boolean marker = last && frame.spatial() == spatialLayers - 1;
            byte[] head = head(frame, i, newLayer, interLayer);
            byte[] payload = Arrays.copyOf(head, head.length + 20 * (frame.spatial() + 1) * (encoding + 1) + TAIL);
            writeTail(payload, frame.number(), i);
            out.add(packet(payload, marker, now, withDescriptor.length == 0 ? null : withDescriptor[i]));
        }
    }

    private static void writeTail(byte[] payload, int number, int index) {
        int at = payload.length - TAIL;
        payload[at] = (byte) (index >> 8);
        payload[at + 1] = (byte) index;
        for (int i = 0; i < 4; i++) {
            payload[at + 2 + i] = (byte) (number >> (24 - 8 * i));
        }
    }

    static int frameNumber(byte[] payload) {
        int number = 0;
        for (int i = payload.length - 4; i < payload.length; i++) {
            number = (number << 8) | (payload[i] & 0xff);
        }
        return number;
    }

    static int index(byte[] payload) {
        return ((payload[payload.length - TAIL] & 0xff) << 8) | (payload[payload.length - TAIL + 1] & 0xff);
    }

    private MediaPacket packet(byte[] payload, boolean marker, long now, byte @Nullable [] descriptor) {
        long timestamp = firstTimestamp + now / 1000 * 90 / 1000;
        return new MediaPacket(
                new Codec(type, ""),
                encoding,
                epoch,
                sequence++,
                timestamp,
                marker,
                now,
                now,
                FrameInfo.WHOLE,
                -1,
                false,
                -1,
                -1,
                descriptor,
                null,
                payload);
    }

    /** A packet as it is known when it has arrived, in the order of arrival. */
    MediaPacket arrived(MediaPacket sent, long now) {
        byte[] payload = sent.payload();
        byte[] descriptor = sent.dependencyDescriptor();
        FrameInfo frame = inspector.inspect(
                payload,
                0,
                payload.length,
                sent.sequence(),
                sent.timestamp(),
                sent.marker(),
                descriptor,
                0,
                descriptor == null ? 0 : descriptor.length);
        return new MediaPacket(
                sent.codec(),
                encoding,
                epoch,
                sent.sequence(),
                sent.timestamp(),
                sent.marker(),
                now,
                sent.captureNanos(),
                frame,
                -1,
                false,
                -1,
                -1,
                descriptor,
                inspector.decodeTargets(),
                payload);
    }

    private byte[] head(TestFrame frame, int index, boolean newLayer, boolean interLayer) {
        return switch (type) {
            case VP8 -> vp8(frame, index);
            case VP9 -> vp9(frame, index, newLayer, interLayer);
            case H264 -> h264(frame, index);
            default -> av1(frame, index);
        };
    }

    // RFC 7741, 4.2: X S; I L T; 15 bits of picture id; TL0PICIDX; TID Y; then P in the frame tag. Without layers there
    // is no L and no T.
    private byte[] vp8(TestFrame frame, int index) {
        if (!temporal) {
            int start = index == 0 ? 0x90 : 0x80;
            return bytes(start, 0x80, 0x80 | ((pictureId >> 8) & 0x7f), pictureId, frame.key() ? 0 : 1, 0);
        }
        int sync = frame.temporal() == 0 || entersTemporalLayer() ? 0x20 : 0;
        return bytes(
                index == 0 ? 0x90 : 0x80,
                0xe0,
                0x80 | ((pictureId >> 8) & 0x7f),
                pictureId,
                tl0,
                (frame.temporal() << 6) | sync,
                frame.key() ? 0 : 1,
                0);
    }

    // RFC 9628, 4.2: I P L B E Z; 15 bits of picture id; TID U SID D; TL0PICIDX. Without layers there is neither L nor
    // what it stands for.
    private byte[] vp9(TestFrame frame, int index, boolean newLayer, boolean interLayer) {
        int flags = 0x80
                | (temporal ? 0x20 : 0)
                | (frame.key() || newLayer ? 0 : 0x40)
                | (index == 0 ? 0x08 : 0)
                | (index == frame.packets() - 1 ? 0x04 : 0)
                | (frame.usedAbove() ? 0 : 0x01);
        if (!temporal) {
            return bytes(flags, 0x80 | ((pictureId >> 8) & 0x7f), pictureId, 0xaa);
        }
        int layers =
                (frame.temporal() << 5) | 0x10 | (frame.spatial() << 1) | (interLayer && frame.spatial() > 0 ? 1 : 0);
        return bytes(flags, 0x80 | ((pictureId >> 8) & 0x7f), pictureId, layers, tl0, 0xaa);
    }

    // RFC 6184: parameter sets and slices as single NAL units
    private static byte[] h264(TestFrame frame, int index) {
        if (frame.key() && index == 0) {
            return bytes(0x67, 0x42, 0xc0, 0x1f);
        }
        return frame.key() ? bytes(0x65, index == 1 ? 0x88 : 0x08) : bytes(0x41, index == 0 ? 0x9a : 0x1a);
    }

    // The aggregation header: Z and Y for pieces of one OBU, W 1, N at the beginning of a key frame
    private static byte[] av1(TestFrame frame, int index) {
        boolean sequence = frame.key() && frame.spatial() == 0 && index == 0;
        boolean last = index == frame.packets() - 1;
        int header = (index > 0 ? 0x80 : 0) | (last ? 0 : 0x40) | 0x10 | (sequence ? 0x08 : 0);
        return bytes(header, 0x30, frame.key() ? 0x00 : 0x20);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
