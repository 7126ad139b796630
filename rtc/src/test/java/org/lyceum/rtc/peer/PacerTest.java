package org.lyceum.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacerTest {
    private static final long MS = 1_000_000L;
    private static final long START = -5_000 * MS; // the clock may be anything
    private static final int PACKET = 1_000;
    private static final int INITIAL = 14_600;

    private final List<PacedPacket> left = new ArrayList<>();

    private static Pacer pacer(long estimate) {
        Pacer pacer = new Pacer(START, estimate, estimate * 5 / 2);
        pacer.left(false, INITIAL, START);
        return pacer;
    }

    private static int passing(Pacer pacer, int packets, long now) {
        int passed = 0;
        while (passed < packets && pacer.passes(false, now)) {
            pacer.left(false, PACKET, now);
            passed++;
        }
        return passed;
    }

    private static void queue(Pacer pacer, boolean retransmission, int packets) {
        for (int i = 0; i < packets; i++) {
            assertThat(pacer.queue(retransmission, false, PACKET)).isNotNull();
        }
    }

    /** Lets everything leave that may until then, waking up when the pacer asks for it. */
    private void runUntil(Pacer pacer, long end) {
        for (long now = pacer.deadlineNanos(); now <= end; now = pacer.deadlineNanos()) {
            int before = left.size();
            for (PacedPacket next = pacer.next(now); next != null; next = pacer.next(now)) {
                pacer.left(false, next.bytes(), now);
                left.add(next);
            }
            assertThat(left.size()).as("a deadline is not for nothing").isGreaterThan(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // estimate, queueing delay, packets that leave together
        "   30000,   0,  3", // never less than two and the one that crosses
        " 1000000,   0,  5",
        " 4000000,   0, 18",
        "20000000,   0, 90",
        " 4000000,  20,  8",
        " 4000000,  26,  5",
        " 4000000, 500,  5",
    })
    void aBurstPassesAsFarAsTheNetworkTakesItSoon(long estimate, long queueingMillis, int packets) {
        Pacer pacer = pacer(estimate);
        pacer.rates(estimate, estimate * 5 / 2, queueingMillis * MS, START);
        assertThat(passing(pacer, 100, START)).isEqualTo(packets);
    }

    @Test
    void whereBurstsMakeNoQueueMoreLeavesAtOnceUntilThereIsOne() {
        Pacer pacer = pacer(4_000_000);
        long now = START;
        int passed = 0;
        for (int second = 0; second < 20; second++) {
            passed = passing(pacer, 100, now);
            now += 1_000 * MS;
            pacer.rates(4_000_000, 10_000_000, 0, now);
        }
        assertThat(passed).as("of 144 ms").isEqualTo(4 * 18);
        pacer.rates(4_000_000, 10_000_000, 15 * MS, now);
        pacer.rates(4_000_000, 10_000_000, 0, now);
        assertThat(passing(pacer, 100, now)).as("of 36 ms").isEqualTo(18);
    }

    @Test
    void whereTheNetworkIsStrainedBurstsStayShort() {
        Pacer pacer = pacer(4_000_000);
        long now = START;
        pacer.rates(4_000_000, 6_000_000, 0, now);
        int first = passing(pacer, 100, now);
        for (int second = 0; second < 20; second++) {
            now += 1_000 * MS;
            pacer.rates(4_000_000, 6_000_000, 0, now);
            assertThat(passing(pacer, 100, now)).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // estimate, frame of so many packets every 33 ms: 20 %, 40 %, 80 %, 97 % of the estimate
        "8500000, 7, 7",
        "4250000, 7, 7",
        "2120000, 7, 7",
        "1750000, 7, 7",
    })
    void aFrameIsNotTornWhereNothingQueuesUp(long estimate, int frame, int passes) {
        Pacer pacer = pacer(estimate);
        for (int i = 0; i < 25; i++) {
            assertThat(passing(pacer, frame, START + i * 33L * MS))
                    .as("frame %d", i)
                    .isEqualTo(passes);
        }
    }

    @Test
    void aBeginningPassesWholeUpToTheInitialWindowOfTcp() {
        Pacer pacer = new Pacer(START, 600_000, 1_500_000);
        assertThat(passing(pacer, 100, START)).isEqualTo(15 + 3);
    }

    @Test
    void whatDoesNotPassLeavesAtThePacingRate() {
        Pacer pacer = pacer(4_000_000); // 10 Mbit/s: a packet every 0.8 ms
        passing(pacer, 18, START);
        queue(pacer, false, 50);
        assertThat(pacer.queueNanos()).isEqualTo(40 * MS);

        runUntil(pacer, START + 20 * MS);
        assertThat(left.size()).isBetween(24, 29);
        runUntil(pacer, START + 43 * MS);
        assertThat(left).hasSize(50);
        assertThat(pacer.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aLargePictureLeavesAtTheEstimateUntilATenthOfASecondOfItIsLeft() {
        Pacer pacer = pacer(1_000_000); // a packet every 8 ms, 12 in a tenth of a second, 3.2 ms each after that
        pacer.rates(1_000_000, 2_500_000, 0, START);
        passing(pacer, 100, START);
        queue(pacer, false, 112);

        runUntil(pacer, START + 400 * MS);
        assertThat(left.size()).isBetween(48, 56);
        runUntil(pacer, START + 800 * MS);
        assertThat(left.size()).isBetween(98, 104);
        runUntil(pacer, START + 860 * MS);
        assertThat(left).hasSize(112);
    }

    @Test
    void whereNothingIsKnownYetALargePictureLeavesAtThePacingRate() {
        Pacer pacer = pacer(1_000_000);
        passing(pacer, 100, START);
        queue(pacer, false, 112);

        runUntil(pacer, START + 370 * MS);
        assertThat(left).hasSize(112);
    }

    @Test
    void waitingPacketsLeaveSeveralAtATimeSoThatTheKernelGetsThemTogether() {
        Pacer pacer = pacer(4_000_000);
        passing(pacer, 10, START);
        queue(pacer, false, 50);
        long wakeUps = 0;
        for (; !pacer.isEmpty(); wakeUps++) {
            long now = pacer.deadlineNanos();
            for (PacedPacket next = pacer.next(now); next != null; next = pacer.next(now)) {
                pacer.left(false, next.bytes(), now);
            }
        }
        assertThat(wakeUps).isLessThanOrEqualTo(13);
    }

    @Test
    void retransmissionsLeaveBeforeVideoThatHasWaitedLonger() {
        Pacer pacer = pacer(1_000_000);
        passing(pacer, 3, START);
        queue(pacer, false, 3);
        queue(pacer, true, 2);

        runUntil(pacer, START + 1_000 * MS);

        assertThat(left.stream().map(PacedPacket::retransmission)).containsExactly(true, true, false, false, false);
    }

    @Test
    void videoKeepsItsOrderThoughTheNetworkIsFreeAgain() {
        Pacer pacer = pacer(1_000_000);
        passing(pacer, 3, START);
        queue(pacer, false, 1);

        assertThat(pacer.passes(false, START + 1_000 * MS)).isFalse();
        assertThat(pacer.passes(true, START + 1_000 * MS))
                .as("a retransmission overtakes")
                .isTrue();
    }

    @Test
    void behindMoreThanASecondNoPictureBeginsAndWhatHasBegunIsTakenToItsEnd() {
        Pacer pacer = pacer(1_000_000);
        int pictures = 0;
        for (; pacer.takesPicture(); pictures++) {
            queue(pacer, false, 100);
        }
        assertThat(pictures).isEqualTo(4);
        assertThat(pacer.queueNanos()).isEqualTo(1_280 * MS);
    }

    @Test
    void aKeyFrameThatTakesLongKeepsNoPictureFromComingAfterIt() {
        Pacer pacer = pacer(100_000);
        for (int i = 0; i < 60; i++) {
            assertThat(pacer.queue(false, true, PACKET)).isNotNull();
        }
        assertThat(pacer.queueNanos()).isEqualTo(1_920 * MS);
        assertThat(pacer.takesPicture()).isTrue();
        assertThat(pacer.backlogBytes()).isZero();
        queue(pacer, true, 2); // what is lost of it on the way comes again before the rest
        queue(pacer, false, 40);
        assertThat(pacer.takesPicture()).isFalse();
        runUntil(pacer, START + 5_000 * MS);
        assertThat(left).hasSize(102);
        assertThat(pacer.takesPicture()).isTrue();
    }

    @Test
    void whateverItIsNoMoreWaitsThanThereIsRoomFor() {
        Pacer pacer = pacer(1_000_000);
        int taken = 0;
        while (pacer.queue(false, true, PACKET) != null) {
            taken++;
        }
        assertThat(taken).isEqualTo(Pacer.MOST_QUEUED_BYTES / PACKET);
        assertThat(pacer.queue(true, false, PACKET)).isNull();
    }

    @Test
    void retransmissionsThatWouldBeLateAreRefusedAndVideoIsNot() {
        Pacer pacer = pacer(1_000_000);
        int taken = 0;
        while (pacer.queue(true, false, PACKET) != null) {
            taken++;
        }
        assertThat(taken).isBetween(78, 80);
        assertThat(pacer.queue(false, false, PACKET)).isNotNull();
    }

    @Test
    void aHigherEstimateLetsGoOfWhatWaited() {
        Pacer pacer = pacer(300_000);
        passing(pacer, 3, START);
        queue(pacer, false, 20);

        pacer.rates(20_000_000, 50_000_000, 0, START);
        runUntil(pacer, START + 10 * MS);

        assertThat(left).hasSize(20);
    }

    @Test
    void soundInPlentyHoldsUpVideoForABoundedTimeOnly() {
        Pacer pacer = pacer(30_000);
        for (int i = 0; i < 1_000; i++) {
            pacer.left(true, PACKET, START);
        }
        assertThat(pacer.passes(false, START)).isFalse();
        assertThat(pacer.passes(false, START + 251 * MS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // estimate, pacing, sound: with the sound a little less than is paced, and several times as much
        " 30000,  75000,  70000",
        " 30000,  30000, 200000",
        " 60000,  60000,  70000",
        "300000, 300000, 900000",
    })
    void noPacketWaitsForSoundThatNeverCeasesLongerThanAQuarterOfASecond(long estimate, long pacing, long sound) {
        Pacer pacer = new Pacer(START, estimate, pacing);
        pacer.left(false, INITIAL, START);
        long step = 20 * MS;
        long soundBytes = sound / 8 * step / (1_000 * MS);
        long turn = START;
        int video = 0;
        for (long now = START; now < START + 60_000 * MS; now += step) {
            pacer.left(true, (int) soundBytes, now);
            if (pacer.isEmpty()) {
                queue(pacer, false, 50);
            }
            for (PacedPacket next = pacer.next(now); next != null; next = pacer.next(now)) {
                long own = PACKET * 8_000L * MS / pacing;
                long burst = Math.max(2_400, estimate / 8 * 36 / 1_000) * 8_000L * MS / pacing;
                assertThat(now - turn)
                        .as("packet %d", video++)
                        .isLessThanOrEqualTo(own + burst + Pacer.MOST_HOLD_UP_NANOS + step);
                turn = now;
                pacer.left(false, next.bytes(), now);
            }
        }
        long carried = video * (PACKET * 8L) / 60;
        System.out.printf("%d bit/s of sound beside a pacing rate of %d: %d of video%n", sound, pacing, carried);
        assertThat(video)
                .as("one in its own time and the longest wait, at least")
                .isGreaterThan((int) (60_000 * MS / (PACKET * 8_000L * MS / pacing + Pacer.MOST_HOLD_UP_NANOS + step)));
    }

    @Test
    void soundThatLeavesRoomTakesItsShareOffVideo() {
        Pacer pacer = new Pacer(START, 100_000, 100_000);
        pacer.left(false, INITIAL, START);
        int video = 0;
        for (long now = START; now < START + 60_000 * MS; now += 20 * MS) {
            pacer.left(true, 125, now); // 50 kbit/s
            if (pacer.isEmpty()) {
                queue(pacer, false, 50);
            }
            for (PacedPacket next = pacer.next(now); next != null; next = pacer.next(now)) {
                pacer.left(false, next.bytes(), now);
                video++;
            }
        }
        assertThat(video * (PACKET * 8L) / 60).isBetween(49_000L, 51_000L);
    }

    @Test
    void aPlaceIsUsedAgain() {
        Pacer pacer = pacer(1_000_000);
        queue(pacer, false, 2);
        PacedPacket first = Objects.requireNonNull(pacer.next());
        pacer.giveBack(first);
        assertThat(pacer.queue(false, false, PACKET)).isSameAs(first);
    }
}
