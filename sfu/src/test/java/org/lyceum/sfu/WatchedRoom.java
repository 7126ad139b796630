package org.lyceum.sfu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.peer.DatagramPool;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.sim.Bottleneck;
import org.lyceum.rtc.sim.PeerLink;
import org.lyceum.rtc.sim.VirtualTime;
import org.lyceum.rtc.stream.MediaPacket;

/**
 * A camera in three sizes, a microphone where it is wanted, and their watchers in virtual time: a shard, and for each watcher a whole peer with encryption, pacer and
 * estimator, an allocator, and a browser's peer behind a bottleneck.
 */
final class WatchedRoom implements ShardLinks, ShardEvents, Publisher {
    static final TrackId CAMERA = new TrackId("camera");
    static final TrackId MICROPHONE = new TrackId("microphone");

    private static final long MS = 1_000_000L;
    private static final long FRAME_NANOS = 33 * MS;
    private static final long TICK_NANOS = 50 * MS;
    private static final long SOUND_NANOS = 20 * MS;
    private static final int SOUND_BYTES = 80;
    private static final int KEY_FRAME = 4;
    private static final int[] PACKETS = {1, 2, 6};
    private static final int[] PACKET_BYTES = {600, 1_040, 1_040};

    /** Someone who watches. */
    static final class Watcher implements Allocator.Listener {
        final PeerLink link;
        final Bottleneck down;
        final List<Long> delays = new ArrayList<>();
        final Allocator allocator = new Allocator(this);
        final PeerSubscriber subscriber;
        private final PeerSubscriber listening;
        private Quality quality = Quality.NOTHING;
        private int switches;

        Watcher(PeerLink link, Bottleneck down, SplittableRandom random) {
            this.link = link;
            this.down = down;
            this.subscriber = new PeerSubscriber(link.outbound(PeerLink.PICTURE), LayerSelector.HIGHEST, random);
            this.listening = new PeerSubscriber(link.outbound(PeerLink.SOUND), LayerSelector.HIGHEST, random);
        }

        @Override
        public void wanted(long bitsPerSecond) {
            link.server().wanted(bitsPerSecond);
            link.attend();
        }

        Quality quality() {
            return quality;
        }

        int switches() {
            return switches;
        }

        long delayMillis(double share) {
            List<Long> sorted = new ArrayList<>(delays);
            Collections.sort(sorted);
            return sorted.isEmpty()
                    ? 0
                    : sorted.get((int) Math.min(sorted.size() - 1L, (long) (share * sorted.size()))) / MS;
        }
    }

    final VirtualTime time = new VirtualTime(-11_000 * MS);
    final List<Watcher> watchers = new ArrayList<>();
    final List<Integer> keyFrameRequests = new ArrayList<>();
    private final RoomShard shard = new RoomShard(this, this);
    private final DatagramPool pool = new DatagramPool();
    private final List<TestSource> encodings = new ArrayList<>();
    private @Nullable TestSource microphone;
    private final boolean[] keyFrameAsked = {true, true, true};
    private int wanted = WantedLayers.EVERY_SOURCE_LAYER;
    private long armedNanos = Long.MAX_VALUE;

    WatchedRoom() {
        for (int layer = 0; layer < PACKETS.length; layer++) {
            encodings.add(new TestSource(CodecType.VP8, layer, 1, PACKET_BYTES[layer]));
        }
        shard.publish(CAMERA, this, 1, time.now());
    }

    /** Somebody speaks, too: 50 kbit/s with headers. */
    WatchedRoom withSound() {
        microphone = new TestSource(CodecType.OPUS, 0, 2, SOUND_BYTES);
        shard.publish(MICROPHONE, (layer, now) -> {}, 2, time.now());
        return this;
    }

    /** The same seed is the same watcher, whoever else is there. */
    Watcher join(long seed, long bitrate, long queueMillis, double loss) {
        return join(seed, bitrate, queueMillis, loss, true);
    }

    /** @param rtx the watcher takes retransmissions */
    Watcher join(long seed, long bitrate, long queueMillis, double loss, boolean rtx) {
        SplittableRandom random = new SplittableRandom(seed);
        Bottleneck down = new Bottleneck(time, random.split(), bitrate)
                .queueMillis(queueMillis)
                .losing(loss);
        Watcher watcher =
                new Watcher(new PeerLink(time, random.split(), down, 20, true, rtx, pool), down, random.split());
        watcher.link
                .onBandwidth((bitsPerSecond, now) -> watcher.allocator.bandwidth(bitsPerSecond, now))
                .onArrival((mid, packet, now) -> watcher.delays.add(now - captured(packet)));
        watchers.add(watcher);
        return watcher;
    }

    /** Payloads begin with nothing of use, so that the time of capture travels in their last bytes. */
    static long captured(MediaPacket packet) {
        byte[] payload = packet.payload();
        long value = 0;
        for (int i = payload.length - Long.BYTES; i < payload.length; i++) {
            value = value << 8 | (payload[i] & 0xFF);
        }
        return value;
    }

    private static void stamp(MediaPacket packet, long now) {
        byte[] payload = packet.payload();
        for (int i = 0; i < Long.BYTES; i++) {
            payload[payload.length - 1 - i] = (byte) (now >>> (8 * i));
        }
    }

    /** Connects everybody, subscribes them, and begins to send. */
    void begin() {
        time.runFor(1_000 * MS);
        for (Watcher watcher : watchers) {
            watcher.allocator.bandwidth(watcher.link.server().availableBitrate(), time.now());
            watcher.allocator.add(watcher.subscriber, time.now());
            shard.subscribe(CAMERA, watcher.subscriber, time.now());
            if (microphone != null) {
                watcher.allocator.add(watcher.listening, time.now());
                shard.subscribe(MICROPHONE, watcher.listening, time.now());
            }
        }
        if (microphone != null) {
            sound(microphone);
        }
        frame();
        tick();
    }

    private void frame() {
        for (int layer = 0; layer < encodings.size(); layer++) {
            if ((wanted & (1 << layer)) != 0) {
                boolean key = keyFrameAsked[layer];
                keyFrameAsked[layer] = false;
                int packets = PACKETS[layer] * (key ? KEY_FRAME : 1);
                for (MediaPacket packet : encodings.get(layer).frame(key, packets, time.now())) {
                    stamp(packet, time.now());
                    shard.receive(CAMERA, packet, time.now());
                }
            }
        }
        arm();
        time.after(FRAME_NANOS, this::frame);
    }

    private void sound(TestSource source) {
        for (MediaPacket packet : source.frame(false, 1, time.now())) {
            stamp(packet, time.now());
            shard.receive(MICROPHONE, packet, time.now());
        }
        arm();
        time.after(SOUND_NANOS, () -> sound(source));
    }

    private void tick() {
        for (Watcher watcher : watchers) {
            watcher.allocator.onDeadline(time.now());
        }
        arm();
        time.after(TICK_NANOS, this::tick);
    }

    private void arm() {
        long deadline = shard.deadlineNanos();
        if (deadline < armedNanos) {
            armedNanos = deadline;
            time.at(deadline, () -> {
                if (armedNanos == deadline) {
                    armedNanos = Long.MAX_VALUE;
                    shard.onDeadline(time.now());
                    arm();
                }
            });
        }
    }

    @Override
    public void requestKeyFrame(int layer, long nowNanos) {
        keyFrameRequests.add(layer);
        time.after(40 * MS, () -> keyFrameAsked[layer] = true);
    }

    @Override
    public void layersWanted(TrackId track, int layers) {
        for (int layer = 0; layer < encodings.size(); layer++) {
            keyFrameAsked[layer] |= (layers & ~wanted & (1 << layer)) != 0;
        }
        wanted = layers;
    }

    @Override
    public void forwarding(Subscriber subscriber, TrackId track, Quality quality, boolean paused) {
        for (Watcher watcher : watchers) {
            if (watcher.subscriber.equals(subscriber)) {
                watcher.switches += quality.encoding() == watcher.quality.encoding() ? 0 : 1;
                watcher.quality = paused ? Quality.NOTHING : quality;
            }
        }
    }

    @Override
    public void broken(Subscriber subscriber, RuntimeException cause) {
        throw new AssertionError(cause);
    }

    @Override
    public void forward(TrackId track, MediaPacket packet) {
        // There is no other loop.
    }

    @Override
    public void keyFrameWanted(TrackId track, int layer) {
        // There is no other loop.
    }

    @Override
    public void trackFlowing(TrackId track, Codec codec) {
        // As it should.
    }

    @Override
    public void trackStalled(TrackId track) {
        throw new AssertionError("the source never stops");
    }

    @Override
    public void undecodable(Subscriber subscriber, TrackId track, Codec codec) {
        throw new AssertionError("everybody knows " + codec);
    }
}
