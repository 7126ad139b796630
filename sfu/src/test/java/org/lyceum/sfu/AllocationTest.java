package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestRoom.CAMERA;
import static org.lyceum.sfu.TestSource.MS;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lyceum.rtc.peer.OutboundListener;
import org.lyceum.rtc.peer.OutboundMedia;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.session.PayloadFormat;
import org.lyceum.rtc.stream.MediaPacket;

/** Forwarding allocates nothing, whatever has to be rewritten. */
class AllocationTest {
    private static final int WATCHERS = 50;
    private static final int FRAMES = 600;
    private static final int PACKETS_IN_FRAME = 5;

    /** Much less than one object for a packet, let alone for each watcher of it. */
    private static final double MOST_BYTES_A_FORWARDED_PACKET = 0.25;

    /** Counts what it is given and forgets it. */
    private static final class CountingMedia implements OutboundMedia {
        private final PayloadFormat format =
                new PayloadFormat(96, new Codec(CodecType.VP8, ""), 97, true, true, true, true, true);
        long packets;
        long prefixes;

        @Override
        public PayloadFormat formatFor(Codec codec) {
            return format;
        }

        @Override
        public boolean takesPicture() {
            return true;
        }

        @Override
        public boolean keyFrameWaits() {
            return false;
        }

        @Override
        public void discard() {
            // Nothing waits here.
        }

        @Override
        public int pad(PayloadFormat as, long sequence, long nowNanos) {
            return 0;
        }

        @Override
        public void send(
                MediaPacket packet,
                PayloadFormat as,
                long sequence,
                long timestamp,
                boolean marker,
                byte[] prefix,
                int prefixLength,
                int replaced,
                byte @Nullable [] dependencyDescriptor,
                long nowNanos) {
            packets++;
            prefixes += prefixLength;
        }

        @Override
        public boolean resend(
                MediaPacket packet,
                PayloadFormat as,
                long sequence,
                long timestamp,
                boolean marker,
                byte[] prefix,
                int prefixLength,
                int replaced,
                byte @Nullable [] dependencyDescriptor,
                long nowNanos) {
            packets++;
            return true;
        }

        @Override
        public boolean allowKeyFrame(long nowNanos) {
            return true;
        }

        @Override
        public long roundTripNanos() {
            return 0;
        }

        @Override
        public void listen(@Nullable OutboundListener listener) {
            // Nobody reports anything here.
        }
    }

    private static List<MediaPacket> stream(CodecType type, int epoch, long from) {
        TestSource source = new TestSource(type, 0, epoch, 1_000);
        List<MediaPacket> packets = new ArrayList<>();
        for (int frame = 0; frame < FRAMES; frame++) {
            packets.addAll(source.frame(frame % 300 == 0, PACKETS_IN_FRAME, from + frame * 33L * MS));
        }
        return packets;
    }

    @ParameterizedTest
    @EnumSource(names = {"VP8", "H264", "OPUS"})
    void aForwardedPacketAllocatesNothing(CodecType type) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TestRoom room = new TestRoom();
        RoomShard shard = new RoomShard(new NoLinks(), room);
        List<CountingMedia> watchers = new ArrayList<>();
        List<Allocator> allocators = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < WATCHERS; i++) {
            watchers.add(new CountingMedia());
            Allocator allocator = allocator();
            PeerSubscriber subscriber = new PeerSubscriber(watchers.getLast(), allocator, random);
            allocator.add(subscriber, 0);
            allocators.add(allocator);
            shard.subscribe(CAMERA, subscriber, 0);
        }
        long allocated = 0;
        long forwarded = 0;
        // The first rounds compile the code, and each is another source, so that there is something to rewrite.
        for (int round = 0; round < 6; round++) {
            List<MediaPacket> packets = stream(type, round, round * 60_000L * MS);
            shard.publish(CAMERA, (layer, now) -> {}, round, packets.getFirst().arrivalNanos());
            int warm = packets.size() / 3;
            forward(shard, allocators, packets, 0, warm);
            long sentBefore = watchers.stream().mapToLong(w -> w.packets).sum();
            long before = threads.getCurrentThreadAllocatedBytes();
            forward(shard, allocators, packets, warm, packets.size());
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
            forwarded = watchers.stream().mapToLong(w -> w.packets).sum() - sentBefore;
        }
        assertThat(forwarded).isEqualTo((FRAMES * PACKETS_IN_FRAME * 2L / 3) * WATCHERS);
        assertThat((double) allocated / forwarded)
                .as("%d bytes for %d forwarded packets", allocated, forwarded)
                .isLessThan(MOST_BYTES_A_FORWARDED_PACKET);
        assertThat(watchers.getFirst().prefixes > 0).isEqualTo(type == CodecType.VP8);
    }

    @ParameterizedTest
    @CsvSource({
        "VP8, SIMULCAST, 0, 1",
        "VP9, L3T3_KEY, 1, 1",
        "VP9, L3T3, 1, 0",
        "AV1, L3T3_KEY, 2, 1",
        "AV1, L3T3, 1, 2"
    })
    void leavingOutLayersAllocatesNothing(CodecType type, TestEncoder.Mode mode, int spatial, int temporal) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TestEncoder encoder = new TestEncoder(type, mode, 0, 0, new ArrayList<>(), new Random(2));
        List<MediaPacket> packets = new ArrayList<>();
        for (int picture = 0; picture < 3 * FRAMES; picture++) {
            long at = picture * 33L * MS;
            encoder.picture(at).forEach(packet -> packets.add(encoder.arrived(packet, at)));
        }
        RoomShard shard = new RoomShard(new NoLinks(), new TestRoom());
        shard.publish(CAMERA, (layer, now) -> {}, 0, 0);
        List<CountingMedia> watchers = new ArrayList<>();
        List<PeerSubscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < WATCHERS; i++) {
            watchers.add(new CountingMedia());
            subscribers.add(new PeerSubscriber(watchers.getLast(), allocator(), new Random(i)));
            shard.subscribe(CAMERA, subscribers.getLast(), 0);
        }
        forward(shard, List.of(), packets, 0, 1);
        for (PeerSubscriber subscriber : subscribers) {
            subscriber.target(new Quality(0, spatial, temporal), temporal, 0, 0);
        }
        int warm = packets.size() * 2 / 3;
        forward(shard, List.of(), packets, 1, warm);
        long sentBefore = watchers.getFirst().packets;
        long before = threads.getCurrentThreadAllocatedBytes();
        forward(shard, List.of(), packets, warm, packets.size());
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(watchers.getFirst().packets - sentBefore).isBetween(1L, (long) packets.size() - warm - 1);
        assertThat((double) allocated / WATCHERS / (packets.size() - warm))
                .as("%d bytes", allocated)
                .isLessThan(MOST_BYTES_A_FORWARDED_PACKET);
    }

    private static Allocator allocator() {
        Allocator allocator = new Allocator(bitsPerSecond -> {});
        allocator.bandwidth(1_000_000_000, 0);
        return allocator;
    }

    private static void forward(
            RoomShard shard, List<Allocator> allocators, List<MediaPacket> packets, int from, int to) {
        for (int i = from; i < to; i++) {
            MediaPacket packet = packets.get(i);
            for (int each = 0; each < allocators.size(); each++) {
                allocators.get(each).onDeadline(packet.arrivalNanos());
            }
            if (shard.deadlineNanos() <= packet.arrivalNanos()) {
                shard.onDeadline(packet.arrivalNanos());
            }
            shard.receive(CAMERA, packet, packet.arrivalNanos());
            shard.handOut(packet.arrivalNanos());
        }
    }

    private static final class NoLinks implements ShardLinks {
        @Override
        public void forward(TrackId track, MediaPacket packet) {
            // There is no other loop.
        }

        @Override
        public void layersWanted(TrackId track, int wanted) {
            // There is no other loop.
        }

        @Override
        public void handOutLater() {
            // Whoever sends packets here ends the cycle, too.
        }

        @Override
        public void served() {
            // There is nothing to drain.
        }

        @Override
        public void keyFrameWanted(TrackId track, int layer) {
            // There is no other loop.
        }
    }
}
