package org.lyceum.sfu;

import java.util.Arrays;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.wire.codec.DecodeTargets;
import org.lyceum.wire.codec.FrameInfo;

/**
 * What one encoding costs a watcher, by the highest spatial and temporal layer taken, and which of its spatial layers are alive.
 * Costs are bits a second as the link sees them. What has fallen silent keeps the cost that it had, so that everybody knows what
 * it would take to have it again. Confined to its shard's loop; allocates nothing.
 */
final class LayerRates {
    /** RTP header, the usual extensions and the SRTP tag. */
    static final int PACKET_OVERHEAD = 40;
    /** A layer is gone when others have moved on and it has not come for so long ... */
    static final long GONE_NANOS = 300_000_000L;

    /** ... or, of an encoding of few pictures a second, for so many halves of the time between two. */
    private static final int GONE_HALF_INTERVALS = 5;

    /** An encoder that has made a large key frame leaves out pictures until that is made good, but no longer than this. */
    private static final long LONGEST_REST_NANOS = 2_000_000_000L;

    /** What is assumed of an encoding of which only a key frame has come, in bits a second. */
    private static final long UNKNOWN_BITRATE = 400_000;

    private static final long WINDOW_NANOS = 250_000_000L;
    /** Captures of one instant, as two layers tell it, are no further apart. */
    private static final long SAME_INSTANT_NANOS = 50_000_000L;

    private static final int EVERY_LAYER = -1;
    private static final int SPATIAL = Quality.SPATIAL_LAYERS;
    private static final int TEMPORAL = Quality.TEMPORAL_LAYERS;
    private static final int NEWEST_SHARE_SHIFT = 2;
    private static final int INTERVAL_SHARE_SHIFT = 3;
    private static final long LONGEST_INTERVAL_NANOS = 1_000_000_000L;
    /** A key frame is a burst, not a rate: it is spread over windows, an eighth of what remains into each. */
    private static final int KEY_SHARE_SHIFT = 3;

    private final long[] bytes = new long[SPATIAL * TEMPORAL];
    private final long[] bytesUsedAbove = new long[SPATIAL * TEMPORAL];
    private final long[] keyBytes = new long[SPATIAL];
    private final long[] keyRates = new long[SPATIAL];
    private final long[] rates = new long[SPATIAL * TEMPORAL];
    private final long[] ratesUsedAbove = new long[SPATIAL * TEMPORAL];
    private final int[] windows = new int[SPATIAL];
    private final long[] lastArrival = new long[SPATIAL];
    private final long[] lastCapture = new long[SPATIAL];
    private int spatialLayers;
    private int temporalLayers;
    private long windowStart;
    private long newestArrival;
    private long newestPicture = Long.MIN_VALUE;
    private long pictureBefore = Long.MIN_VALUE;
    /** Between the first packets of two pictures, smoothed. */
    private long intervalNanos;
    /** By when the encoder has made good at its usual rate what key frames took. */
    private long restsUntil = Long.MIN_VALUE;

    private long newestSequence = Long.MIN_VALUE;
    /** The spatial layers that the source itself says to send, one bit for each. */
    private int produced = EVERY_LAYER;

    void otherSource() {
        Arrays.fill(bytes, 0);
        Arrays.fill(bytesUsedAbove, 0);
        Arrays.fill(keyBytes, 0);
        Arrays.fill(keyRates, 0);
        Arrays.fill(rates, 0);
        Arrays.fill(ratesUsedAbove, 0);
        Arrays.fill(windows, 0);
        spatialLayers = 0;
        temporalLayers = 0;
        newestPicture = Long.MIN_VALUE;
        pictureBefore = Long.MIN_VALUE;
        intervalNanos = 0;
        restsUntil = Long.MIN_VALUE;
        newestSequence = Long.MIN_VALUE;
        produced = EVERY_LAYER;
    }

    void add(MediaPacket packet, long nowNanos) {
        FrameInfo frame = packet.frame();
        int spatial = Math.min(frame.spatialLayer(), SPATIAL - 1);
        int temporal = Math.min(frame.temporalLayer(), TEMPORAL - 1);
        if (spatialLayers == 0 || nowNanos - newestArrival > 2 * WINDOW_NANOS) {
            startWindow(nowNanos);
        } else if (nowNanos - windowStart >= WINDOW_NANOS) {
            closeWindow(nowNanos);
        }
        spatialLayers = Math.max(spatialLayers, spatial + 1);
        temporalLayers = Math.max(temporalLayers, temporal + 1);
        if (packet.captureNanos() > newestPicture + SAME_INSTANT_NANOS / 10) {
            nextPicture(packet.captureNanos(), nowNanos);
        }
        newestArrival = nowNanos;
        lastArrival[spatial] = nowNanos;
        lastCapture[spatial] = Math.max(lastCapture[spatial], packet.captureNanos());
        DecodeTargets targets = packet.decodeTargets();
        if (packet.sequence() > newestSequence) {
            newestSequence = packet.sequence();
            produced = targets == null || targets.active() == 0 ? EVERY_LAYER : targets.spatialLayers();
        }
        int length = packet.payload().length + PACKET_OVERHEAD;
        if (frame.keyFrame()) {
            keyBytes[spatial] += length;
            rest(length, nowNanos);
            return;
        }
        bytes[spatial * TEMPORAL + temporal] += length;
        if (frame.usedAbove()) {
            bytesUsedAbove[spatial * TEMPORAL + temporal] += length;
        }
    }

    private void nextPicture(long capture, long nowNanos) {
        if (newestPicture != Long.MIN_VALUE) {
            long interval = Math.min(nowNanos - newestArrival, LONGEST_INTERVAL_NANOS);
            intervalNanos += (interval - intervalNanos) >> INTERVAL_SHARE_SHIFT;
        }
        pictureBefore = newestPicture;
        newestPicture = capture;
    }

    private void rest(int length, long nowNanos) {
        long bitrate = betweenKeyFrames();
        long needed = length * 8_000_000_000L / (bitrate > 0 ? bitrate : UNKNOWN_BITRATE);
        restsUntil = Math.min(Math.max(restsUntil, nowNanos) + needed, nowNanos + LONGEST_REST_NANOS);
    }

    private void startWindow(long nowNanos) {
        windowStart = nowNanos;
        Arrays.fill(bytes, 0);
        Arrays.fill(bytesUsedAbove, 0);
    }

    private void closeWindow(long nowNanos) {
        long micros = Math.max(1, (nowNanos - windowStart) / 1000);
        for (int spatial = 0; spatial < spatialLayers; spatial++) {
            if (!live(spatial, nowNanos)) {
                continue; // remembered as it was
            }
            long key = keyBytes[spatial] >> KEY_SHARE_SHIFT;
            keyBytes[spatial] -= key;
            bytes[spatial * TEMPORAL] += key;
            int window = windows[spatial]++;
            keyRates[spatial] = mixed(keyRates[spatial], key * 8_000_000L / micros, window);
            for (int temporal = 0; temporal < TEMPORAL; temporal++) {
                int at = spatial * TEMPORAL + temporal;
                rates[at] = mixed(rates[at], bytes[at] * 8_000_000L / micros, window);
                ratesUsedAbove[at] = mixed(ratesUsedAbove[at], bytesUsedAbove[at] * 8_000_000L / micros, window);
            }
        }
        startWindow(nowNanos);
    }

    /** The mean of the first windows, later one that forgets. */
    private static long mixed(long before, long newest, int window) {
        int share = 1 << NEWEST_SHARE_SHIFT;
        return before + (newest - before) / Math.min(share, window + 1);
    }

    /** What a watcher is sent who takes everything up to these layers; 0 while it is not known. */
    long cost(int spatial, int temporal) {
        int top = Math.min(spatial, SPATIAL - 1);
        long sum = 0;
        for (int t = 0; t <= Math.min(temporal, TEMPORAL - 1); t++) {
            sum += rates[top * TEMPORAL + t];
            for (int below = 0; below < top; below++) {
                sum += ratesUsedAbove[below * TEMPORAL + t];
            }
        }
        return sum;
    }

    /** What of the cost of this spatial layer is its share in key frames, which pass. */
    long keyCost(int spatial) {
        return keyRates[Math.min(spatial, SPATIAL - 1)];
    }

    /** All of it. */
    long bitrate() {
        long sum = 0;
        for (long rate : rates) {
            sum += rate;
        }
        return sum;
    }

    private long betweenKeyFrames() {
        long sum = bitrate();
        for (long rate : keyRates) {
            sum -= rate;
        }
        return sum;
    }

    /** Spatial layers that have been seen of this source. */
    int spatialLayers() {
        return spatialLayers;
    }

    /** Temporal layers that have been seen of this source. */
    int temporalLayers() {
        return temporalLayers;
    }

    /**
     * The layer still comes, or nothing has come in its stead. What a dependency descriptor says to be gone is gone at once; without
     * one silence tells.
     */
    boolean live(int spatial, long nowNanos) {
        return spatial < spatialLayers
                && (produced & (1 << spatial)) != 0
                && !left(lastCapture[spatial], lastArrival[spatial], nowNanos);
    }

    /** The pictures of this encoding have moved on from something that came last at this time. */
    private boolean left(long capture, long arrival, long nowNanos) {
        return movedOnFrom(capture) && nowNanos - arrival > GONE_NANOS;
    }

    /** The pictures of this encoding have moved on from another one, which has had the time for its next. */
    boolean left(LayerRates other, long nowNanos) {
        return movedOnFrom(other.newestPicture) && other.silent(nowNanos);
    }

    private boolean movedOnFrom(long capture) {
        return pictureBefore != Long.MIN_VALUE && pictureBefore > capture + SAME_INSTANT_NANOS;
    }

    /** Between two pictures, smoothed. */
    long intervalNanos() {
        return intervalNanos;
    }

    /** Its next picture should have come. */
    private boolean silent(long nowNanos) {
        long patience = Math.max(GONE_NANOS, intervalNanos / 2 * GONE_HALF_INTERVALS);
        return nowNanos - newestArrival > patience && nowNanos > restsUntil + patience;
    }
}
