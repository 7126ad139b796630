package org.lyceum.rtc.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.bwe.BandwidthEstimator;
import org.lyceum.rtc.stream.NackGenerator;
import org.lyceum.rtc.stream.SenderReportBuilder;
import org.lyceum.wire.rtcp.FullIntraRequest;
import org.lyceum.wire.rtcp.Goodbye;
import org.lyceum.wire.rtcp.Nack;
import org.lyceum.wire.rtcp.PictureLossIndication;
import org.lyceum.wire.rtcp.ReceiverReport;
import org.lyceum.wire.rtcp.Remb;
import org.lyceum.wire.rtcp.ReportBlock;
import org.lyceum.wire.rtcp.RtcpPacket;
import org.lyceum.wire.rtcp.RtcpReader;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtcp.SenderReport;
import org.lyceum.wire.rtcp.SourceDescription;
import org.lyceum.wire.rtcp.TransportFeedback;
import org.lyceum.wire.rtcp.UnknownRtcp;

/**
 * The RTCP of a peer: reads what comes and tells whom it concerns, and sends sender and receiver reports once a second, NACKs
 * when they are due, and transport-wide feedback as often as its recorder wants. Confined to the peer's thread.
 */
final class Reports {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A stream's first sender report comes early, so that lips are in step from the start. */
    private static final long FIRST_REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int MOST_BLOCKS = 31;
    private static final int REPORT_BYTES = 120; // a sender report with its CNAME
    private static final int MOST_NACKS = 256;

    private final PeerTransport transport;
    private final SendControl control;
    private final InboundSources sources;
    private final Collection<OutboundStream> outbound;
    private final long wallClockOffsetNanos;
    private final int[] missing = new int[MOST_NACKS];
    private final List<ReportBlock> blocks = new ArrayList<>();
    private long nextReportNanos = Long.MAX_VALUE;
    private long lastReportNanos;
    private long countedNonsense;

    Reports(
            PeerTransport transport,
            SendControl control,
            InboundSources sources,
            Collection<OutboundStream> outbound,
            long wallClockOffsetNanos) {
        this.transport = transport;
        this.control = control;
        this.sources = sources;
        this.outbound = outbound;
        this.wallClockOffsetNanos = wallClockOffsetNanos;
    }

    /** There are keys now. */
    void start(long nowNanos) {
        lastReportNanos = nowNanos;
        nextReportNanos = nowNanos + FIRST_REPORT_NANOS;
    }

    // ---- what comes ----

    /** Takes decrypted RTCP. */
    void receive(byte[] bytes, int offset, int length, long nowNanos) {
        List<RtcpPacket> packets = RtcpReader.parse(bytes, offset, length);
        if (packets.isEmpty()) {
            transport.counters().add(PeerCounter.MALFORMED);
        }
        for (RtcpPacket packet : packets) {
            receive(packet, nowNanos);
        }
        long nonsense = control.nonsense();
        transport.counters().add(PeerCounter.IMPOSSIBLE_CLAIMS, nonsense - countedNonsense);
        countedNonsense = nonsense;
    }

    private void receive(RtcpPacket packet, long nowNanos) {
        switch (packet) {
            case SenderReport report -> {
                InboundEncoding encoding = sources.encodingOf(report.ssrc());
                if (encoding != null) {
                    encoding.stream().senderReport(report, nowNanos);
                }
                reported(report.blocks(), nowNanos);
            }
            case ReceiverReport report -> reported(report.blocks(), nowNanos);
            case Nack nack -> nacked(nack, nowNanos);
            case PictureLossIndication pli -> keyFrameRequested(pli.mediaSsrc(), nowNanos);
            case FullIntraRequest fir -> {
                for (FullIntraRequest.Entry entry : fir.entries()) {
                    keyFrameRequested(entry.ssrc(), nowNanos);
                }
            }
            case TransportFeedback feedback -> fedBack(feedback, nowNanos);
            case Remb remb -> control.remb(remb.bitrate(), nowNanos);
            // A publisher's BYE tells nothing that its m-lines do not; names and unknown packets concern nobody here.
            case Goodbye _, SourceDescription _, UnknownRtcp _ -> {}
        }
    }

    private void reported(List<ReportBlock> received, long nowNanos) {
        long packets = 0;
        long lost256 = 0;
        long roundTrip = 0;
        for (ReportBlock block : received) {
            OutboundStream stream = stream(block.ssrc());
            if (stream != null) {
                int of = stream.reported(block, ntp(nowNanos));
                packets += of;
                lost256 += (long) of * block.fractionLost();
                roundTrip = Math.max(roundTrip, stream.roundTripNanos());
            }
        }
        if (packets > 0) {
            transport.counters().add(PeerCounter.RTP_REPORTED, packets);
            control.receiverReport(lost256 / 256.0 / packets, roundTrip, nowNanos);
        }
    }

    private void fedBack(TransportFeedback feedback, long nowNanos) {
        control.feedback(feedback, nowNanos);
        BandwidthEstimator estimator = control.estimator();
        transport.counters().add(PeerCounter.RTP_ACKNOWLEDGED, estimator.receivedMedia());
        for (int i = 0; i < estimator.lost(); i++) {
            long content = estimator.lostContent(i);
            OutboundStream stream = content == Content.NONE ? null : stream(Content.ssrc(content));
            OutboundListener listener = stream == null ? null : stream.listener();
            if (listener != null) {
                listener.lost(Content.sequence(content), estimator.lostDepartureNanos(i), nowNanos);
            }
        }
    }

    private void nacked(Nack nack, long nowNanos) {
        OutboundStream stream = stream(nack.mediaSsrc());
        transport.counters().add(PeerCounter.NACKED_IN, nack.sequences().length);
        OutboundListener listener = stream == null ? null : stream.listener();
        if (listener != null) {
            listener.nack(nack.sequences(), nack.sequences().length, nowNanos);
        }
    }

    private void keyFrameRequested(int ssrc, long nowNanos) {
        OutboundStream stream = stream(ssrc);
        transport.counters().add(PeerCounter.KEY_FRAME_REQUESTS_IN);
        OutboundListener listener = stream == null ? null : stream.listener();
        if (stream != null && listener != null && stream.allowKeyFrame(nowNanos)) {
            listener.keyFrameRequested(nowNanos);
        }
    }

    private @Nullable OutboundStream stream(int ssrc) {
        for (OutboundStream stream : outbound) {
            if (stream.source().ssrc() == ssrc) {
                return stream;
            }
        }
        return null;
    }

    // ---- what goes ----

    long deadlineNanos() {
        for (OutboundStream stream : outbound) {
            if (stream.owesFirstReport()) {
                nextReportNanos = Math.min(nextReportNanos, lastReportNanos + FIRST_REPORT_NANOS);
            }
        }
        long[] earliest = {Math.min(nextReportNanos, sources.twcc().deadlineNanos())};
        sources.forEach(encoding -> {
            NackGenerator nacks = encoding.nacks();
            if (nacks != null) {
                earliest[0] = Math.min(earliest[0], nacks.deadlineNanos());
            }
        });
        return earliest[0];
    }

    void onDeadline(long nowNanos) {
        if (nextReportNanos <= nowNanos) {
            lastReportNanos = nowNanos;
            nextReportNanos = nowNanos + INTERVAL_NANOS;
            sendSenderReports(nowNanos);
            sendReceiverReport(nowNanos);
        }
        sources.forEach(encoding -> sendNacks(encoding, nowNanos));
        if (sources.twcc().deadlineNanos() <= nowNanos) {
            sendTransportFeedback(nowNanos);
        }
    }

    private void sendSenderReports(long nowNanos) {
        RtcpWriter writer = transport.rtcpWriter();
        for (OutboundStream stream : outbound) {
            if (stream.hasSent()) {
                if (writer.remaining() < REPORT_BYTES) {
                    transport.sendRtcp();
                }
                stream.report(writer, nowNanos);
            }
        }
        transport.sendRtcp();
    }

    private void sendReceiverReport(long nowNanos) {
        blocks.clear();
        sources.forEach(encoding -> {
            if (encoding.stream().hasReceived() && blocks.size() < MOST_BLOCKS) {
                blocks.add(encoding.report(nowNanos));
            }
        });
        if (!blocks.isEmpty()) {
            transport.rtcpWriter().receiverReport(sources.localSsrc(), blocks);
            transport.sendRtcp();
        }
    }

    private void sendNacks(InboundEncoding encoding, long nowNanos) {
        NackGenerator nacks = encoding.nacks();
        if (nacks == null || nacks.deadlineNanos() > nowNanos) {
            return;
        }
        int count = nacks.collect(missing, nowNanos);
        if (count > 0) {
            transport.counters().add(PeerCounter.NACKED_OUT, count);
            transport.rtcpWriter().nack(sources.localSsrc(), encoding.ssrc(), missing, count);
            transport.sendRtcp();
        }
    }

    private void sendTransportFeedback(long nowNanos) {
        TransportFeedback feedback = sources.twcc().poll(nowNanos);
        while (feedback != null) {
            transport.rtcpWriter().transportFeedback(feedback);
            transport.sendRtcp();
            feedback = sources.twcc().poll(nowNanos);
        }
    }

    /** The server's wall clock as an NTP timestamp. */
    private long ntp(long nowNanos) {
        return SenderReportBuilder.ntp(nowNanos + wallClockOffsetNanos);
    }
}
