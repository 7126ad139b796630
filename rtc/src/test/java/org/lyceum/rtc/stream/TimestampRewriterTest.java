package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampRewriterTest {
    private static final long MS = 1_000_000L;
    private final TimestampRewriter rewriter = new TimestampRewriter(50_000, 90_000);

    @Test
    void theFirstSourceBeginsAtTheFirstTimestampAndKeepsItsPace() {
        rewriter.begin(1_000_000, 0);
        assertThat(rewriter.rewrite(1_000_000, 0)).isEqualTo(50_000);
        assertThat(rewriter.rewrite(1_003_000, 40 * MS)).isEqualTo(53_000);
        // Late packets of the frame before, and of before the beginning.
        assertThat(rewriter.rewrite(1_000_000, 0)).isEqualTo(50_000);
        assertThat(rewriter.rewrite(999_000, 0)).isEqualTo(49_000);
    }

    @ParameterizedTest
    @CsvSource({
        // ms between the captures, expected advance
        "33, 2970",
        "1000, 90000",
        "5500, 495000",
        "0, 1",
        "-200, 1",
    })
    void anotherSourceGoesOnByTheTimeBetweenTheCaptures(long gap, long advance) {
        rewriter.begin(1_000_000, 0);
        rewriter.rewrite(1_000_000, 0);
        rewriter.rewrite(1_003_000, 33 * MS);
        rewriter.begin(77, (33 + gap) * MS);
        assertThat(rewriter.rewrite(77, (33 + gap) * MS)).isEqualTo(53_000 + advance);
        assertThat(rewriter.rewrite(3_077, (66 + gap) * MS)).isEqualTo(56_000 + advance);
    }

    @Test
    void reorderingBeforeASwitchDoesNotTurnTheClockBack() {
        rewriter.begin(0, 0);
        rewriter.rewrite(9_000, 100 * MS);
        rewriter.rewrite(6_000, 66 * MS);
        rewriter.begin(100, 110 * MS);
        assertThat(rewriter.rewrite(100, 110 * MS)).isEqualTo(59_900);
    }

    @Test
    void aResentPacketHasTheTimestampThatItHad() {
        rewriter.begin(1_000_000, 0);
        long sent = rewriter.rewrite(1_000_000, 0);
        rewriter.rewrite(1_090_000, 1000 * MS);
        assertThat(rewriter.find(1_000_000)).isEqualTo(sent);
    }

    @Test
    void anOldGroupOfPicturesIsPlayedInFastMotionUpToTheLiveFrame() {
        // A key frame of two seconds ago, 30 fps; the newest packet was captured at 2000 ms.
        rewriter.beginCatchUp(0, 2_000 * MS);
        for (int frame = 0; frame <= 60; frame++) {
            assertThat(rewriter.rewrite(3_000L * frame, frame * 33L * MS)).isEqualTo(50_000 + ((3_000L * frame) >> 5));
        }
        rewriter.caughtUp();
        // The rest of the newest frame is still squeezed.
        assertThat(rewriter.rewrite(180_000, 2_000 * MS)).isEqualTo(55_625);
        // Live since 2000 ms: one frame later in capture time, never back.
        assertThat(rewriter.rewrite(183_000, 2_033 * MS)).isEqualTo(55_718);
        assertThat(rewriter.rewrite(186_000, 2_066 * MS)).isEqualTo(58_718);
        assertThat(rewriter.find(3_000)).isEqualTo(50_093);
        assertThat(rewriter.find(180_000)).isEqualTo(55_625);
        assertThat(rewriter.find(183_000)).isEqualTo(55_718);
    }

    @Test
    void fastMotionContinuesAnEarlierSource() {
        rewriter.begin(500, 0);
        rewriter.rewrite(500, 0);
        rewriter.beginCatchUp(10_000_000, 1_000 * MS);
        assertThat(rewriter.rewrite(10_000_000, 100 * MS)).isEqualTo(140_000);
        rewriter.caughtUp();
        assertThat(rewriter.rewrite(10_090_000, 2_000 * MS)).isEqualTo(230_000);
        rewriter.begin(9_000_000, 3_000 * MS);
        assertThat(rewriter.rewrite(9_000_000, 3_000 * MS)).isEqualTo(320_000);
        assertThat(rewriter.find(9_003_000)).isEqualTo(323_000);
    }

    @Test
    void aFrameThatIsLateForTheEndOfFastMotionStaysBeforeTheLiveOne() {
        rewriter.beginCatchUp(0, 0);
        rewriter.rewrite(0, 0);
        rewriter.caughtUp();
        long live = rewriter.rewrite(9_000, MS);
        long late = rewriter.rewrite(6_000, MS / 2);
        assertThat(late).isGreaterThan(50_000).isLessThan(live);
        assertThat(rewriter.find(6_000)).isEqualTo(late);
    }
}
