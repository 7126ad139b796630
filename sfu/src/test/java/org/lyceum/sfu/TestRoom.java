package org.lyceum.sfu;

import static org.lyceum.sfu.TestSource.MS;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;

/** One shard with virtual time; what it says is written down. */
final class TestRoom implements ShardEvents {
    static final TrackId CAMERA = new TrackId("camera");
    static final TrackId MICROPHONE = new TrackId("microphone");
    private static final long CARRIES_EVERYTHING = 1_000_000_000;

    final List<String> events = new ArrayList<>();
    final List<MediaPacket> linked = new ArrayList<>();
    final List<Long> wishes = new ArrayList<>();
    final List<Subscriber> broken = new ArrayList<>();
    /** What was said of layers wanted to the source, and to the shard that has it. */
    final List<Integer> wanted = new ArrayList<>();

    final List<Integer> wantedUpstream = new ArrayList<>();

    final List<Quality> qualities = new ArrayList<>();
    final RoomShard shard = new RoomShard(new Links(), this);
    /** How often the loop was asked to have packets handed out. */
    int asked;

    /** There is nothing to drain. */
    Runnable onServed = () -> {};

    long now;
    private final List<Allocator> allocators = new ArrayList<>();
    private final Random random = new Random(7);

    private final class Links implements ShardLinks {
        @Override
        public void forward(TrackId track, MediaPacket packet) {
            linked.add(packet);
        }

        @Override
        public void keyFrameWanted(TrackId track, int layer) {
            wishes.add(now);
        }

        @Override
        public void layersWanted(TrackId track, int mask) {
            wantedUpstream.add(mask);
        }

        @Override
        public void handOutLater() {
            asked++; // whoever sends packets here ends the cycle, too
        }

        @Override
        public void served() {
            onServed.run();
        }
    }

    @Override
    public void trackFlowing(TrackId track, Codec codec) {
        events.add(track + " flows in " + codec.type());
    }

    @Override
    public void trackStalled(TrackId track) {
        events.add(track + " stalls");
    }

    @Override
    public void broken(Subscriber subscriber, RuntimeException cause) {
        events.add("broken: " + cause.getMessage());
        broken.add(subscriber);
    }

    @Override
    public void undecodable(Subscriber subscriber, TrackId track, Codec codec) {
        events.add(track + " cannot be decoded in " + codec.type());
    }

    @Override
    public void layersWanted(TrackId track, int mask) {
        wanted.add(mask);
    }

    @Override
    public void forwarding(Subscriber subscriber, TrackId track, Quality quality, boolean paused) {
        qualities.add(paused ? Quality.NOTHING : quality);
    }

    /** Lets time pass, with every deadline on the way. */
    void advance(long nanos) {
        shard.handOut(now);
        long until = now + nanos;
        while (deadlineNanos() <= until) {
            long deadline = Math.max(now, deadlineNanos());
            now = deadline;
            allocators.forEach(allocator -> allocator.onDeadline(now));
            if (shard.deadlineNanos() <= now) {
                shard.onDeadline(now);
            }
            if (deadlineNanos() <= deadline) {
                throw new AssertionError("a deadline does not pass: " + deadline);
            }
        }
        now = until;
    }

    private long deadlineNanos() {
        return allocators.stream().mapToLong(Allocator::deadlineNanos).reduce(shard.deadlineNanos(), Math::min);
    }

    TestSource publish(TestSource source, int epoch) {
        shard.publish(CAMERA, source, epoch, now);
        return source;
    }

    void receive(List<MediaPacket> packets) {
        for (MediaPacket packet : packets) {
            shard.receive(CAMERA, packet, now);
        }
        shard.handOut(now);
    }

    /** A frame of the source, received at once. */
    void frame(TestSource source, boolean key, int packets) {
        receive(source.frame(key, packets, now));
    }

    /** Frames at 30 fps, the first of them now, none of them a key frame. */
    void frames(TestSource source, int frames) {
        for (int i = 0; i < frames; i++) {
            frame(source, false, 2);
            advance(33 * MS);
        }
    }

    /** Of a watcher whose way carries everything. */
    PeerSubscriber subscriber(RecordingMedia media) {
        Allocator allocator = new Allocator(bitsPerSecond -> {});
        allocator.bandwidth(CARRIES_EVERYTHING, now);
        PeerSubscriber subscriber = new PeerSubscriber(media, allocator, random);
        allocator.add(subscriber, now);
        allocators.add(allocator);
        return subscriber;
    }

    /** Of a watcher that the test tells itself what to forward. */
    PeerSubscriber directed(RecordingMedia media) {
        return new PeerSubscriber(media, new Allocator(bitsPerSecond -> {}), random);
    }

    /** A watcher of the camera who understands everything. */
    RecordingMedia watch() {
        RecordingMedia media = new RecordingMedia(CodecType.values());
        shard.subscribe(CAMERA, subscriber(media), now);
        return media;
    }
}
