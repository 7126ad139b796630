package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SoundCopiesTest {
    private final SoundCopies copies = new SoundCopies();

    private void keep(long sequence, int length) {
        byte[] packet = new byte[length + 5];
        Arrays.fill(packet, (byte) sequence);
        copies.keep(sequence, 7, packet, 5, length);
    }

    @Test
    void givesBackWhatItWasGivenToTheBit() {
        byte[] packet = {0, 1, 2, 3, 4};
        copies.keep(70_000, 9, packet, 1, 3);
        assertThat(copies.number(70_000)).isEqualTo(9);
        assertThat(copies.length(70_000)).isEqualTo(3);
        byte[] out = new byte[5];
        copies.copy(70_000, out, 2);
        assertThat(out).containsExactly(0, 0, 1, 2, 3);
    }

    @Test
    void keepsTheLastAndNoOther() {
        for (long sequence = 0; sequence <= SoundCopies.PACKETS; sequence++) {
            keep(sequence, 100);
        }
        assertThat(copies.length(0)).isZero();
        assertThat(copies.length(1)).isEqualTo(100);
        assertThat(copies.length(SoundCopies.PACKETS + 1L)).isZero();
    }

    @Test
    void whatIsTooLargeIsNotKeptAndNothingElseInItsPlace() {
        keep(3, 100);
        keep(3 + SoundCopies.PACKETS, SoundCopies.MOST_BYTES + 1);
        assertThat(copies.length(3)).isZero();
        assertThat(copies.length(3L + SoundCopies.PACKETS)).isZero();
        keep(4, SoundCopies.MOST_BYTES);
        assertThat(copies.length(4)).isEqualTo(SoundCopies.MOST_BYTES);
    }
}
