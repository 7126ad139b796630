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
        carry(here, there);
        carry(there, here);
    }

    private static void carry(TestRoom from, TestRoom to) {
        List<MediaPacket> packets = List.copyOf(from.linked);
        from.linked.clear();
        packets.forEach(packet -> to.shard.receiveRemote(CAMERA, packet, to.now));
        if (!from.wishes.isEmpty()) {
            from.wishes.clear();
            to.shard.requestKeyFrame(CAMERA, 0, to.now);
        }
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
