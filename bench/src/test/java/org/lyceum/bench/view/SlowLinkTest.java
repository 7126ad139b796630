package org.lyceum.bench.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowLinkTest {
    private static final int PACKET = 1222; // with its headers 10,000 bits
    private static final byte[] BYTES = new byte[1500];

    private final SlowLink link = new SlowLink(500_000);

    @Test
    void packetsComeThroughAtTheLinksRate() {
        assertThat(link.take(BYTES, PACKET, 0)).isTrue();
        assertThat(link.take(BYTES, PACKET, 0)).isTrue();
        assertThat(link.deadlineNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
        assertThat(link.poll(TimeUnit.MILLISECONDS.toNanos(20) - 1)).isNull();
        assertThat(link.poll(TimeUnit.MILLISECONDS.toNanos(20)))
                .isNotNull()
                .satisfies(packet -> assertThat(packet.bytes()).hasSize(PACKET));
        assertThat(link.deadlineNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(40));
        assertThat(link.poll(TimeUnit.MILLISECONDS.toNanos(40))).isNotNull();
        assertThat(link.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWouldWaitForTooLongIsLost() {
        int taken = 0;
        while (link.take(BYTES, PACKET, 0)) {
            taken++;
        }
        assertThat(taken).isEqualTo(15); // of 20 ms each
        assertThat(link.poll(TimeUnit.MILLISECONDS.toNanos(20))).isNotNull();
        assertThat(link.take(BYTES, PACKET, TimeUnit.MILLISECONDS.toNanos(20))).isTrue();
    }

    @Test
    void anIdleLinkSavesNothingUp() {
        link.take(BYTES, PACKET, 0);
        link.poll(TimeUnit.SECONDS.toNanos(1));
        link.take(BYTES, PACKET, TimeUnit.SECONDS.toNanos(10));
        assertThat(link.deadlineNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10_020));
    }
}
