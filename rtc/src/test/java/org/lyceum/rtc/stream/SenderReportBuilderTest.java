package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lyceum.wire.rtcp.SenderReport;

class SenderReportBuilderTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long UNIX_AT_ZERO = 1_700_000_000L * SECOND;

    private static long unixNanos(SenderReport report) {
        return CaptureClock.ntpToNanos(report.ntpTimestamp()) - 2_208_988_800L * SECOND;
    }

    @Test
    void reportsWhatWouldBeCapturedNow() {
        SenderReportBuilder builder = new SenderReportBuilder(0x1234, 90_000, UNIX_AT_ZERO);
        assertThat(builder.ready()).isFalse();
        builder.sent(500_000, 10 * SECOND, 1_000, 10 * SECOND + SECOND / 10);
        builder.sent(503_000, 10 * SECOND + SECOND / 30, 200, 10 * SECOND + SECOND / 5);
        assertThat(builder.ready()).isTrue();
        SenderReport report = builder.build(11 * SECOND + SECOND / 30);
        assertThat(report.ssrc()).isEqualTo(0x1234);
        assertThat(report.rtpTimestamp()).isEqualTo(593_000);
        assertThat(unixNanos(report))
                .isBetween(UNIX_AT_ZERO + 11 * SECOND + SECOND / 30 - 2, UNIX_AT_ZERO + 11 * SECOND + SECOND / 30);
        assertThat(report.packetCount()).isEqualTo(2);
        assertThat(report.octetCount()).isEqualTo(1_200);
        assertThat(report.blocks()).isEmpty();
    }

    @Test
    void soundAndPictureCapturedTogetherAreReportedTogether() {
        SenderReportBuilder sound = new SenderReportBuilder(1, 48_000, UNIX_AT_ZERO);
        SenderReportBuilder picture = new SenderReportBuilder(2, 90_000, UNIX_AT_ZERO);
        long captured = 7 * SECOND;
        sound.sent(9_000, captured, 10, captured + SECOND / 50);
        picture.sent(70_000, captured, 10, captured + SECOND / 5);
        // Each report's line from NTP to RTP leads the common capture to the timestamps that were sent.
        SenderReport a = sound.build(8 * SECOND);
        SenderReport b = picture.build(9 * SECOND);
        assertThat(a.rtpTimestamp() - 48_000).isEqualTo(9_000);
        assertThat(b.rtpTimestamp() - 2 * 90_000).isEqualTo(70_000);
    }

    @Test
    void timestampsWrapAtThirtyTwoBits() {
        SenderReportBuilder builder = new SenderReportBuilder(1, 90_000, UNIX_AT_ZERO);
        builder.sent((1L << 32) + 5, 0, 10, 0);
        assertThat(builder.build(0).rtpTimestamp()).isEqualTo(5);
    }

    @Test
    void oldFramesForANewcomerSayNothingOfTheTime() {
        SenderReportBuilder builder = new SenderReportBuilder(1, 90_000, UNIX_AT_ZERO);
        builder.sent(100, 0, 10, 8 * SECOND);
        assertThat(builder.ready()).isFalse();
        builder.sent(5_000, 8 * SECOND, 10, 8 * SECOND);
        builder.sent(4_000, 5 * SECOND, 10, 8 * SECOND);
        assertThat(builder.build(8 * SECOND).rtpTimestamp()).isEqualTo(5_000);
        assertThat(builder.build(8 * SECOND).packetCount()).isEqualTo(3);
    }

    @Test
    void whereEverythingIsOldItIsTakenAfterAll() {
        SenderReportBuilder builder = new SenderReportBuilder(1, 90_000, UNIX_AT_ZERO);
        builder.sent(0, 0, 10, 8 * SECOND);
        builder.sent(540_000, 6 * SECOND, 10, 14 * SECOND);
        assertThat(builder.ready()).isTrue();
        assertThat(builder.build(14 * SECOND).rtpTimestamp()).isEqualTo(540_000 + 8 * 90_000);
    }
}
