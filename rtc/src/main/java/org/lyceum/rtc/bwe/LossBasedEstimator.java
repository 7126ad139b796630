package org.lyceum.rtc.bwe;

import java.util.stream.IntStream;

/**
 * The loss-based estimate as libwebrtc makes it since version 2. The network is thought to lose a share of packets by itself
 * (the inherent loss) and whatever is sent above its bandwidth. Every {@link #OBSERVATION_NANOS} of sending are an
 * observation; of a few candidate bandwidths around the last estimate, each with its best inherent loss, that one wins
 * under which the last {@link #WINDOW} observations are the likeliest, with a bias for more bandwidth while loss is small. So
 * a network that merely loses 2 % is not taken for a full one, and one that polices without a queue is.
 *
 * <p>Beyond libwebrtc's, more than the usual inherent loss is believed of a network that has been seen to lose as much at lower rates
 * ({@link OwnLoss}).
 */
final class LossBasedEstimator {
    /** What the estimate does. */
    enum State {
        /** It is no limit: the delay-based estimate is lower. */
        DELAY_BASED,
        INCREASING,
        DECREASING
    }

    /** After so many observations without a loss the network does not lose any more, though the estimate may fall for older ones. */
    private static final int RECOVERED = 4;

    static final long OBSERVATION_NANOS = 250_000_000L;
    static final int WINDOW = 20;
    private static final int MIN_OBSERVATIONS = 3;
    private static final double TEMPORAL_WEIGHT = 0.9;
    /** By age. */
    private static final double[] WEIGHTS = IntStream.range(0, WINDOW)
            .mapToDouble(age -> Math.pow(TEMPORAL_WEIGHT, age))
            .toArray();

    private static final double[] FACTORS = {1.02, 1.0, 0.95};

    private static final double START_INHERENT = 0.01;
    private static final double MIN_INHERENT = 1e-3;
    /** The most that a network of any rate is believed to lose by itself unless it was seen to lose more ... */
    private static final double INHERENT_OFFSET = 0.05;
    /** ... and how much more a slow one: this by its rate in kbit/s. */
    private static final double INHERENT_BALANCE = 75;

    private static final double NEWTON_STEP = 0.75;
    private static final double BIAS = 0.0002;
    private static final double LOG_BIAS = 0.02;
    private static final double BIAS_THRESHOLD = 0.15;
    private static final double BIAS_SMOOTHING = 0.002;
    private static final double MOST_GROWTH = 1.3;
    private static final long GROWTH_WINDOW_NANOS = 300_000_000L;
    private static final double CERTAIN = 1e-6;

    private final int[] packets = new int[WINDOW];
    private final int[] losses = new int[WINDOW];
    /** kbit/s. */
    private final double[] rates = new double[WINDOW];

    private final double[] weights = new double[WINDOW];
    private int observations;
    private final OwnLoss ownLoss = new OwnLoss();
    /** The most that a network of any rate is believed to lose by itself. */
    private double believed = INHERENT_OFFSET;

    private int openPackets;
    private int openLost;
    private long openBytes;
    private boolean openProbed;
    private long openSinceNanos;
    private boolean started;

    /** kbit/s, negative while unknown. */
    private double bandwidth = -1;

    private double inherent = START_INHERENT;
    private double averageLoss;
    /** The share that asks for an explanation: where the network is known for its loss, not what chance adds to it. */
    private double unexplained;

    private State state = State.DELAY_BASED;
    /** A probe showed more than the observations explain, and nothing has been lost since: they are of another time. */
    private boolean outdated;
    /** Observations since the last one with a loss. */
    private int lossless;

    private long windowNanos;
    private double windowLimit;

    /**
     * Takes what a report told newly; true where that completed an observation.
     *
     * @param found of what was told to be lost before
     * @param probed the network was asked for more than the usual: what it lost of that is not what it loses by itself
     */
    boolean add(
            int received,
            long receivedBytes,
            int lost,
            long lostBytes,
            int found,
            boolean probed,
            long lastDepartureNanos) {
        if (received + lost == 0) {
            return false;
        }
        if (!started) {
            started = true;
            openSinceNanos = lastDepartureNanos;
            return false;
        }
        openPackets += received + lost - found;
        openLost += lost - found;
        openBytes += receivedBytes + lostBytes;
        openProbed |= probed;
        long duration = lastDepartureNanos - openSinceNanos;
        if (duration < OBSERVATION_NANOS || openPackets <= 0) {
            return false;
        }
        int slot = observations++ % WINDOW;
        packets[slot] = openPackets;
        losses[slot] = Math.clamp(openLost, 0, openPackets);
        rates[slot] = openBytes * 8e6 / duration;
        if (!openProbed) {
            ownLoss.add(rates[slot], packets[slot], losses[slot]);
        }
        lossless = losses[slot] == 0 ? lossless + 1 : 0;
        outdated &= lossless > 0;
        openPackets = 0;
        openLost = 0;
        openBytes = 0;
        openProbed = false;
        openSinceNanos = lastDepartureNanos;
        return true;
    }

    /**
     * Estimates anew after an observation.
     *
     * @param delayBased the delay-based estimate
     * @param acknowledged what came through, 0 where that is unknown or only what the application sent
     */
    void update(long delayBased, long acknowledged, long nowNanos) {
        if (observations < MIN_OBSERVATIONS) {
            return;
        }
        weigh();
        if (bandwidth < 0) {
            bandwidth = delayBased / 1e3;
        }
        double best = lossless >= Math.min(observations, WINDOW) && inherent <= MIN_INHERENT
                ? largest(delayBased, acknowledged)
                : likeliest(delayBased, acknowledged);
        change(limitGrowth(best, nowNanos), delayBased, nowNanos);
    }

    /** The largest candidate, kbit/s; where nothing at all was lost it is the likeliest, and takes no logarithms to find. */
    double largest(long delayBased, long acknowledged) {
        double largest = bandwidth;
        for (int i = 0; i < FACTORS.length + 2; i++) {
            largest = Math.max(largest, candidate(i, delayBased, acknowledged));
        }
        return largest;
    }

    /** The likeliest candidate, kbit/s, with whose inherent loss it goes on. */
    double likeliest(long delayBased, long acknowledged) {
        double best = bandwidth;
        double bestInherent = inherent;
        double bestObjective = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < FACTORS.length + 2; i++) {
            double candidate = candidate(i, delayBased, acknowledged);
            if (candidate <= 0) {
                continue;
            }
            double itsInherent = likeliestInherent(candidate);
            double objective = objective(candidate, itsInherent);
            if (objective > bestObjective) {
                best = candidate;
                bestInherent = itsInherent;
                bestObjective = objective;
            }
        }
        if (bestInherent < unexplained && best > bandwidth) {
            best = bandwidth; // loss that the model does not explain is no reason to grow
        }
        inherent = bestInherent;
        return best;
    }

    private double candidate(int i, long delayBased, long acknowledged) {
        if (i < FACTORS.length) {
            return FACTORS[i] * bandwidth;
        }
        return i == FACTORS.length ? acknowledged / 1e3 : delayBased / 1e3;
    }

    private double limitGrowth(double best, long nowNanos) {
        if (state == State.DELAY_BASED || best <= bandwidth) {
            return best;
        }
        if (nowNanos - windowNanos >= GROWTH_WINDOW_NANOS) {
            windowNanos = nowNanos;
            windowLimit = MOST_GROWTH * bandwidth;
        }
        return Math.min(best, Math.max(windowLimit, bandwidth));
    }

    private void change(double best, long delayBased, long nowNanos) {
        double likely = Math.min(best, instantLimit());
        double limited = outdated ? Math.max(likely, bandwidth) : likely;
        boolean isLimit = limited < delayBased / 1e3;
        if (limited < bandwidth) {
            windowNanos = nowNanos;
            windowLimit = MOST_GROWTH * limited;
        }
        if (!isLimit) {
            state = State.DELAY_BASED;
        } else if (limited < bandwidth && lossless < RECOVERED) {
            state = State.DECREASING;
        } else if (limited > bandwidth || state == State.DELAY_BASED || lossless >= RECOVERED) {
            state = State.INCREASING;
        }
        bandwidth = Math.clamp(limited, BandwidthEstimator.MIN_BITRATE / 1e3, BandwidthEstimator.MAX_BITRATE / 1e3);
    }

    /** Loss beyond what the network has by itself is a limit at once, whatever the model makes of it. */
    private double instantLimit() {
        return unexplained <= believed ? Double.POSITIVE_INFINITY : INHERENT_BALANCE / (unexplained - believed);
    }

    private void weigh() {
        double lost = 0;
        double all = 0;
        for (int age = 0; age < Math.min(observations, WINDOW); age++) {
            int slot = (observations - 1 - age) % WINDOW;
            weights[slot] = WEIGHTS[age];
            lost += weights[slot] * losses[slot];
            all += weights[slot] * packets[slot];
        }
        averageLoss = all == 0 ? 0 : lost / all;
        believed = Math.max(INHERENT_OFFSET, ownLoss.share());
        boolean known = believed > INHERENT_OFFSET;
        unexplained = known ? averageLoss - OwnLoss.chance(averageLoss, all) : averageLoss;
    }

    /** One step of Newton's towards the inherent loss that makes the observations likeliest with this bandwidth. */
    private double likeliestInherent(double candidate) {
        double first = 0;
        double second = 0;
        for (int i = 0; i < Math.min(observations, WINDOW); i++) {
            double through = 1 - excess(candidate, rates[i]);
            double p = lossProbability(candidate, inherent, rates[i]);
            int received = packets[i] - losses[i];
            first += weights[i] * through * (losses[i] / p - received / (1 - p));
            second -= weights[i] * through * through * (losses[i] / (p * p) + received / ((1 - p) * (1 - p)));
        }
        double next = second < 0 ? inherent - NEWTON_STEP * first / second : inherent;
        return Math.clamp(next, MIN_INHERENT, Math.min(1, believed + INHERENT_BALANCE / candidate));
    }

    private double objective(double candidate, double itsInherent) {
        double bias = (BIAS_THRESHOLD - averageLoss) / (BIAS_SMOOTHING + Math.abs(BIAS_THRESHOLD - averageLoss));
        double biasPerPacket = bias * (BIAS * candidate + LOG_BIAS * Math.log1p(candidate));
        double sum = 0;
        for (int i = 0; i < Math.min(observations, WINDOW); i++) {
            double p = lossProbability(candidate, itsInherent, rates[i]);
            int received = packets[i] - losses[i];
            double likelihood = losses[i] * Math.log(p) + received * Math.log(1 - p);
            sum += weights[i] * (likelihood + biasPerPacket * packets[i]);
        }
        return sum;
    }

    /** The share of what is sent at this rate that a network of the candidate bandwidth cannot carry. */
    private static double excess(double candidate, double rate) {
        return rate > candidate ? (rate - candidate) / rate : 0;
    }

    private static double lossProbability(double candidate, double itsInherent, double rate) {
        return Math.clamp(itsInherent + (1 - itsInherent) * excess(candidate, rate), CERTAIN, 1 - CERTAIN);
    }

    /** Bits a second; more than anything where loss is no limit. */
    long bitrate() {
        return state == State.DELAY_BASED ? Long.MAX_VALUE : (long) (bandwidth * 1e3);
    }

    State state() {
        return state;
    }

    /** The share that the network is believed to lose by itself. */
    double inherentLoss() {
        return inherent;
    }

    /** The share lost over the observations, the later ones weighing more. */
    double averageLoss() {
        return averageLoss;
    }

    /** A probe showed that the network carries this much. */
    void carried(long bitrate) {
        if (bandwidth >= 0 && bitrate / 1e3 > bandwidth) {
            bandwidth = bitrate / 1e3;
            outdated = true;
        }
    }
}
