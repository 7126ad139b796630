package org.lyceum.rtc.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacketGroupsTest {
    private static final long MILLI = 1_000_000L;

    private final PacketGroups groups = new PacketGroups();

    private boolean add(double departureMillis, double arrivalMillis) {
        return groups.add((long) (departureMillis * MILLI), (long) (arrivalMillis * MILLI));
    }

    @Test
    void packetsOfFiveMillisecondsAreOneGroup() {
        assertThat(add(0, 50)).isFalse();
        assertThat(add(2, 57)).isFalse();
        assertThat(add(5, 64)).isFalse();
        assertThat(add(33, 90)).isFalse(); // one group is no comparison
        assertThat(add(35, 92)).isFalse();
        assertThat(add(66, 123)).isTrue();
        assertThat(groups.departureDelta()).isEqualTo(30 * MILLI);
        assertThat(groups.arrivalDelta()).isEqualTo(28 * MILLI);
    }

    @Test
    void packetsThatPiledUpAndComeInAHeapAreOneGroup() {
        add(0, 50);
        add(20, 100); // held up until 100, with those after it
        add(30, 100);
        add(40, 101);
        add(50, 102);
        assertThat(add(90, 140)).isTrue();
        assertThat(groups.departureDelta()).isEqualTo(50 * MILLI);
        assertThat(groups.arrivalDelta()).isEqualTo(52 * MILLI);
    }

    @Test
    void anOvertakenPacketSaysNothing() {
        add(0, 50);
        add(20, 70);
        assertThat(add(10, 71)).isFalse();
        assertThat(add(40, 90)).isTrue();
        assertThat(groups.departureDelta()).isEqualTo(20 * MILLI);
    }

    @Test
    void aClockThatJumpedBeginsAnew() {
        add(0, 50);
        add(20, 70);
        assertThat(add(40, 5_000)).isTrue();
        assertThat(add(60, 5_020)).isFalse();
        assertThat(add(80, 5_040)).isFalse();
        assertThat(add(100, 5_060)).isTrue();
        assertThat(groups.arrivalDelta()).isEqualTo(20 * MILLI);
    }
}
