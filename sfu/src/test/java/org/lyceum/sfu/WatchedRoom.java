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
 * A camera in three sizes, a screen and a microphone where they are wanted, and their watchers in virtual time: a shard, and for each watcher a whole peer with encryption, pacer and
 * estimator, an allocator, and a browser's peer behind a bottleneck.
 */
final class WatchedRoom implements ShardLinks, ShardEvents {
    static final TrackId CAMERA = new TrackId("camera");
    static final TrackId SCREEN = new TrackId("screen");
    static final TrackId MICROPHONE = new TrackId("microphone");

    private static final long MS = 1_000_000L;
    private static final long TICK_NANOS = 50 * MS;
    private static final long SOUND_NANOS = 20 * MS;
    private static final int SOUND_BYTES = 80;

    private static final WatchedSource.Encoding[] SIZES = {
        new WatchedSource.Encoding(0, 1, 600, 2_400, 600, false, 0),
        new WatchedSource.Encoding(0, 1, 2_080, 8_320, 1_040, false, 0),
        new WatchedSource.Encoding(0, 1, 6_240, 24_960, 1_040, false, 0),
    };

    /** Someone who watches. */
    static final class Watcher implements Allocator.Listener {
        final PeerLink link;
        final Bottleneck down;
        final List<Long> delays = new ArrayList<>();
        final Allocator allocator = new Allocator(this);
        final PeerSubscriber subscriber;
        final @Nullable PeerSubscriber screen;
        private final PeerSubscriber listening;
        private Quality quality = Quality.NOTHING;
        private Quality screenQuality = Quality.NOTHING;
        private int switches;

        /** How often it was said that its camera is paused. */
        int pauses;

        Watcher(PeerLink link, Bottleneck down, boolean withScreen, SplittableRandom random) {
            this.link = link;
            this.down = down;
            this.subscriber = new PeerSubscriber(link.outbound(PeerLink.PICTURE), allocator, random);
            this.screen = withScreen
                    ? new PeerSubscriber(link.withScreen().outbound(PeerLink.SCREEN), allocator, random)
                    : null;
            this.listening = new PeerSubscriber(link.outbound(PeerLink.SOUND), allocator, random);
        }

        @Override
        public void wanted(long bitsPerSecond) {
            link.server().wanted(bitsPerSecond);
            link.attend();
        }

        Quality quality() {
            return quality;
        }

        /** Of the screen. */
        Quality screenQuality() {
            return screenQuality;
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
    private final RoomShard shard = new RoomShard(this, this);
    private final DatagramPool pool = new DatagramPool();
    final WatchedSource camera;
    private @Nullable WatchedSource screen;
    private @Nullable TestSource microphone;
    private long armedNanos = Long.MAX_VALUE;

    WatchedRoom() {
        this(SIZES);
    }

    WatchedRoom(WatchedSource.Encoding... sizes) {
        camera = new WatchedSource(CAMERA, 1, time, shard, new SplittableRandom(1), sizes);
    }

    /** A screen is shared, too; watchers join after that. */
    WatchedSource withScreen(long seed, WatchedSource.Encoding... encodings) {
        WatchedSource source = new WatchedSource(SCREEN, 3, time, shard, new SplittableRandom(seed), encodings);
        screen = source;
        return source;
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
        Watcher watcher = new Watcher(
                new PeerLink(time, random.split(), down, 20, true, rtx, pool), down, screen != null, random.split());
        watcher.link
                .onBandwidth((bitsPerSecond, now) -> watcher.allocator.bandwidth(bitsPerSecond, now))
                .onArrival((mid, packet, now) -> watcher.delays.add(now - WatchedSource.captured(packet)));
        watchers.add(watcher);
        return watcher;
    }

    /** Connects everybody, subscribes them, and begins to send. */
    void begin() {
        time.runFor(1_000 * MS);
        subscribe();
        send();
    }

    /** The same, but everybody comes when all has been sent for a while. */
    void beginLate(long millis) {
        send();
        time.runFor(millis * MS);
        subscribe();
    }

    private void subscribe() {
        for (Watcher watcher : watchers) {
            watcher.allocator.bandwidth(watcher.link.server().availableBitrate(), time.now());
            watcher.allocator.add(watcher.subscriber, time.now());
            shard.subscribe(CAMERA, watcher.subscriber, time.now());
            if (watcher.screen != null) {
                watcher.allocator.add(watcher.screen, time.now());
                watcher.allocator.wish(watcher.screen, new LayerWish(0, -1, false, LayerWish.SCREEN), time.now());
                shard.subscribe(SCREEN, watcher.screen, time.now());
            }
            if (microphone != null) {
                watcher.allocator.add(watcher.listening, time.now());
                shard.subscribe(MICROPHONE, watcher.listening, time.now());
            }
        }
        arm();
    }

    private void send() {
        if (microphone != null) {
            sound(microphone);
        }
        camera.begin(this::arm);
        if (screen != null) {
            screen.begin(this::arm);
        }
        tick();
    }

    private void sound(TestSource source) {
        for (MediaPacket packet : source.frame(false, 1, time.now())) {
            WatchedSource.stamp(packet, time.now());
            shard.receive(MICROPHONE, packet, time.now());
        }
        shard.handOut(time.now());
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
    public void handOutLater() {
        // Whoever sends packets here ends the cycle, too.
    }

    @Override
    public void served() {
        // Peers are drained by their own time.
    }

    @Override
    public void layersWanted(TrackId track, int layers) {
        WatchedSource shared = screen;
        (track.equals(SCREEN) && shared != null ? shared : camera).wanted(layers);
    }

    @Override
    public void forwarding(Subscriber subscriber, TrackId track, Quality quality, boolean paused) {
        for (Watcher watcher : watchers) {
            if (subscriber.equals(watcher.screen)) {
                watcher.screenQuality = paused ? Quality.NOTHING : quality;
            } else if (watcher.subscriber.equals(subscriber)) {
                watcher.switches += quality.encoding() == watcher.quality.encoding() ? 0 : 1;
                watcher.pauses += paused ? 1 : 0;
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
