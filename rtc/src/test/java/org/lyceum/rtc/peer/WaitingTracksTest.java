package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.sim.Bottleneck;
import org.lyceum.rtc.sim.PeerLink;
import org.lyceum.rtc.sim.VirtualTime;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.FrameInfo;

/** Two tracks of one watcher share a slow network: what one of them leaves waiting does not hold up the other for nothing. */
class WaitingTracksTest {
    private static final long MS = 1_000_000L;
    private static final long SEED = 20_261_128;
    private static final int PAYLOAD_BYTES = 1_100;
    private static final int KEY_FRAME = 60;
    private static final byte[] NO_PREFIX = new byte[0];

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final VirtualTime time = new VirtualTime(-7_000 * MS);
    private final Bottleneck down = new Bottleneck(time, random.split(), 500_000).queueMillis(5_000);
    private final PeerLink link = new PeerLink(time, random.split(), down, 20, true);
    private final Map<String, Integer> arrived = new HashMap<>();
    private final Map<OutboundMedia, Long> sequences = new HashMap<>();
    private OutboundMedia camera = link.outbound(PeerLink.PICTURE);
    private OutboundMedia screen = camera;

    @BeforeEach
    void connect() {
        time.runFor(1_000 * MS);
        assertThat(link.connected()).isTrue();
        link.withScreen().onArrival((mid, packet, now) -> arrived.merge(mid, 1, Integer::sum));
        camera = link.outbound(PeerLink.PICTURE);
        screen = link.outbound(PeerLink.SCREEN);
    }

    /** A picture, all of it now. */
    private void picture(OutboundMedia media, boolean key, int packets) {
        long now = time.now();
        for (int i = 0; i < packets; i++) {
            long sequence = sequences.merge(media, 1L, Long::sum);
            boolean last = i == packets - 1;
            FrameInfo frame = new FrameInfo(key, i == 0, last, 0, 0, true, false);
            byte[] payload = new byte[PAYLOAD_BYTES];
            payload[0] = (byte) (i == 0 ? 0x10 : 0);
            MediaPacket packet = new MediaPacket(
                    PeerLink.VP8.codec(),
                    0,
                    1,
                    sequence,
                    now / MS * 90,
                    last,
                    now,
                    now,
                    frame,
                    -1,
                    false,
                    -1,
                    -1,
                    null,
                    null,
                    payload);
            media.send(packet, PeerLink.VP8, sequence, packet.timestamp(), last, NO_PREFIX, 0, 0, null, now);
        }
        link.attend();
    }

    private int waiting() {
        return link.server().sendQuality().pacerQueueBytes();
    }

    @Test
    void aKeyFrameOfAPausedTrackOfWhichNothingHasLeftNeverLeaves() {
        picture(camera, true, KEY_FRAME);
        int before = waiting();
        assertThat(before).isPositive();
        picture(screen, true, KEY_FRAME);
        screen.discard();
        assertThat(waiting()).isEqualTo(before);
        assertThat(screen.keyFrameWaits()).isFalse();
        assertThat(link.server().counters().get(PeerCounter.DISCARDED_OBSOLETE)).isEqualTo(KEY_FRAME);

        time.runFor(10_000 * MS);
        assertThat(arrived).containsOnly(Map.entry(PeerLink.PICTURE, KEY_FRAME));
    }

    @Test
    void aKeyFrameThatIsLeavingLeavesToItsEndWhereNobodyWaitsBehindIt() {
        picture(screen, true, KEY_FRAME);
        int before = waiting();
        screen.discard();
        assertThat(waiting()).isEqualTo(before);

        time.runFor(10_000 * MS);
        assertThat(arrived).containsOnly(Map.entry(PeerLink.SCREEN, KEY_FRAME));
    }

    @Test
    void whatIsLeftOfAPausedTracksKeyFrameDoesNotHoldUpAnotherTrack() {
        picture(screen, true, KEY_FRAME);
        int before = waiting();
        picture(camera, true, 10);
        int own = waiting() - before;
        screen.discard();
        assertThat(waiting()).isEqualTo(own);

        picture(screen, true, 20);
        time.runFor(10_000 * MS);
        assertThat(arrived).containsEntry(PeerLink.PICTURE, 10);
        assertThat(arrived.get(PeerLink.SCREEN))
                .as("some of the first and all of the second")
                .isBetween(21, KEY_FRAME);
    }

    @Test
    void ofEachTrackTheNewestKeyFrameWaitsAndTheRestOfOneThatIsLeaving() {
        for (int i = 0; i < 10; i++) {
            picture(camera, true, KEY_FRAME);
            picture(screen, true, KEY_FRAME);
            time.runFor(33 * MS);
        }
        assertThat(waiting()).isBetween(2 * KEY_FRAME * PAYLOAD_BYTES, 3 * KEY_FRAME * (PAYLOAD_BYTES + 50));
    }
}
