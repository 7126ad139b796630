package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.rtc.stream.InboundStream.Verdict.DUPLICATE;
import static org.lyceum.rtc.stream.InboundStream.Verdict.MEDIA;
import static org.lyceum.rtc.stream.InboundStream.Verdict.PADDING;
import static org.lyceum.rtc.stream.InboundStream.Verdict.TOO_OLD;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lyceum.wire.rtcp.ReportBlock;
import org.lyceum.wire.rtcp.SenderReport;

class InboundStreamTest {
    private static final long MILLI = 1_000_000L;
    private static final int SSRC = 0xCAFE;
    private static final int CLOCK_RATE = 90_000;

    private final NackGenerator nacks = new NackGenerator();
    private final InboundStream stream = new InboundStream(SSRC, CLOCK_RATE, new CaptureClock(), nacks);

    @Test
    void numbersGoOnBeyondTheirWraps() {
        assertThat(stream.receive(65_535, 0xFFFF_FFF0L, 100, 0)).isEqualTo(MEDIA);
        assertThat(stream.sequence()).isEqualTo(65_535);
        assertThat(stream.timestamp()).isEqualTo(0xFFFF_FFF0L);
        assertThat(stream.receive(1, 0x10, 100, MILLI)).isEqualTo(MEDIA);
        assertThat(stream.sequence()).isEqualTo(65_537);
        assertThat(stream.timestamp()).isEqualTo(0x1_0000_0010L);
        assertThat(stream.receive(0, 0x10, 100, MILLI)).isEqualTo(MEDIA);
        assertThat(stream.sequence()).isEqualTo(65_536);
    }

    @Test
    void whatCameBeforeIsADuplicateHoweverItComesAgain() {
        stream.receive(10, 0, 100, 0);
        stream.receive(12, 0, 100, 0);
        assertThat(stream.receive(12, 0, 100, 0)).isEqualTo(DUPLICATE);
        assertThat(stream.restore(10, 0, 100, 0)).isEqualTo(DUPLICATE);
        assertThat(stream.restore(11, 0, 100, 0)).isEqualTo(MEDIA);
        assertThat(stream.sequence()).isEqualTo(11);
        assertThat(stream.receive(11, 0, 100, 0)).isEqualTo(DUPLICATE);
    }

    @Test
    void paddingOnlyPacketsVanishWithoutAGap() {
        assertThat(squeezed("1 2 p3 4 p5 p6 7 8")).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aStreamMayBeginWithPadding() {
        assertThat(squeezed("p1 p2 3 4")).containsExactly(1L, 2L);
    }

    @Test
    void latePacketsKeepTheNumberThatWasLeftForThem() {
        assertThat(squeezed("1 p3 2 4 p7 8 6 5")).containsExactly(1L, 2L, 3L, 6L, 5L, 4L);
    }

    @Test
    void lossBesidePaddingStaysAGap() {
        assertThat(squeezed("1 p3 5")).containsExactly(1L, 4L);
    }

    @Test
    void paddingThatComesLateCannotBeTakenOut() {
        assertThat(squeezed("1 3 p2 4")).containsExactly(1L, 3L, 4L);
    }

    @Test
    void paddingIsTakenOutAcrossTheWrap() {
        assertThat(squeezed("65534 p65535 p0 1 p2 3")).containsExactly(65_534L, 65_535L, 65_536L);
    }

    @Test
    void morePaddingThanIsRememberedStillLeavesNoGap() {
        stream.receive(0, 0, 10, 0);
        int last = 5 * PaddingSqueezer.REMEMBERED;
        for (int i = 1; i <= last; i++) {
            assertThat(stream.receive(i, 0, 0, 0)).isEqualTo(PADDING);
        }
        stream.receive(last + 1, 0, 10, 0);
        assertThat(stream.sequence()).isEqualTo(1);
    }

    @Test
    void aJumpAheadBecomesAGapOfOne() {
        stream.receive(1, 0, 10, 0);
        stream.receive(2, 0, 10, 0);
        assertThat(stream.receive(2 + InboundStream.MAX_DROPOUT + 1, 0, 10, 0)).isEqualTo(MEDIA);
        assertThat(stream.sequence()).isEqualTo(4);
        assertThat(nacks.missing()).isZero();
        stream.receive(2 + InboundStream.MAX_DROPOUT + 2, 0, 10, 0);
        assertThat(stream.sequence()).isEqualTo(5);
        // Late packets from before the jump have no number any more.
        assertThat(stream.receive(3, 0, 10, 0)).isEqualTo(TOO_OLD);
        assertThat(stream.restore(InboundStream.MAX_DROPOUT, 0, 10, 0)).isEqualTo(TOO_OLD);
    }

    @Test
    void aJumpAfterPaddingGoesOnWithoutRepeatingANumber() {
        assertThat(squeezed("1 p2 p3 4 5000 5001 p5002 5003")).containsExactly(1L, 2L, 4L, 5L, 6L);
    }

    @Test
    void aLossOfManyPacketsIsNotYetAJump() {
        assertThat(squeezed("1 3001")).containsExactly(1L, 3001L);
    }

    @Test
    void aSourceThatWentBackIsBelievedWithItsSecondPacket() {
        stream.receive(20_000, 0, 10, 0);
        assertThat(stream.receive(100, 0, 10, 0)).isEqualTo(TOO_OLD);
        assertThat(stream.receive(300, 0, 10, 0)).isEqualTo(TOO_OLD);
        assertThat(stream.receive(301, 0, 10, 0)).isEqualTo(MEDIA);
        assertThat(stream.sequence()).isEqualTo(20_002);
        assertThat(stream.report(0).extendedHighestSequence()).isEqualTo(65_536 + 301);
        assertThat(stream.receive(302, 0, 10, 0)).isEqualTo(MEDIA);
        assertThat(stream.sequence()).isEqualTo(20_003);
    }

    @Test
    void oneStrayFromLongAgoChangesNothing() {
        stream.receive(20_000, 0, 10, 0);
        assertThat(stream.receive(100, 0, 10, 0)).isEqualTo(TOO_OLD);
        assertThat(stream.receive(20_001, 0, 10, 0)).isEqualTo(MEDIA);
        assertThat(stream.receive(101, 0, 10, 0)).isEqualTo(TOO_OLD);
        assertThat(stream.sequence()).isEqualTo(20_001);
    }

    @Test
    void aRetransmissionNeverBeginsAStreamNorMakesItJump() {
        assertThat(stream.restore(1, 0, 10, 0)).isEqualTo(TOO_OLD);
        assertThat(stream.hasReceived()).isFalse();
        stream.receive(1, 0, 10, 0);
        assertThat(stream.restore(10_000, 0, 10, 0)).isEqualTo(TOO_OLD);
        assertThat(stream.restore(2, 0, 10, 0)).isEqualTo(MEDIA);
        assertThat(stream.sequence()).isEqualTo(2);
    }

    @Test
    void lossIsReportedForTheIntervalAndInAll() {
        for (int s : new int[] {0, 1, 2, 3, 6, 7}) {
            stream.receive(s, 0, 10, 0);
        }
        stream.restore(4, 0, 10, 0);
        ReportBlock first = stream.report(0);
        assertThat(first.ssrc()).isEqualTo(SSRC);
        assertThat(first.fractionLost()).isEqualTo(2 * 256 / 8);
        assertThat(first.cumulativeLost()).isEqualTo(2);
        assertThat(first.extendedHighestSequence()).isEqualTo(7);
        assertThat(first.lastSenderReport()).isZero();
        assertThat(first.delaySinceLastSenderReport()).isZero();
        for (int s = 8; s < 16; s++) {
            stream.receive(s, 0, 10, 0);
        }
        assertThat(stream.report(0).fractionLost()).isZero();
        assertThat(stream.report(0).cumulativeLost()).isEqualTo(2);
        assertThat(stream.packetsReceived()).isEqualTo(14);
        assertThat(stream.packetsLost()).isEqualTo(2);
    }

    @Test
    void lateOriginalsMakeTheLossSmallerAgain() {
        stream.receive(0, 0, 10, 0);
        stream.receive(9, 0, 10, 0);
        assertThat(stream.report(0).fractionLost()).isEqualTo(8 * 256 / 10);
        for (int s = 1; s < 9; s++) {
            stream.receive(s, 0, 10, 0);
        }
        ReportBlock report = stream.report(0);
        assertThat(report.fractionLost()).isZero();
        assertThat(report.cumulativeLost()).isZero();
    }

    @Test
    void jitterIsThatOfRfc3550() {
        // 20 ms apart by the timestamp, every other packet 4 ms (360 units) late.
        for (int i = 0; i < 200; i++) {
            stream.receive(i, i * 1800L, 10, (20L * i + (i % 2 == 0 ? 0 : 4)) * MILLI);
        }
        assertThat(stream.jitter()).isBetween(355L, 360L);
        stream.receive(200, 5_000_000_000L & 0xFFFF_FFFFL, 10, 4000 * MILLI);
        assertThat(stream.jitter()).isBetween(330L, 360L);
    }

    @Test
    void aReportTellsTheLastSenderReportAndHowLongAgoItWas() {
        stream.receive(0, 0, 10, 0);
        stream.senderReport(new SenderReport(SSRC, 0x1111_2222_3333_4444L, 0, 1, 10, List.of()), 100 * MILLI);
        ReportBlock report = stream.report(600 * MILLI);
        assertThat(report.lastSenderReport()).isEqualTo(0x2222_3333L);
        assertThat(report.delaySinceLastSenderReport()).isEqualTo(65_536 / 2);
    }

    /** Takes numbers in this order, those with a p being padding only; returns what the others became. */
    private List<Long> squeezed(String arrivals) {
        List<Long> sequences = new ArrayList<>();
        for (String arrival : arrivals.split(" ", -1)) {
            boolean padding = arrival.startsWith("p");
            int number = Integer.parseInt(padding ? arrival.substring(1) : arrival);
            assertThat(stream.receive(number, 0, padding ? 0 : 10, 0)).isEqualTo(padding ? PADDING : MEDIA);
            if (!padding) {
                sequences.add(stream.sequence());
            }
        }
        return sequences;
    }
}
