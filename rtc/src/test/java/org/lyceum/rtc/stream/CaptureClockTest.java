package org.lyceum.rtc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.wire.rtcp.SenderReport;

class CaptureClockTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;

    private final CaptureClock clock = new CaptureClock();
    private final InboundStream audio = new InboundStream(1, 48_000, clock, null);
    private final InboundStream video = new InboundStream(2, 90_000, clock, null);
    private int audioSequence;
    private int videoSequence;

    /** A publisher's wall clock, in nanoseconds since 1900, when the engine's clock is at 0. */
    private long publisherAhead = 3_900_000_000L * SECOND;

    @Test
    void untilTheFirstReportTheArrivalCounts() {
        assertThat(video(0, 30 * MILLI)).isEqualTo(30 * MILLI);
        assertThat(video(3000, 30 * MILLI + 3000 * SECOND / 90_000)).isEqualTo(30 * MILLI + 3000 * SECOND / 90_000);
    }

    @Test
    void untilTheFirstReportJitterDoesNotShow() {
        video(0, 30 * MILLI);
        assertThat(video(9000, 145 * MILLI)).isEqualTo(130 * MILLI);
        assertThat(video(18_000, 225 * MILLI)).isEqualTo(225 * MILLI);
        assertThat(video(18_000, 260 * MILLI)).isEqualTo(225 * MILLI);
        assertThat(video(27_000, 330 * MILLI)).isEqualTo(325 * MILLI);
    }

    @Test
    void aTimestampThatJumpsIsTakenFromItsArrivalAgain() {
        video(0, 0);
        assertThat(video(90_000 * 60, SECOND)).isEqualTo(SECOND);
        assertThat(video(90_000 * 60 + 9000, SECOND + 100 * MILLI)).isEqualTo(SECOND + 100 * MILLI);
        assertThat(video(5, 2 * SECOND)).isEqualTo(2 * SECOND);
    }

    @Test
    void soundAndPictureOfOneInstantHaveOneTime() {
        video(7000, 100 * MILLI);
        audio(50, 40 * MILLI);
        // Captured together at 10 s; the picture took 80 ms to encode, the reports 20 and 25 ms to arrive.
        report(video, 10 * SECOND, 907_000, 20 * MILLI);
        report(audio, 10 * SECOND + 500 * MILLI, 504_050, 25 * MILLI);
        long pictureAt = video(907_000, 10 * SECOND + 120 * MILLI);
        long soundAt = audio(480_050, 10 * SECOND + 30 * MILLI);
        assertThat(pictureAt).isEqualTo(10 * SECOND + 20 * MILLI);
        assertThat(soundAt).isEqualTo(pictureAt);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lipsStayInStepOverAnHourOfDriftJitterAndWraps(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long audioStart = 0xFFFF_0000L;
        long videoStart = 0xFFF0_0000L;
        long worst = 0;
        for (long at = 0; at < 3600 * SECOND; at += 100 * MILLI) {
            publisherAhead += 10_000; // 100 ppm fast
            long audioStamp = audioStart + at * 48 / MILLI;
            long videoStamp = videoStart + at * 90 / MILLI;
            if (at % SECOND == 0) {
                report(video, at, videoStamp, 15 * MILLI + random.nextLong(40 * MILLI));
            }
            if (at % (5 * SECOND) == 0) {
                report(audio, at, audioStamp, 15 * MILLI + random.nextLong(40 * MILLI));
            }
            long soundAt = audio(audioStamp, at + 20 * MILLI + random.nextLong(40 * MILLI));
            long pictureAt = video(videoStamp, at + 50 * MILLI + random.nextLong(100 * MILLI));
            if (at > 10 * SECOND) {
                worst = Math.max(worst, Math.abs(soundAt - pictureAt));
                assertThat(soundAt - at).as("seed %d, at %d", seed, at).isBetween(5 * MILLI, 40 * MILLI);
            }
        }
        assertThat(worst).as("seed %d", seed).isLessThan(MILLI);
    }

    @Test
    void aWallClockThatIsSetIsFollowed() {
        report(video, 0, 0, 20 * MILLI);
        report(video, SECOND, 90_000, 20 * MILLI);
        publisherAhead -= 3600 * SECOND;
        report(video, 2 * SECOND, 180_000, 20 * MILLI);
        report(video, 3 * SECOND, 270_000, 20 * MILLI);
        assertThat(video(270_000, 3 * SECOND + 30 * MILLI)).isEqualTo(3 * SECOND + 20 * MILLI);
        publisherAhead += 7200 * SECOND;
        report(video, 4 * SECOND, 360_000, 20 * MILLI);
        assertThat(video(360_000, 4 * SECOND + 30 * MILLI)).isEqualTo(4 * SECOND + 20 * MILLI);
    }

    @Test
    void oneReportThatWasHeldUpIsNotFollowed() {
        report(video, 0, 0, 20 * MILLI);
        report(video, SECOND, 90_000, 5 * SECOND);
        report(video, 7 * SECOND, 630_000, 20 * MILLI);
        assertThat(video(630_000, 7 * SECOND + 30 * MILLI)).isEqualTo(7 * SECOND + 20 * MILLI);
    }

    @Test
    void aSenderWithoutAWallClockIsTakenByArrival() {
        video.senderReport(new SenderReport(2, 0, 0, 0, 0, List.of()), 0);
        assertThat(video(0, 30 * MILLI)).isEqualTo(30 * MILLI);
    }

    private long audio(long timestamp, long arrivalNanos) {
        audio.receive(audioSequence++ & 0xFFFF, timestamp & 0xFFFF_FFFFL, 10, arrivalNanos);
        return audio.captureNanos();
    }

    private long video(long timestamp, long arrivalNanos) {
        video.receive(videoSequence++ & 0xFFFF, timestamp & 0xFFFF_FFFFL, 10, arrivalNanos);
        return video.captureNanos();
    }

    /** A report made at this time of the engine's clock, about this timestamp, that took so long. */
    private void report(InboundStream stream, long atNanos, long timestamp, long delayNanos) {
        long wall = atNanos + publisherAhead;
        long fraction = (((wall % SECOND) << 32) + SECOND - 1) / SECOND;
        long ntp = ((wall / SECOND) << 32) | fraction;
        SenderReport report = new SenderReport(stream.ssrc(), ntp, timestamp & 0xFFFF_FFFFL, 0, 0, List.of());
        stream.senderReport(report, atNanos + delayNanos);
    }
}
