package org.lyceum.bench.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoundOrderTest {
    private final SoundOrder order = new SoundOrder();

    @Test
    void whatComesInOrderAndWithGapsIsNew() {
        for (int sequence : new int[] {65_530, 65_531, 65_535, 0, 4}) {
            assertThat(order.isBehind(sequence)).as("%d", sequence).isFalse();
        }
    }

    @Test
    void whatWasLostOrCameAlreadyIsBehind() {
        order.isBehind(65_534);
        order.isBehind(1);
        assertThat(order.isBehind(65_535)).isTrue();
        assertThat(order.isBehind(1)).isTrue();
        assertThat(order.isBehind(2)).isFalse();
    }
}
