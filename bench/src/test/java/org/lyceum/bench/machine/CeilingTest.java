package org.lyceum.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CeilingTest {
    private static final double CALL = 2;
    private static final double PACKET = 1.1;

    private static double micros(int burst) {
        return PACKET + CALL / burst;
    }

    @Test
    void aBurstBetweenTwoThatWereMeasuredCostsACallAndItsPackets() {
        NavigableMap<Integer, Double> measured = new TreeMap<>();
        for (int size : new int[] {1, 2, 4, 8, 16}) {
            measured.put(size, micros(size));
        }
        for (int size = 1; size <= 16; size++) {
            assertThat(Ceiling.between(measured, size)).as("%d together", size).isCloseTo(micros(size), within(1e-9));
        }
    }

    @Test
    void aLargerOneThanWasMeasuredCostsWhatTheLargestDoes() {
        NavigableMap<Integer, Double> measured = new TreeMap<>();
        measured.put(1, micros(1));
        measured.put(32, micros(32));
        assertThat(Ceiling.between(measured, 40)).isEqualTo(micros(32));
    }
}
