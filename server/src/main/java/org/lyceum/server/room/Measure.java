package org.lyceum.server.room;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.net.PeerStats;
import org.lyceum.rtc.peer.InboundQuality;
import org.lyceum.rtc.peer.SendQuality;
import org.lyceum.server.protocol.QualityLevel;
import org.lyceum.server.protocol.ServerMessage;

/**
 * What one look at a connection showed, against the look before, and the words for it. The limits are those at which people begin to
 * notice: a twentieth of the packets lost is repaired, a tenth is not always; queues of half a second are seconds soon.
 *
 * @param stats null before the first look
 * @param at in the room's time
 * @param bitrateOut to the client, bits a second since the look before
 * @param bitrateIn from the client
 * @param silent nothing has come from a client that sends since the look before
 */
record Measure(@Nullable PeerStats stats, long at, long bitrateOut, long bitrateIn, boolean silent) {
    static final Measure NOTHING = new Measure(null, 0, 0, 0, false);

    private static final long NANOS = 1_000_000_000L;
    private static final long NANOS_A_MILLI = 1_000_000L;

    Measure next(PeerStats now, long time) {
        PeerStats before = stats;
        if (before == null || time == at) {
            return new Measure(now, time, 0, 0, false);
        }
        return new Measure(
                now,
                time,
                rate(now.bytesSent() - before.bytesSent(), time),
                rate(now.bytesReceived() - before.bytesReceived(), time),
                now.packetsReceived() == before.packetsReceived());
    }

    private long rate(long bytes, long time) {
        return Math.max(0, Math.round(bytes * 8.0 * NANOS / (time - at)));
    }

    /**
     * The way to a watcher.
     *
     * @param starved a track is paused because nothing of it fits
     * @param reduced a track comes in less than its watcher would have of it
     */
    ServerMessage.NetworkQuality toWatcher(boolean starved, boolean reduced) {
        PeerStats now = stats;
        if (now == null) {
            return new ServerMessage.NetworkQuality(QualityLevel.GOOD, 0, null, null, null, 0, null);
        }
        SendQuality sending = now.sending();
        long roundTrip = millis(Math.max(sending.roundTripNanos(), now.roundTripNanos()));
        long queueing = millis(sending.queueingDelayNanos());
        boolean limited = sending.limitedBy() != SendQuality.LimitedBy.NOTHING;
        QualityLevel level = ofLoss(sending.lossRatio())
                .or(ofTime(roundTrip, 400, 1_000))
                .or(ofTime(queueing, 150, 500))
                .or(starved ? QualityLevel.POOR : reduced && limited ? QualityLevel.FAIR : QualityLevel.GOOD);
        return new ServerMessage.NetworkQuality(
                level,
                bitrateOut,
                sending.estimate() == 0 ? null : sending.estimate(),
                roundTrip == 0 ? null : roundTrip,
                queueing,
                share(sending.lossRatio()),
                switch (sending.limitedBy()) {
                    case NOTHING -> null;
                    case DELAY -> "delay";
                    case LOSS -> "loss";
                });
    }

    /** The way from a presenter, as its own page is told of it. */
    ServerMessage.NetworkQuality fromPresenter() {
        PeerStats now = stats;
        double loss = lossIn();
        long roundTrip = now == null ? 0 : millis(now.roundTripNanos());
        return new ServerMessage.NetworkQuality(
                uploadLevel(), bitrateIn, null, roundTrip == 0 ? null : roundTrip, null, share(loss), null);
    }

    /** The same, as everybody is told of it. */
    ServerMessage.UploadQuality upload(String participantId) {
        return new ServerMessage.UploadQuality(
                participantId, uploadLevel(), bitrateIn, share(lossIn()), jitterMillis());
    }

    /** How a presenter's way does. */
    private QualityLevel uploadLevel() {
        if (silent) {
            return QualityLevel.LOST;
        }
        return ofLoss(lossIn()).or(ofTime(jitterMillis(), 60, 200));
    }

    /** Of all encodings, each by its share of the bits. */
    private double lossIn() {
        double lost = 0;
        long bits = 0;
        for (InboundQuality encoding : received()) {
            lost += encoding.lossRatio() * encoding.bitrate();
            bits += encoding.bitrate();
        }
        return bits == 0 ? 0 : lost / bits;
    }

    /** Of the steadiest encoding: the packets of a picture come in bursts, which counts as jitter and is none. */
    private long jitterMillis() {
        return received().stream()
                .filter(encoding -> encoding.bitrate() > 0)
                .map(InboundQuality::jitterNanos)
                .min(Comparator.naturalOrder())
                .map(Measure::millis)
                .orElse(0L);
    }

    private List<InboundQuality> received() {
        return stats == null ? List.of() : stats.received();
    }

    /**
     * How well the server does, which takes so long to look after a connection.
     *
     * @param sheds it sends less than everybody's best, there being more than it can
     */
    static ServerMessage.ServerQuality server(long delayNanos, boolean sheds) {
        long delay = millis(delayNanos);
        return new ServerMessage.ServerQuality(sheds ? QualityLevel.POOR : ofTime(delay, 100, 400), delay);
    }

    private static QualityLevel ofLoss(double ratio) {
        if (ratio >= 0.1) {
            return QualityLevel.POOR;
        }
        return ratio >= 0.05 ? QualityLevel.FAIR : QualityLevel.GOOD;
    }

    private static QualityLevel ofTime(long millis, long fair, long poor) {
        if (millis >= poor) {
            return QualityLevel.POOR;
        }
        return millis >= fair ? QualityLevel.FAIR : QualityLevel.GOOD;
    }

    private static long millis(long nanos) {
        return (nanos + NANOS_A_MILLI / 2) / NANOS_A_MILLI;
    }

    /** In ten thousandths: more digits say nothing. */
    private static double share(double ratio) {
        return Math.round(ratio * 10_000) / 10_000.0;
    }
}
