package org.lyceum.sfu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.sim.VirtualTime;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.FrameInfo;

/**
 * A presenter's picture in virtual time: VP8 in several encodings, each with pictures of about one size and larger key frames,
 * which come when they are asked for; nothing of what nobody wants. Payloads say in their last bytes which picture they are of, and when that was captured.
 */
final class WatchedSource implements Publisher {
    private static final long MS = 1_000_000L;
    private static final long FRAME_NANOS = 33 * MS;
    /** What it takes a request to reach the encoder. */
    private static final long REQUEST_NANOS = 40 * MS;

    private static final int NUMBER_AT = 12;
    private static final int DESCRIPTOR = 4;
    private static final int[] TEMPORAL_PATTERN = {0, 2, 1, 2};

    /**
     * @param height of the pictures in pixels, 0 where the packets do not tell it
     * @param every one picture in so many thirtieths of a second
     * @param bytes of a picture
     * @param keyBytes of a key frame
     * @param packetBytes of a packet
     * @param temporal three temporal layers, as L1T3 has them
     * @param spread sizes differ from their mean by this share at the most, and what has been spent beyond the rate is made
     *     good by leaving out pictures
     */
    record Encoding(int height, int every, int bytes, int keyBytes, int packetBytes, boolean temporal, double spread) {}

    /** @param reference the number of the picture that it refers to, -1 for a key frame */
    record Picture(int number, int encoding, long captured, int packets, int reference) {}

    /** An encoder is half a second beyond its rate before it leaves out pictures. */
    private static final int MOST_OWED_PICTURES = 15;

    /** One after the other. */
    private static final int MOST_LEFT_OUT = 3;

    private final class Encoder {
        private final int layer;
        private final Encoding encoding;
        private final TestSource packets;
        private boolean keyAsked = true;
        private int place;
        private int owedBytes;
        private int leftOut;
        private final int[] newest = new int[3];

        Encoder(int layer, Encoding encoding, int epoch) {
            this.layer = layer;
            this.encoding = encoding;
            packets = new TestSource(CodecType.VP8, layer, epoch, encoding.packetBytes);
        }

        private boolean leavesOut() {
            owedBytes = Math.max(0, owedBytes - encoding.bytes);
            boolean owes = encoding.spread > 0 && owedBytes * encoding.every > encoding.bytes * MOST_OWED_PICTURES;
            leftOut = owes && leftOut < MOST_LEFT_OUT ? leftOut + 1 : 0;
            return leftOut > 0;
        }

        List<MediaPacket> picture(long now) {
            if (leavesOut() && !keyAsked) {
                return List.of();
            }
            boolean key = keyAsked;
            keyAsked = false;
            place = key ? 0 : (place + 1) % TEMPORAL_PATTERN.length;
            int temporal = encoding.temporal ? TEMPORAL_PATTERN[place] : 0;
            int bytes = size(key ? encoding.keyBytes : encoding.bytes);
            owedBytes += bytes;
            int count = Math.max(1, Math.round((float) bytes / encoding.packetBytes));
            int reference = key ? -1 : newest[temporal == 2 && place == 3 ? 1 : 0];
            Picture picture = new Picture(pictures.size(), layer, now, count, reference);
            pictures.add(picture);
            for (int above = key ? 0 : temporal; above < (temporal == 0 ? 3 : temporal + 1); above++) {
                newest[above] = picture.number;
            }
            return packetize(picture, key, temporal, now);
        }

        private int size(int mean) {
            return (int) (mean * (1 + encoding.spread * (2 * random.nextDouble() - 1)));
        }

        private List<MediaPacket> packetize(Picture picture, boolean key, int temporal, long now) {
            List<MediaPacket> made = new ArrayList<>();
            packets.nextPicture();
            for (int i = 0; i < picture.packets; i++) {
                boolean last = i == picture.packets - 1;
                FrameInfo info = new FrameInfo(key, i == 0, last, 0, temporal, true, temporal == 2);
                byte[] payload = packets.payload(key, i == 0);
                if (key && i == 0 && encoding.height > 0) {
                    writeSize(payload);
                }
                write(payload, payload.length - Long.BYTES, Long.BYTES, now);
                write(payload, payload.length - NUMBER_AT, Integer.BYTES, picture.number);
                made.add(packets.packet(info, now, payload));
            }
            return made;
        }

        /** RFC 6386, 9.1: start code, width, height. */
        private void writeSize(byte[] payload) {
            int width = encoding.height * 16 / 9;
            int[] header = {0x9d, 0x01, 0x2a, width & 0xff, width >> 8, encoding.height & 0xff, encoding.height >> 8};
            for (int i = 0; i < header.length; i++) {
                payload[DESCRIPTOR + 3 + i] = (byte) header[i];
            }
        }
    }

    final List<Picture> pictures = new ArrayList<>();
    final List<Integer> keyFrameRequests = new ArrayList<>();
    final TrackId track;
    private final VirtualTime time;
    private final RoomShard shard;
    private final SplittableRandom random;
    private final List<Encoder> encoders = new ArrayList<>();
    private boolean keyFramesTogether;
    private boolean alwaysOn;
    private int wanted = WantedLayers.EVERY_SOURCE_LAYER;
    private int ticks;

    WatchedSource(
            TrackId track,
            int epoch,
            VirtualTime time,
            RoomShard shard,
            SplittableRandom random,
            Encoding... encodings) {
        this.track = track;
        this.time = time;
        this.shard = shard;
        this.random = random;
        for (Encoding encoding : encodings) {
            encoders.add(new Encoder(encoders.size(), encoding, epoch));
        }
        shard.publish(track, this, epoch, time.now());
    }

    /** Whichever encoding a key frame is asked of, all that are on make one, and when one goes off too, as libwebrtc does it. */
    WatchedSource withKeyFramesTogether() {
        keyFramesTogether = true;
        return this;
    }

    /** Takes its next picture, if any is due, and goes on for ever. */
    void begin(Runnable after) {
        for (Encoder encoder : encoders) {
            boolean due = ticks % encoder.encoding.every == 0 && (wanted & (1 << encoder.layer)) != 0;
            for (MediaPacket packet : due ? encoder.picture(time.now()) : List.<MediaPacket>of()) {
                shard.receive(track, packet, time.now());
            }
        }
        shard.handOut(time.now());
        ticks++;
        after.run();
        time.after(FRAME_NANOS, () -> begin(after));
    }

    @Override
    public void requestKeyFrame(int layer, long nowNanos) {
        keyFrameRequests.add(layer);
        time.after(REQUEST_NANOS, () -> {
            for (Encoder encoder : encoders) {
                encoder.keyAsked |= keyFramesTogether || encoder.layer == layer;
            }
        });
    }

    /** Everything is sent whatever is wanted, as publishers do that hear nothing of it. */
    WatchedSource alwaysOn() {
        alwaysOn = true;
        return this;
    }

    /** Of a source that is {@link #alwaysOn}: it sends these alone from now on. */
    void sends(int layers) {
        for (Encoder encoder : encoders) {
            encoder.keyAsked |= (layers & ~wanted & (1 << encoder.layer)) != 0;
        }
        wanted = layers;
    }

    /** What comes back begins with a key frame. */
    void wanted(int layers) {
        if (alwaysOn) {
            return;
        }
        boolean changes = ((layers ^ wanted) & ((1 << encoders.size()) - 1)) != 0;
        for (Encoder encoder : encoders) {
            boolean comesBack = (layers & ~wanted & (1 << encoder.layer)) != 0;
            encoder.keyAsked |= comesBack || (keyFramesTogether && changes);
        }
        wanted = layers;
    }

    int wanted() {
        return wanted;
    }

    private static void write(byte[] payload, int at, int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            payload[at + i] = (byte) (value >>> (8 * (bytes - 1 - i)));
        }
    }

    private static long read(byte[] payload, int at, int bytes) {
        long value = 0;
        for (byte each : Arrays.copyOfRange(payload, at, at + bytes)) {
            value = value << 8 | (each & 0xFF);
        }
        return value;
    }

    /** When what a packet is of was captured. */
    static long captured(MediaPacket packet) {
        byte[] payload = packet.payload();
        return read(payload, payload.length - Long.BYTES, Long.BYTES);
    }

    /** The picture that a packet is of. */
    Picture picture(MediaPacket packet) {
        byte[] payload = packet.payload();
        return pictures.get((int) read(payload, payload.length - NUMBER_AT, Integer.BYTES));
    }

    /** Sound has no pictures, and is stamped alike. */
    static void stamp(MediaPacket packet, long now) {
        byte[] payload = packet.payload();
        write(payload, payload.length - Long.BYTES, Long.BYTES, now);
    }
}
