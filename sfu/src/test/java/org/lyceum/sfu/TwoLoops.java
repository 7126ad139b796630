package org.lyceum.sfu;

import static org.lyceum.sfu.TestRoom.CAMERA;
import static org.lyceum.sfu.TestSource.MS;

import java.util.List;
import org.lyceum.rtc.stream.MediaPacket;

/** Two shards of one room; their mail waits until it is delivered. */
final class TwoLoops {
    final TestRoom here = new TestRoom();
    final TestRoom there = new TestRoom();

    /** All mail of now, in both directions. */
    void deliver() {
        carry(here, there, 0);
        carry(there, here, 1);
    }

    private static void carry(TestRoom from, TestRoom to, int shard) {
        List<MediaPacket> packets = List.copyOf(from.linked);
        from.linked.clear();
        packets.forEach(packet -> to.shard.receiveRemote(CAMERA, packet, to.now));
        to.shard.handOut(to.now);
        if (!from.wishes.isEmpty()) {
            from.wishes.clear();
            to.shard.requestKeyFrame(CAMERA, 0, to.now);
        }
        List<Integer> wanted = List.copyOf(from.wantedUpstream);
        from.wantedUpstream.clear();
        wanted.forEach(mask -> to.shard.layersWanted(CAMERA, shard, mask, to.now));
    }

    /** Time passes on both, with mail once a millisecond. */
    void advance(long nanos) {
        for (long until = here.now + nanos; here.now < until; ) {
            here.advance(MS);
            there.advance(MS);
            deliver();
        }
    }
}
