package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.bwe.BandwidthEstimator;

class SendControlTest {
    private static final long MS = 1_000_000L;

    private final List<Long> told = new ArrayList<>();
    private final SendControl control = new SendControl(List.of(), (bitrate, now) -> told.add(bitrate), 0);
    private int sequence;

    /** A frame of five packets, as the hot path has it. */
    private void frame(long now) {
        for (int i = 0; i < 5; i++) {
            if (!control.passes(false, now)) {
                throw new AssertionError("a small frame goes through at once");
            }
            control.written(false, 200, now);
        }
        for (int i = 0; i < 5; i++) {
            control.departed(sequence++ & 0xFFFF, 200, control.clusterId(), control.media() ? 0 : Content.NONE, now);
        }
        control.drained(now);
    }

    @Test
    void aPacketThatGoesThroughAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            frame(now += 33 * MS);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 20_000; i++) {
            frame(now += 33 * MS);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat((double) allocated / 100_000).as("bytes a packet").isLessThan(0.1);
    }

    @Test
    void anEstimateIsToldWhenItHasChangedByTwoPercent() {
        for (int i = 0; i < 10; i++) {
            control.remb(1_000_000, i * 100L * MS);
        }
        control.remb(990_000, 2_000 * MS);
        control.remb(500_000, 2_100 * MS);

        assertThat(told).isNotEmpty().doesNotContain(990_000L);
        assertThat(told.getLast()).isLessThanOrEqualTo(500_000);
        for (int i = 1; i < told.size(); i++) {
            long before = told.get(i - 1);
            assertThat(Math.abs(told.get(i) - before) * 50).isGreaterThanOrEqualTo(before);
        }
    }

    @Test
    void anyEstimateOfTheOtherSideIsHarmless() {
        control.remb(0, 0);
        control.remb(Long.MAX_VALUE, MS);
        control.remb(Long.MIN_VALUE, 2 * MS);
        control.remb(-1, 3 * MS);
        control.receiverReport(Double.NaN, Long.MAX_VALUE, 4 * MS);

        assertThat(control.bitrate()).isBetween(BandwidthEstimator.MIN_BITRATE, BandwidthEstimator.MAX_BITRATE);
        assertThat(control.passes(false, 5 * MS)).isTrue();
    }

    @Test
    void reportsRaiseTheEstimateOnlyToWhatIsSentAndHalfOfItMore() {
        long now = 0;
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 30; i++) {
                frame(now += 33 * MS);
            }
            control.receiverReport(0, 0, now);
        }
        long few = control.bitrate();
        assertThat(few).isEqualTo(BandwidthEstimator.START_BITRATE); // 240 kbit/s were sent
        for (int second = 0; second < 60; second++) {
            for (int i = 0; i < 200; i++) {
                control.written(false, 500, now += 5 * MS);
            }
            control.receiverReport(0, 0, now);
        }
        assertThat(control.bitrate()).isBetween(1_100_000L, 1_210_000L); // 800 kbit/s were sent
    }
}
