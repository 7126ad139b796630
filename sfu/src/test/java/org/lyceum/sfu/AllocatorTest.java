package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestSource.MS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lyceum.rtc.session.Codec;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;

/** What is decided, given what layers cost and whether they come; time is virtual, one tick is a tenth of a second. */
class AllocatorTest {
    private static final long KBIT = 1_000;

    private final List<Long> wanted = new ArrayList<>();
    private final Allocator allocator = new Allocator(wanted::add);
    private final RandomGenerator random = new Random(5);
    private long now;

    /** A track of which every fact is set by hand. */
    private static final class Facts implements TrackFeed {
        final TrackId id;
        final Codec codec;
        final int[] heights;
        /** Kbit/s of each encoding with all its temporal layers; three layers share it 40, 20 and 40 in the hundred. */
        final long[] kbits;

        /** Kbit/s of it all that come from key frames at the moment. */
        long keyKbits;

        final boolean[] live;
        final boolean[] expected;
        final List<Quality> forwarded = new ArrayList<>();
        final List<Integer> keyFramesAsked = new ArrayList<>();

        Facts(String name, CodecType type, int[] heights, long[] kbits) {
            this.id = new TrackId(name);
            this.codec = new Codec(type, "");
            this.heights = heights;
            this.kbits = kbits;
            this.live = new boolean[kbits.length];
            this.expected = new boolean[kbits.length];
            Arrays.fill(live, true);
        }

        @Override
        public TrackId track() {
            return id;
        }

        @Override
        public Codec codec() {
            return codec;
        }

        @Override
        public int epoch() {
            return 1;
        }

        @Override
        public int layers() {
            return kbits.length;
        }

        @Override
        public boolean live(int layer, long nowNanos) {
            return live[layer];
        }

        @Override
        public boolean live(int layer, int spatial, long nowNanos) {
            return live[layer];
        }

        @Override
        public boolean expected(int layer, int spatial, long nowNanos) {
            return expected[layer];
        }

        @Override
        public int spatialLayers(int layer) {
            return 1;
        }

        @Override
        public int temporalLayers(int layer) {
            return 3;
        }

        @Override
        public int height(int layer, int spatial) {
            return heights[layer];
        }

        @Override
        public long cost(int layer, int spatial, int temporal) {
            int percent = temporal == 0 ? 40 : temporal == 1 ? 60 : 100;
            return (keyKbits + kbits[layer] * percent / 100) * KBIT;
        }

        @Override
        public long keyCost(int layer, int spatial) {
            return keyKbits * KBIT;
        }

        @Override
        public long bitrate(int layer) {
            return kbits[layer] * KBIT;
        }

        @Override
        public long newest(int layer) {
            return 0;
        }

        @Override
        public long newestCapture(int layer) {
            return 0;
        }

        @Override
        public void requestKeyFrame(int layer, long nowNanos) {
            keyFramesAsked.add(layer);
        }

        @Override
        public @Nullable MediaPacket held(int layer, long sequence, long nowNanos) {
            return null;
        }

        @Override
        public long keyFrameHeld(int layer, long maxAgeNanos, long nowNanos) {
            return NONE;
        }

        @Override
        public boolean lost(int layer, long sequence, long nowNanos) {
            return false;
        }

        @Override
        public void wantsChanged(long nowNanos) {
            // Asked for where it matters.
        }

        @Override
        public void forwarding(Quality quality, boolean paused) {
            forwarded.add(quality);
        }

        @Override
        public void wakeAt(long deadlineNanos) {
            // Nothing of it depends on time.
        }

        @Override
        public void undecodable(Codec undecoded) {
            throw new AssertionError("everything can be decoded here");
        }
    }

    /** Three sizes as a browser sends them, 150, 500 and 2500 kbit/s. */
    private static Facts camera(String name) {
        return new Facts(name, CodecType.VP8, new int[] {180, 360, 720}, new long[] {150, 500, 2500});
    }

    private PeerSubscriber watch(Facts track) {
        PeerSubscriber subscriber = new PeerSubscriber(new RecordingMedia(CodecType.values()), allocator, random);
        allocator.add(subscriber, now);
        subscriber.subscribed(track, now);
        return subscriber;
    }

    private void bandwidth(long kbits) {
        allocator.bandwidth(kbits * KBIT, now);
    }

    private void pass(long millis) {
        for (long until = now + millis * MS; now < until; now += Allocator.TICK_NANOS) {
            allocator.onDeadline(now);
        }
    }

    private static String size(PeerSubscriber subscriber) {
        Quality target = subscriber.target();
        if (target.encoding() < 0) {
            return "paused";
        }
        return "LMH".charAt(target.encoding()) + (target.temporal() == 3 ? "" : "" + target.temporal());
    }

    // ---- one track ----

    @ParameterizedTest
    @CsvSource({
        "4000, H", "3000, H", "2900, M", "620, M", "580, L", "185, L", "170, L1", "110, L1", "100, L0", "75, L0",
        "30, L0"
    })
    void whoComesBeginsWithTheBestThatFitsWithHeadroom(long kbits, String expected) {
        bandwidth(kbits);
        assertThat(size(watch(camera("a")))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1600, H1", "1400, M", "600, M", "450, M1", "250, L", "120, L1", "70, L0"})
    void whatDoesNotFitIsGivenUpAtOnceFirstFrameRateThenSize(long kbits, String expected) {
        bandwidth(4000);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(3000);
        bandwidth(kbits);
        assertThat(size(subscriber)).isEqualTo(expected);
    }

    @Test
    void goesUpHalfASecondAfterThereIsHeadroom() {
        bandwidth(590);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(2000);
        assertThat(size(subscriber)).isEqualTo("L");
        bandwidth(4000);
        pass(400);
        assertThat(size(subscriber)).isEqualTo("L");
        pass(300);
        assertThat(size(subscriber)).isEqualTo("H");
    }

    @Test
    void afterALossOfBandwidthItIsBackWithinTwoSecondsOfBandwidth() {
        bandwidth(4000);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(10_000);
        for (int round = 0; round < 5; round++) {
            bandwidth(500);
            assertThat(size(subscriber)).isEqualTo("M1".equals(size(subscriber)) ? "M1" : "M");
            pass(15_000);
            bandwidth(4000);
            pass(2_000);
            assertThat(size(subscriber)).isEqualTo("H");
            pass(15_000);
        }
    }

    /** The network shrinks, a step is tried that does not hold, and then the network grows again. */
    @Test
    void aMistakeInANarrowNetworkDoesNotOutlastIt() {
        bandwidth(4000);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(30_000);
        bandwidth(400);
        pass(2_000);
        bandwidth(620);
        pass(2_000);
        assertThat(size(subscriber)).isEqualTo("M");
        bandwidth(430);
        pass(2_000);
        assertThat(size(subscriber)).isEqualTo("M1");
        bandwidth(620);
        pass(10_000);
        assertThat(size(subscriber)).as("the mistake is not repeated").isEqualTo("M1");
        bandwidth(4000);
        pass(1_000);
        assertThat(size(subscriber)).isEqualTo("H");
    }

    @Test
    void aMistakeIsTriedAgainAfterAWhileAndWhatIsBelowItAtOnce() {
        bandwidth(1000);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(30_000);
        bandwidth(3100);
        pass(1_000);
        assertThat(size(subscriber)).isEqualTo("H");
        bandwidth(2300);
        pass(2_000);
        assertThat(size(subscriber)).isEqualTo("H1");
        bandwidth(200);
        pass(2_000);
        assertThat(size(subscriber)).isEqualTo("L");
        bandwidth(3100);
        pass(2_000);
        assertThat(size(subscriber)).as("below the mistake").isEqualTo("M");
        pass(8_000);
        assertThat(size(subscriber)).isEqualTo("M");
        pass(5_000);
        assertThat(size(subscriber)).isEqualTo("H");
        bandwidth(2300);
        pass(2_000);
        bandwidth(3100);
        pass(25_000);
        assertThat(size(subscriber)).as("the second time twice as long").isEqualTo("H1");
        pass(10_000);
        assertThat(size(subscriber)).isEqualTo("H");
    }

    @Test
    void asmallShortageIsBorneForASecond() {
        bandwidth(4000);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(1000);
        bandwidth(2300);
        pass(900);
        assertThat(size(subscriber)).isEqualTo("H");
        pass(300);
        assertThat(size(subscriber)).isEqualTo("H1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void onASteadyLinkWithNoisyEstimatesNobodySwitchesMoreThanTwiceAMinute(long seed) {
        Random noise = new Random(seed);
        long link = 200L + noise.nextInt(4000);
        bandwidth(link);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(60_000);
        Quality before = subscriber.target();
        int switches = 0;
        int minutes = 10;
        int ticks = minutes * 600;
        for (int tick = 0; tick < ticks; tick++) {
            if (tick % 3 == 0) {
                bandwidth((long) (link * (1 + 0.12 * noise.nextGaussian())));
            }
            pass(100);
            switches += subscriber.target().equals(before) ? 0 : 1;
            before = subscriber.target();
        }
        assertThat(switches).as("seed %d, link of %d kbit/s", seed, link).isLessThanOrEqualTo(2 * minutes);
    }

    @Test
    void whatDoesNotFitAtAllIsPausedToldAndResumedWhenItFits() {
        Facts track = camera("a");
        bandwidth(1000);
        PeerSubscriber subscriber = watch(track);
        pass(1000);
        bandwidth(40);
        pass(2500);
        assertThat(size(subscriber)).isEqualTo("L0");
        pass(1000);
        assertThat(size(subscriber)).isEqualTo("paused");
        assertThat(track.forwarded).last().isEqualTo(Quality.NOTHING);
        bandwidth(300);
        pass(2000);
        assertThat(size(subscriber)).isEqualTo("L");
    }

    /** A picture that the machine withholds, and that the network has become too slow for meanwhile. */
    private Facts withheldAndTooLarge() {
        bandwidth(4000);
        Facts track = camera("a");
        watch(track);
        pass(1000);
        allocator.ration(Allocator.NO_PICTURES, now);
        bandwidth(10);
        pass(1000);
        assertThat(track.forwarded).containsExactly(Quality.NOTHING);
        return track;
    }

    @Test
    void aPauseThatOutlastsTheMachinesShortageIsSaidAgain() {
        Facts track = withheldAndTooLarge();

        allocator.ration(Allocator.EVERYTHING, now);
        pass(1000);

        assertThat(track.forwarded).containsExactly(Quality.NOTHING, Quality.NOTHING);
    }

    /** A machine comes into a shortage and out of it by steps: a pause is its doing only where it sends no pictures at all. */
    @Test
    void aPauseIsSaidAgainWhenTheMachineBeginsOrCeasesToWithholdPictures() {
        Facts track = withheldAndTooLarge();

        allocator.ration(Allocator.LEAST, now);
        pass(1000);
        assertThat(track.forwarded).hasSize(2);

        allocator.ration(Allocator.NO_PICTURES, now);
        pass(1000);
        assertThat(track.forwarded).hasSize(3).containsOnly(Quality.NOTHING);
    }

    @Test
    void aPauseThatEndsWithTheMachinesShortageIsNotSaidAgain() {
        bandwidth(4000);
        Facts track = camera("a");
        PeerSubscriber subscriber = watch(track);
        pass(1000);
        allocator.ration(Allocator.NO_PICTURES, now);
        pass(1000);

        allocator.ration(Allocator.EVERYTHING, now);
        pass(1000);

        assertThat(track.forwarded).containsExactly(Quality.NOTHING);
        assertThat(size(subscriber)).isEqualTo("H");
    }

    @Test
    void keyFramesThatCostMoreThanThereIsForAWhilePauseNothing() {
        Facts track = camera("a");
        bandwidth(1000);
        PeerSubscriber subscriber = watch(track);
        pass(1000);
        track.keyKbits = 2000;
        bandwidth(200);
        pass(5000);
        assertThat(size(subscriber)).isEqualTo("L0");
        track.keyKbits = 0;
        pass(2000);
        assertThat(size(subscriber)).isEqualTo("L");
    }

    /** A screen of 720 lines whose encoder has sent no more than a key frame: what it costs is a guess, and far too high. */
    @Test
    void whatHasNotBeenMeasuredPausesNothing() {
        Facts track = new Facts("a", CodecType.VP8, new int[] {720}, new long[] {0});
        bandwidth(800);
        PeerSubscriber subscriber = watch(track);
        pass(6000);
        assertThat(subscriber.target()).isNotEqualTo(Quality.NOTHING);
        track.kbits[0] = 2500;
        pass(4000);
        assertThat(subscriber.target()).isEqualTo(Quality.NOTHING);
    }

    @Test
    void aPausedTrackIsTriedAgainNowAndThen() {
        bandwidth(40);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(4000);
        assertThat(size(subscriber)).isEqualTo("paused");
        pass(5000);
        assertThat(size(subscriber)).isEqualTo("L0");
        pass(3500);
        assertThat(size(subscriber)).isEqualTo("paused");
    }

    // ---- what comes and what does not ----

    @Test
    void aLayerThatTheSourceDropsIsLeftWithTheNextTick() {
        Facts track = camera("a");
        bandwidth(10_000);
        PeerSubscriber subscriber = watch(track);
        pass(1000);
        track.live[2] = false;
        pass(100);
        assertThat(size(subscriber)).isEqualTo("M");
        track.live[2] = true;
        pass(700);
        assertThat(size(subscriber)).isEqualTo("H");
    }

    @Test
    void aLayerThatIsOffForWantOfWatchersIsAskedForWhileWhatThereIsGoesOn() {
        Facts track = camera("a");
        track.live[2] = false;
        track.expected[2] = true;
        bandwidth(10_000);
        PeerSubscriber subscriber = watch(track);
        assertThat(size(subscriber)).isEqualTo("M");
        pass(1000);
        // Nothing is forwarded before the first key frame; who sees nothing does not wait for what is not there.
        assertThat(size(subscriber)).isEqualTo("M");
        assertThat(WantedLayers.encoding(subscriber.wantedLayers(), 1)).isTrue();
    }

    @Test
    void aLayerThatIsWithheldStaysWantedWhereThereIsBandwidthForIt() {
        Facts track = camera("a");
        track.live[2] = false;
        bandwidth(10_000);
        PeerSubscriber subscriber = watch(track);
        pass(200);
        assertThat(WantedLayers.encoding(subscriber.wantedLayers(), 2)).isTrue();
        bandwidth(1000);
        pass(200);
        assertThat(WantedLayers.encoding(subscriber.wantedLayers(), 2)).isFalse();
    }

    @Test
    void whatHasNotBeenSeenYetIsWantedByWhoHasTheBestThereIs() {
        bandwidth(10_000);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(200);
        assertThat(WantedLayers.encoding(subscriber.wantedLayers(), 3)).isTrue();
        assertThat(WantedLayers.encoding(subscriber.wantedLayers(), 1)).isFalse();
        bandwidth(1000);
        pass(200);
        assertThat(WantedLayers.encoding(subscriber.wantedLayers(), 3)).isFalse();
    }

    // ---- wishes ----

    @ParameterizedTest
    @CsvSource({"0, -1, H", "720, -1, H", "500, -1, H", "360, -1, M", "100, -1, L", "0, 1, M", "0, 0, L", "360, 0, L"})
    void aPageGetsNoMoreThanItWishes(int maxHeight, int maxSpatial, String expected) {
        bandwidth(10_000);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(1000);
        allocator.wish(subscriber, new LayerWish(maxHeight, maxSpatial, false, LayerWish.OTHER), now);
        assertThat(size(subscriber)).isEqualTo(expected);
        allocator.wish(subscriber, LayerWish.ANY, now);
        assertThat(size(subscriber)).isEqualTo("H");
    }

    @Test
    void aHiddenTabGetsNothingAndComesBackAtOnce() {
        bandwidth(1000);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(1000);
        allocator.wish(subscriber, new LayerWish(0, -1, true, LayerWish.OTHER), now);
        assertThat(size(subscriber)).isEqualTo("paused");
        assertThat(subscriber.wantedLayers()).isZero();
        assertThat(wanted).last().isEqualTo(0L);
        pass(20_000);
        assertThat(size(subscriber)).isEqualTo("paused");
        allocator.wish(subscriber, LayerWish.ANY, now);
        assertThat(size(subscriber)).isEqualTo("M");
    }

    @Test
    void aPageThatChangesItsMindWithoutEndCausesAKeyFrameNowAndThen() {
        Facts track = camera("a");
        bandwidth(10_000);
        PeerSubscriber subscriber = watch(track);
        pass(1000);
        track.keyFramesAsked.clear();
        for (int round = 0; round < 75; round++) {
            allocator.wish(subscriber, new LayerWish(0, -1, true, LayerWish.OTHER), now);
            pass(100);
            allocator.wish(subscriber, LayerWish.ANY, now);
            pass(700);
        }
        assertThat(track.keyFramesAsked).hasSizeBetween(20, 6 + 30);
    }

    @Test
    void aDraggedWindowDoesNotUndoWhatAMistakeHasTaught() {
        bandwidth(1000);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(1000);
        allocator.wish(subscriber, new LayerWish(180, -1, false, LayerWish.OTHER), now);
        pass(1000);
        allocator.wish(subscriber, new LayerWish(720, -1, false, LayerWish.OTHER), now);
        bandwidth(4000);
        pass(1000);
        assertThat(size(subscriber)).isEqualTo("H");
        bandwidth(2450);
        pass(1200);
        assertThat(size(subscriber)).isEqualTo("H1");
        bandwidth(4000);
        for (int height = 719; height > 700; height--) {
            allocator.wish(subscriber, new LayerWish(height, -1, false, LayerWish.OTHER), now);
            pass(100);
            allocator.wish(subscriber, new LayerWish(height + 1, -1, false, LayerWish.OTHER), now);
            assertThat(size(subscriber)).isEqualTo("H1");
        }
    }

    @Test
    void aScreenIsSharpRatherThanSmooth() {
        bandwidth(4000);
        PeerSubscriber screen = watch(camera("screen"));
        allocator.wish(screen, new LayerWish(0, -1, false, LayerWish.SCREEN), now);
        pass(1000);
        bandwidth(1100);
        assertThat(size(screen)).isEqualTo("H0");
    }

    private static final String ALL = "L";
    private static final String FEW = "M";

    /** As the studio sends it: all pictures in 2000 kbit/s, and as large fewer of them in 400. */
    private Facts sharedScreen() {
        return new Facts("screen", CodecType.VP8, new int[] {720, 720}, new long[] {2000, 400});
    }

    @Test
    void aPlayerAsLargeAsTheScreenGetsAllItsPicturesWhereTheyFit() {
        bandwidth(4000);
        PeerSubscriber screen = watch(sharedScreen());
        allocator.wish(screen, new LayerWish(600, -1, false, LayerWish.SCREEN), now);
        pass(1000);
        assertThat(size(screen)).isEqualTo(ALL);
    }

    @Test
    void ofAScreenThatFewBitsAreLeftForTheEncodingOfFewPicturesIsKeptHoweverCostsPassEachOther() {
        Facts track = sharedScreen();
        bandwidth(750);
        PeerSubscriber screen = watch(track);
        allocator.wish(screen, new LayerWish(600, -1, false, LayerWish.SCREEN), now);
        pass(1000);
        assertThat(size(screen)).isEqualTo(FEW);
        // Parts of the other would fit, but a change costs a key frame.
        pass(5000);
        assertThat(size(screen)).isEqualTo(FEW);
        track.kbits[1] = 700;
        track.kbits[0] = 650;
        pass(1000);
        assertThat(size(screen)).isEqualTo(FEW);
        track.kbits[0] = 600;
        pass(1000);
        assertThat(size(screen)).isEqualTo(ALL);
        track.kbits[0] = 710;
        pass(2000);
        assertThat(size(screen)).isEqualTo(ALL);
    }

    // ---- several tracks ----

    @Test
    void soundComesFirst() {
        bandwidth(700);
        PeerSubscriber camera = watch(camera("a"));
        pass(1000);
        assertThat(size(camera)).isEqualTo("M");
        watch(new Facts("sound", CodecType.OPUS, new int[] {0}, new long[] {510}));
        pass(100);
        assertThat(size(camera)).isEqualTo("L");
    }

    @Test
    void whoSpeaksIsServedBeforeTheOthersWhoKeepTheLeastThereIs() {
        bandwidth(600);
        List<PeerSubscriber> others = List.of(watch(camera("a")), watch(camera("b")), watch(camera("c")));
        pass(1000);
        bandwidth(3500);
        pass(5000);
        assertThat(others).extracting(AllocatorTest::size).containsOnly("M");
        PeerSubscriber speaker = others.get(1);
        allocator.wish(speaker, new LayerWish(0, -1, false, LayerWish.SPEAKER), now);
        pass(1000);
        assertThat(size(speaker)).isEqualTo("H");
        assertThat(size(others.get(2))).startsWith("L");
        assertThat(size(others.get(0))).isEqualTo("M1");
    }

    /** The link is 100 kbit/s; its estimate falls to 85 while the screen's trial crowds it. */
    @ParameterizedTest
    @ValueSource(longs = {100, 85})
    void aTrialOfWhatDoesNotFitTakesNothingFromThoseWhoDo(long crowded) {
        bandwidth(100);
        Facts cheap = new Facts("camera", CodecType.VP8, new int[] {180}, new long[] {90});
        PeerSubscriber screen = watch(new Facts("screen", CodecType.VP8, new int[] {720}, new long[] {500}));
        allocator.wish(screen, new LayerWish(0, -1, false, LayerWish.SCREEN), now);
        pass(4000);
        assertThat(size(screen)).isEqualTo("paused");
        bandwidth(120);
        PeerSubscriber camera = watch(cheap);
        assertThat(size(camera)).isEqualTo("L");
        bandwidth(100);
        int trials = 0;
        boolean before = false;
        for (int tick = 0; tick < 1800; tick++) {
            pass(100);
            boolean tried = !"paused".equals(size(screen));
            bandwidth(tried ? crowded : 100);
            trials += tried && !before ? 1 : 0;
            before = tried;
            assertThat(size(camera)).as("tick %d", tick).isEqualTo("L");
        }
        assertThat(trials).isBetween(3, 9);
    }

    /** Where the estimate falls while a trial goes on, the path is full, and sound waits behind it. */
    @ParameterizedTest
    @CsvSource({"true, 96, 0", "true, 100, 1500", "false, 96, 1500"})
    void aTrialBesideSoundEndsWhereTheEstimateFalls(boolean sound, long crowded, long endsMillis) {
        bandwidth(100);
        if (sound) {
            watch(new Facts("sound", CodecType.OPUS, new int[] {0}, new long[] {50}));
        }
        PeerSubscriber screen = watch(new Facts("screen", CodecType.VP8, new int[] {720}, new long[] {500}));
        pass(4000);
        assertThat(size(screen)).isEqualTo("paused");
        while ("paused".equals(size(screen))) {
            pass(100);
        }
        bandwidth(crowded);
        long begin = now;
        while (!"paused".equals(size(screen))) {
            pass(100);
        }
        assertThat((now - begin) / MS).isBetween(endsMillis, endsMillis + 100);
    }

    @Test
    void whenItGetsTightTheLeastImportantTrackIsPausedFirst() {
        bandwidth(1000);
        PeerSubscriber other = watch(camera("a"));
        PeerSubscriber speaker = watch(camera("b"));
        allocator.wish(speaker, new LayerWish(0, -1, false, LayerWish.SPEAKER), now);
        pass(1000);
        bandwidth(100);
        pass(3500);
        assertThat(size(other)).isEqualTo("paused");
        assertThat(size(speaker)).startsWith("L");
    }

    @Test
    void keyFramesOfWhatComesFirstPauseNothingElse() {
        bandwidth(1000);
        PeerSubscriber other = watch(camera("a"));
        Facts screen = new Facts("b", CodecType.VP8, new int[] {720}, new long[] {400});
        PeerSubscriber sharp = watch(screen);
        allocator.wish(sharp, new LayerWish(0, -1, false, LayerWish.SCREEN), now);
        pass(2000);
        screen.keyKbits = 2000;
        pass(6000);
        assertThat(size(other)).startsWith("L");
        assertThat(sharp.target()).isNotEqualTo(Quality.NOTHING);
    }

    // ---- what is told ----

    @Test
    void tellsWhatWouldBeUsedWithRoomToGoUp() {
        bandwidth(300);
        PeerSubscriber subscriber = watch(camera("a"));
        pass(100);
        assertThat(wanted).last().isEqualTo(5_000_000L);
        allocator.wish(subscriber, new LayerWish(360, -1, false, LayerWish.OTHER), now);
        assertThat(wanted).last().isEqualTo(1_000_000L);
        allocator.remove(subscriber, now);
        assertThat(wanted).last().isEqualTo(0L);
        assertThat(allocator.deadlineNanos()).isEqualTo(Allocator.NEVER);
    }

    @Test
    void withoutAnEstimateEverythingFits() {
        assertThat(size(watch(camera("a")))).isEqualTo("H");
        assertThat(size(watch(camera("b")))).isEqualTo("H");
    }
}
