package org.lyceum.rtc.sim;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.lyceum.rtc.peer.OutboundListener;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.FrameInfo;

/**
 * Stands where a room stands: sends frames of a trace on a link's picture, and Opus on its sound, answers NACKs, sends again
 * what is lost, and old packets when the network is to be probed.
 */
public final class VideoSender implements OutboundListener {
    private static final int PAYLOAD_BYTES = 1_100;
    private static final long FIRST_SEQUENCE = 100;
    private static final int KEPT = 2_000;
    private static final int SOUND_BYTES = 120;
    private static final long FRAME_NANOS = 1_000_000_000L / FrameTrace.FRAMES_PER_SECOND;
    private static final long SOUND_NANOS = 20_000_000L;
    private static final byte[] NO_PREFIX = new byte[0];

    /** What is encoded now, in bits a second. */
    public interface Rate {
        long bitrate();
    }

    private final VirtualTime time;
    private final OutboundMedia picture;
    private final OutboundMedia sound;
    private final PeerLink link;
    private final FrameTrace trace;
    private final Rate rate;
    private final ArrayDeque<MediaPacket> sent = new ArrayDeque<>();
    private final ArrayDeque<MediaPacket> sentSound = new ArrayDeque<>();
    /** When a packet was sent again, by its number on the wire. */
    private final Map<Integer, Long> sentAgain = new HashMap<>();

    private boolean hearsNacks = true;
    private long pictureSequence = FIRST_SEQUENCE;
    private long soundSequence = FIRST_SEQUENCE;
    private boolean key = true;
    /** What comes refers to a picture that was left out. */
    private boolean broken;

    private int keyFrameBytes;
    private int leftOut;
    private boolean speaks = true;
    private int keyFramesAsked;
    private boolean probesWithMedia = true;
    private long pictureBytes;
    private long probedBytes;

    public VideoSender(VirtualTime time, RandomGenerator random, PeerLink link, Rate rate) {
        this.time = time;
        this.link = link;
        this.picture = link.outbound(PeerLink.PICTURE);
        this.sound = link.outbound(PeerLink.SOUND);
        this.trace = new FrameTrace(random);
        this.rate = rate;
        picture.listen(this);
        sound.listen(new SoundListener());
    }

    /** Old media is not at hand when the network is to be probed. */
    public VideoSender withoutHistory() {
        probesWithMedia = false;
        return this;
    }

    /** No request for a repetition gets through. */
    public VideoSender withoutNacks() {
        hearsNacks = false;
        return this;
    }

    public VideoSender withoutSound() {
        speaks = false;
        return this;
    }

    /** A key frame is this large, whatever the rate; 0 for what the trace has. */
    public VideoSender keyFrameBytes(int bytes) {
        keyFrameBytes = bytes;
        return this;
    }

    public void start() {
        frame();
        if (speaks) {
            soundPacket();
        }
    }

    /** The next frame is a key frame. */
    public void keyFrame() {
        key = true;
        trace.keyFrame();
    }

    private void frame() {
        int size = trace.next(rate.bitrate());
        if (key || (!broken && picture.takesPicture())) {
            send(key && keyFrameBytes > 0 ? keyFrameBytes : size);
            broken = false;
            key = false;
        } else {
            leftOut++;
            askForKeyFrame();
        }
        link.attend();
        time.after(FRAME_NANOS, this::frame);
    }

    /** As a room does: a picture has been left out, so that another key frame is needed, once none is leaving. */
    private void askForKeyFrame() {
        broken = true;
        if (!picture.keyFrameWaits()) {
            keyFramesAsked++;
            keyFrame();
        }
    }

    private void send(int bytes) {
        int left = bytes;
        boolean first = true;
        while (left > 0) {
            int size = Math.min(PAYLOAD_BYTES, left);
            left -= size;
            byte[] payload = new byte[Math.max(size, 8)];
            payload[0] = (byte) (first ? 0x10 : 0);
            FrameInfo info = new FrameInfo(key, first, left <= 0, 0, 0, true, false);
            MediaPacket packet = packet(PeerLink.VP8, info, pictureSequence++, 90, payload);
            sent.addLast(packet);
            pictureBytes += payload.length;
            picture.send(
                    packet,
                    PeerLink.VP8,
                    packet.sequence(),
                    packet.timestamp(),
                    packet.marker(),
                    NO_PREFIX,
                    0,
                    0,
                    null,
                    time.now());
            first = false;
        }
        while (sent.size() > KEPT) {
            sent.removeFirst();
        }
    }

    private void soundPacket() {
        MediaPacket packet = packet(PeerLink.OPUS, FrameInfo.WHOLE, soundSequence++, 48, new byte[SOUND_BYTES]);
        sentSound.addLast(packet);
        while (sentSound.size() > KEPT) {
            sentSound.removeFirst();
        }
        sound.send(
                packet, PeerLink.OPUS, packet.sequence(), packet.timestamp(), true, NO_PREFIX, 0, 0, null, time.now());
        link.attend();
        time.after(SOUND_NANOS, this::soundPacket);
    }

    /** Sound is sent again, too, as far as it can be. */
    private final class SoundListener implements OutboundListener {
        @Override
        public void nack(int[] sequences, int count, long nowNanos) {
            for (int i = 0; i < count; i++) {
                lost(sequences[i], 0, nowNanos);
            }
        }

        @Override
        public void lost(int sequence, long departureNanos, long nowNanos) {
            for (MediaPacket packet : sentSound) {
                if ((packet.sequence() & 0xFFFF) == sequence) {
                    sound.resend(
                            packet,
                            PeerLink.OPUS,
                            packet.sequence(),
                            packet.timestamp(),
                            true,
                            NO_PREFIX,
                            0,
                            0,
                            null,
                            nowNanos);
                }
            }
        }

        @Override
        public void keyFrameRequested(long nowNanos) {
            // Sound has none.
        }
    }

    /** The timestamp tells the browser's side when it was captured, in milliseconds of the clock rate. */
    private MediaPacket packet(PayloadFormat format, FrameInfo info, long sequence, long ticks, byte[] payload) {
        long now = time.now();
        return new MediaPacket(
                format.codec(),
                0,
                1,
                sequence,
                now / 1_000_000 * ticks,
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

    @Override
    public void nack(int[] sequences, int count, long nowNanos) {
        for (int i = 0; hearsNacks && i < count; i++) {
            sendAgain(sequences[i], nowNanos);
        }
    }

    @Override
    public void lost(int sequence, long departureNanos, long nowNanos) {
        if (sentAgain.getOrDefault(sequence, Long.MIN_VALUE) <= departureNanos) {
            sendAgain(sequence, nowNanos);
        }
    }

    private void sendAgain(int sequence, long nowNanos) {
        for (MediaPacket packet : sent) {
            if ((packet.sequence() & 0xFFFF) == sequence) {
                sentAgain.put(sequence, nowNanos);
                resend(packet, nowNanos);
            }
        }
    }

    @Override
    public void keyFrameRequested(long nowNanos) {
        keyFrame();
    }

    @Override
    public int probe(int bytes, long nowNanos) {
        int left = bytes;
        for (MediaPacket packet : probesWithMedia ? sent : new ArrayDeque<MediaPacket>()) {
            if (left > 0) {
                resend(packet, nowNanos);
                left -= packet.payload().length;
                probedBytes += packet.payload().length;
            }
        }
        return bytes - left;
    }

    private void resend(MediaPacket packet, long nowNanos) {
        picture.resend(
                packet,
                PeerLink.VP8,
                packet.sequence(),
                packet.timestamp(),
                packet.marker(),
                NO_PREFIX,
                0,
                0,
                null,
                nowNanos);
    }

    /** Pictures that were not sent because too much waited. */
    public int leftOut() {
        return leftOut;
    }

    /** How often that made another key frame necessary. */
    public int keyFramesAsked() {
        return keyFramesAsked;
    }

    /** Packets of pictures, each counted once. */
    public long packets() {
        return pictureSequence - FIRST_SEQUENCE;
    }

    public long soundPackets() {
        return soundSequence - FIRST_SEQUENCE;
    }

    public long pictureBytes() {
        return pictureBytes;
    }

    public long probedBytes() {
        return probedBytes;
    }
}
