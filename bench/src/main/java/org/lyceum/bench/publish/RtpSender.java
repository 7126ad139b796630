package org.lyceum.bench.publish;

import org.jspecify.annotations.Nullable;
import org.lyceum.bench.client.ClientPeer;
import org.lyceum.rtc.stream.SenderReportBuilder;
import org.lyceum.wire.rtcp.RtcpWriter;
import org.lyceum.wire.rtp.RtpWriter;
import org.lyceum.wire.rtp.Rtx;

/**
 * Sends under one SSRC, and under another one again what is missed. MID and RID stand in every packet until the server has
 * reported on the SSRC, after that in none (RFC 8843, 15 and RFC 8852, 3). Confined to its publisher's loop.
 */
final class RtpSender {
    /** Packets that can be sent again: more than a second of them, a key frame included. */
    private static final int KEPT = 512;

    private static final int LARGEST_PACKET = 1500;
    private static final int FIRST_SEQUENCE_MASK = 0x7FFF; // room before the first wrap (RFC 3711, 3.3.1)

    /** A packet that was sent; written over by a later one, so that a collector has no ring of young arrays to copy meanwhile. */
    private static final class Sent {
        final byte[] payload = new byte[LARGEST_PACKET];
        long sequence;
        boolean marker;
        long timestamp;
        int length;

        void keep(long sequence, boolean marker, long timestamp, byte[] payload) {
            System.arraycopy(payload, 0, this.payload, 0, payload.length);
            this.sequence = sequence;
            this.marker = marker;
            this.timestamp = timestamp;
            this.length = payload.length;
        }
    }

    private final StreamFormat format;
    private final ClientPeer peer;
    private final TransportSequence transportSequence;
    private final SenderReportBuilder reports;
    private final @Nullable Sent[] kept = new @Nullable Sent[KEPT];
    private final byte[] packet = new byte[LARGEST_PACKET];
    private long sequence;
    private long rtxSequence;
    private boolean known;

    /** Numbers all packets of a transport. */
    static final class TransportSequence {
        private int next;

        int next() {
            return next++ & 0xFFFF;
        }
    }

    /** @param unixNanosAtZero wall clock when {@link System#nanoTime} was 0 */
    RtpSender(ClientPeer peer, StreamFormat format, TransportSequence transportSequence, long unixNanosAtZero) {
        this.peer = peer;
        this.format = format;
        this.transportSequence = transportSequence;
        this.sequence = format.ssrc() & FIRST_SEQUENCE_MASK;
        this.rtxSequence = format.rtxSsrc() & FIRST_SEQUENCE_MASK;
        this.reports = new SenderReportBuilder(format.ssrc(), format.clockRate(), unixNanosAtZero);
    }

    StreamFormat format() {
        return format;
    }

    /** The server has seen this SSRC. */
    void reported() {
        known = true;
    }

    void send(boolean marker, long timestamp, byte[] payload, long captureNanos, long nowNanos) {
        int end = RtpWriter.header(packet, 0, marker, format.payloadType(), sequence, timestamp, format.ssrc());
        int payloadAt = extensions(end, format.ridId());
        peer.sendRtp(packet, payloadAt, 0, payload, 0, payload.length, sequence);
        reports.sent(timestamp, captureNanos, payload.length, nowNanos);
        int slot = (int) (sequence % KEPT);
        Sent sent = kept[slot];
        if (sent == null) {
            sent = new Sent();
            kept[slot] = sent;
        }
        sent.keep(sequence, marker, timestamp, payload);
        sequence++;
    }

    /** Sends what had this number once more, by RTX (RFC 4588); false where that cannot be. */
    boolean resend(int sequenceNumber) {
        Sent sent = kept[sequenceNumber % KEPT];
        if (sent == null || (sent.sequence & 0xFFFF) != sequenceNumber || format.rtxPayloadType() < 0) {
            return false;
        }
        int end = RtpWriter.header(
                packet, 0, sent.marker, format.rtxPayloadType(), rtxSequence, sent.timestamp, format.rtxSsrc());
        int payloadAt = extensions(end, format.repairedRidId());
        Rtx.writeOriginalSequenceNumber(packet, payloadAt, sent.sequence);
        peer.sendRtp(packet, payloadAt, Rtx.OSN_BYTES, sent.payload, 0, sent.length, rtxSequence++);
        return true;
    }

    private int extensions(int end, int ridId) {
        int at = RtpWriter.beginExtensions(packet, 0, end, false);
        int empty = at;
        if (format.transportCcId() > 0) {
            at = RtpWriter.extension16(packet, at, false, format.transportCcId(), transportSequence.next());
        }
        if (!known && format.midId() > 0) {
            at = RtpWriter.extension(packet, at, false, format.midId(), format.mid(), 0, format.mid().length);
        }
        if (!known && ridId > 0) {
            at = RtpWriter.extension(packet, at, false, ridId, format.rid(), 0, format.rid().length);
        }
        if (at == empty) {
            packet[0] &= ~0x10;
            return end;
        }
        return RtpWriter.endExtensions(packet, end, at);
    }

    /** Appends a sender report and the name that keeps sound and picture together. */
    void report(RtcpWriter writer, String cname, long nowNanos) {
        if (reports.ready()) {
            writer.append(reports.build(nowNanos));
            writer.cname(format.ssrc(), cname);
        }
    }
}
