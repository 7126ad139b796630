package org.lyceum.rtc.bwe;

import org.jspecify.annotations.Nullable;
import org.lyceum.wire.rtcp.TransportFeedback;

/**
 * Estimates what the network of one peer carries, from what left and what the peer says came. Confined to the peer's
 * thread. Rates are bits a second and count what the link sees from the UDP payload up: RTP headers and SRTP tags too. Times
 * are nanoseconds of the one monotonic clock.
 *
 * <p>Its caller, the pacer's owner, tells {@link #sent} of each packet when it leaves (never when it is queued), hands over
 * what RTCP brings ({@link #feedback}, {@link #remb}, {@link #receiverReport}), calls {@link #onDeadline} when
 * {@link #deadlineNanos} has come, and after each of these asks for {@link #bitrate} and {@link #nextProbe}.
 */
public final class BandwidthEstimator {
    /** For {@link #sent}: the packet belongs to no probe cluster. */
    public static final int NO_PROBE = -1;

    /** For {@link #sent}: the packet carries nothing that the other side waits for. */
    public static final long NO_MEDIA = -1;

    public static final long MIN_BITRATE = 30_000;
    public static final long MAX_BITRATE = 50_000_000;
    /** What is assumed of a network that nothing is known of. */
    public static final long START_BITRATE = 600_000;

    /** While reports of this age are the last, the reporter is believed to send transport-wide feedback. */
    private static final long FEEDBACK_NANOS = 5_000_000_000L;
    /** Packets that have no answer for so long went into a queue that grows, or into nothing. */
    private static final long SILENCE_NANOS = 1_500_000_000L;

    /** Who sends nothing for so long does not expect an answer. */
    private static final long PAUSE_NANOS = 500_000_000L;

    private static final long SILENCE_STEP_NANOS = 1_000_000_000L;
    private static final double SILENCE_FACTOR = 0.8;
    /** After a decrease it takes so long until growing delay would show again. */
    private static final long SETTLING_NANOS = 500_000_000L;

    private static final double PACING_FACTOR = 2.5;
    private static final double LEAST_PACING_FACTOR = 1.0;
    private static final double MUCH_LOSS = 0.04;
    private static final long SHORT_QUEUE_NANOS = 30_000_000L;
    private static final long LONG_QUEUE_NANOS = 120_000_000L;

    private final SentHistory history = new SentHistory();
    private final FeedbackReader reader = new FeedbackReader(history);
    private final PathFacts path = new PathFacts();
    private final QueueingDelay queue = new QueueingDelay();
    private final DelayBasedEstimator delayBased;
    private final LossBasedEstimator lossBased = new LossBasedEstimator();
    private final ReportBasedEstimator reportBased = new ReportBasedEstimator(START_BITRATE);
    private final AcknowledgedBitrate acknowledged = new AcknowledgedBitrate();
    private final ApplicationLimit application;
    private final ProbeMeasure probeMeasure = new ProbeMeasure();
    private final ProbeController probes = new ProbeController();

    private long bitrate = START_BITRATE;
    private BandwidthState state = BandwidthState.NORMAL;
    private boolean fedBack;
    private long lastFeedbackNanos;
    private int queuedBytes;
    private boolean wasLimited;
    private boolean unanswered;
    private long unansweredSinceNanos;
    /** A step of silence has been taken, and nothing has ended it yet. */
    private boolean silent;

    private int probedCluster = NO_PROBE;
    private long strange;

    public BandwidthEstimator(long nowNanos) {
        delayBased = new DelayBasedEstimator(START_BITRATE, nowNanos);
        application = new ApplicationLimit(nowNanos);
    }

    /**
     * A packet left.
     *
     * @param transportSequence its transport-wide sequence number, 16 bits
     * @param bytes its UDP payload
     * @param probeCluster {@link ProbeCluster#id} or {@link #NO_PROBE}
     * @param content what it carries, told back if it is lost; {@link #NO_MEDIA} for padding and for what is only sent to probe
     * @param departureNanos when it was handed to the socket
     */
    public void sent(int transportSequence, int bytes, int probeCluster, long content, long departureNanos) {
        boolean paused = departureNanos - history.lastDepartureNanos() > PAUSE_NANOS;
        if (!history.add(transportSequence, bytes, probeCluster, content, departureNanos)) {
            return;
        }
        application.sent(content != NO_MEDIA ? bytes : 0, bitrate, departureNanos);
        if (!unanswered || paused) { // what was lost before a pause is answered by nobody
            unanswered = true;
            unansweredSinceNanos = departureNanos;
        }
    }

    /**
     * A packet leaves again as it was, under the number that it had: it counts as lost whatever is told of it, for when its copy left
     * the number does not say.
     */
    public void repeated(int transportSequence) {
        reader.repeated(transportSequence);
    }

    /** Transport-wide feedback came. What is impossible in it is counted and ignored. */
    public void feedback(TransportFeedback feedback, long nowNanos) {
        if (!reader.read(feedback, nowNanos)) {
            return;
        }
        fedBack = true;
        lastFeedbackNanos = nowNanos;
        answered();
        probes.ready(nowNanos);
        path.add(reader, nowNanos);
        delayBased.roundTrip(path.roundTripNanos());
        if (reader.count() > 0) {
            queue.add(reader, nowNanos);
        }
        long probed = measure();
        delayBased.update(reader, acknowledged, queue, wasLimited, probed, nowNanos);
        estimateLoss(nowNanos);
        if (probed > 0) {
            lossBased.carried(probed);
            probes.result(probedCluster, probed, bitrate, nowNanos);
        } else if (probed == ProbeMeasure.HEAPED) {
            probes.heaped(probedCluster, nowNanos);
        }
        if (delayBased.decreased()) {
            probes.dropped(queue.isOurs(), nowNanos);
        }
        combine(nowNanos);
        probes.tick(bitrate, state, lossBased.state() == LossBasedEstimator.State.DECREASING, nowNanos);
    }

    /** Takes what came; returns what a probe among it shows, as {@link ProbeMeasure#received} does. */
    private long measure() {
        boolean limited = applicationLimited();
        if (wasLimited && !limited) {
            acknowledged.expectChange();
        }
        wasLimited = limited;
        long probed = 0;
        for (int i = 0; i < reader.count(); i++) {
            acknowledged.add(reader.arrivalNanos(i), reader.bytes(i), limited);
            if (reader.probeCluster(i) != NO_PROBE) {
                long shown = probeMeasure.received(
                        reader.probeCluster(i), reader.bytes(i), reader.departureNanos(i), reader.arrivalNanos(i));
                if (shown != 0) {
                    probed = shown;
                    probedCluster = reader.probeCluster(i);
                }
            }
        }
        return probed;
    }

    private void estimateLoss(long nowNanos) {
        long bytes = 0;
        boolean probed = false;
        for (int i = 0; i < reader.count(); i++) {
            bytes += reader.bytes(i);
            probed |= reader.probeCluster(i) != NO_PROBE;
        }
        boolean observed = lossBased.add(
                reader.count(),
                bytes,
                reader.lost(),
                reader.lostBytes(),
                reader.found(),
                probed,
                reader.lastDepartureNanos());
        if (observed) {
            lossBased.update(delayBased.bitrate(), wasLimited ? 0 : acknowledged.bitrate(), nowNanos);
        }
    }

    private void combine(long nowNanos) {
        bitrate = Math.clamp(Math.min(delayBased.bitrate(), lossBased.bitrate()), MIN_BITRATE, MAX_BITRATE);
        state = judge(nowNanos);
    }

    private BandwidthState judge(long nowNanos) {
        boolean overusing =
                delayBased.usage() == OveruseDetector.Usage.OVERUSING && nowNanos - lastFeedbackNanos < SETTLING_NANOS;
        if (overusing || delayBased.decreasedWithin(SETTLING_NANOS, nowNanos)) {
            return BandwidthState.DELAY_LIMITED;
        }
        return lossBased.bitrate() < delayBased.bitrate() ? BandwidthState.LOSS_LIMITED : BandwidthState.NORMAL;
    }

    private boolean applicationLimited() {
        return application.limited() && queuedBytes == 0;
    }

    private boolean feedbackComes(long nowNanos) {
        return fedBack && nowNanos - lastFeedbackNanos < FEEDBACK_NANOS;
    }

    /** The peer's own estimate came; it counts only while there is no transport-wide feedback. Any number is harmless. */
    public void remb(long bitsPerSecond, long nowNanos) {
        if (bitsPerSecond <= 0) {
            strange++;
            return;
        }
        reportBased.remb(bitsPerSecond);
        follow(nowNanos);
    }

    /**
     * A report of the peer came, about packets that no report was about before.
     *
     * @param fractionLost 0 to 1
     * @param roundTripNanos 0 where the report tells none
     * @param sentBitrate what was sent lately, with transport-wide sequence numbers or without
     */
    public void receiverReport(double fractionLost, long roundTripNanos, long sentBitrate, long nowNanos) {
        if (!(fractionLost >= 0 && fractionLost <= 1) || roundTripNanos < 0) {
            strange++;
            return;
        }
        if (!feedbackComes(nowNanos)) {
            path.roundTrip(roundTripNanos);
            path.loss(fractionLost);
        }
        reportBased.report(fractionLost, roundTripNanos, sentBitrate, nowNanos);
        follow(nowNanos);
    }

    /** Takes the reports' estimate where there is no better one. */
    private void follow(long nowNanos) {
        if (feedbackComes(nowNanos)) {
            reportBased.set(bitrate);
            return;
        }
        answered();
        bitrate = reportBased.bitrate();
        state = path.lossRatio() > ReportBasedEstimator.HIGH ? BandwidthState.LOSS_LIMITED : BandwidthState.NORMAL;
        delayBased.set(bitrate, nowNanos);
    }

    /** What the allocation would use if it had it: nothing far above it is probed for. */
    public void wanted(long bitsPerSecond) {
        probes.wanted(bitsPerSecond);
    }

    /** How much waits in the pacer: while something does, what is sent is not limited by the application. */
    public void queued(int bytes) {
        queuedBytes = bytes;
    }

    /** The estimate. */
    public long bitrate() {
        return bitrate;
    }

    /**
     * How fast packets that wait may leave: above the estimate, so that a frame does not take a frame's time to send. But the
     * less above it, the more waits in the network already, or retransmissions would keep a queue there that never empties;
     * and the more gets lost, for it may be the bursts that overflow a short queue.
     */
    public long pacingBitrate() {
        double crowded = (queue.nanos() - SHORT_QUEUE_NANOS) / (double) (LONG_QUEUE_NANOS - SHORT_QUEUE_NANOS);
        double strained = Math.clamp(Math.max(crowded, path.lossRatio() / MUCH_LOSS), 0, 1);
        return (long) (bitrate * (PACING_FACTOR - (PACING_FACTOR - LEAST_PACING_FACTOR) * strained));
    }

    /** The next cluster to send, null for none now; to be asked until it is null. */
    public @Nullable ProbeCluster nextProbe(long nowNanos) {
        ProbeCluster probe = state == BandwidthState.DELAY_LIMITED ? null : probes.next(nowNanos);
        if (probe != null) {
            probeMeasure.expect(probe);
        }
        return probe;
    }

    /** When {@link #onDeadline} wants to be called, {@link Long#MAX_VALUE} for never. */
    public long deadlineNanos() {
        return Math.min(probes.deadlineNanos(), silenceNanos());
    }

    public void onDeadline(long nowNanos) {
        if (nowNanos >= silenceNanos()) {
            silence(nowNanos);
        } else if (!silent && (feedbackComes(nowNanos) || state == BandwidthState.DELAY_LIMITED)) {
            state = judge(nowNanos);
        }
        probes.tick(bitrate, state, lossBased.state() == LossBasedEstimator.State.DECREASING, nowNanos);
    }

    private void silence(long nowNanos) {
        if (!sending()) { // nobody can answer what is not sent: what was lost before the pause tells nothing of the
            // network now
            answered();
            state = judge(nowNanos);
            return;
        }
        // Whatever is sent now waits behind what is not answered yet.
        silent = true;
        unansweredSinceNanos += SILENCE_STEP_NANOS;
        bitrate = Math.max(MIN_BITRATE, (long) (SILENCE_FACTOR * bitrate));
        delayBased.set(bitrate, nowNanos);
        state = BandwidthState.DELAY_LIMITED;
        probes.dropped(queue.isOurs(), nowNanos);
    }

    /** Silence is judged once it has lasted while something was sent; once it has been, its end is looked for too. */
    private long silenceNanos() {
        boolean counts = fedBack && unanswered && (silent || sending());
        return counts ? unansweredSinceNanos + SILENCE_NANOS : Long.MAX_VALUE;
    }

    private boolean sending() {
        return history.lastDepartureNanos() - unansweredSinceNanos >= PAUSE_NANOS;
    }

    private void answered() {
        unanswered = false;
        silent = false;
    }

    // ---- what the last feedback told ----

    /** How many packets of media the last feedback was the first to tell received. */
    public int receivedMedia() {
        return reader.media();
    }

    /** How many packets the last feedback was the first to tell lost. */
    public int lost() {
        return reader.lost();
    }

    /** What one of them carried, as {@link #sent} was told. */
    public long lostContent(int i) {
        return reader.lostContent(i);
    }

    /** When it left. */
    public long lostDepartureNanos(int i) {
        return reader.lostDepartureNanos(i);
    }

    // ---- facts for people ----

    /** Smoothed; 0 while unknown. */
    public long roundTripNanos() {
        return path.roundTripNanos();
    }

    /** How long packets wait in the network's queues now, above the fastest of the last minute. */
    public long queueingDelayNanos() {
        return queue.nanos();
    }

    /** Share of packets lost in the last seconds, 0 to 1. */
    public double lossRatio() {
        return path.lossRatio();
    }

    public BandwidthState state() {
        return state;
    }

    /** What came of what was sent, lately; 0 while unknown. */
    public long acknowledgedBitrate() {
        return acknowledged.bitrate();
    }

    /** Claims of the peer that were impossible. */
    public long nonsense() {
        return reader.nonsense() + strange;
    }
}
