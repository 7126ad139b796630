package org.lyceum.wire.rtcp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.lyceum.wire.Bytes;

/**
 * Appends RTCP packets to an array, one after the other: a compound packet where the first is a report, one of reduced size
 * (RFC 5506) otherwise. Reused by {@link #reset}. An array that is too small is a broken invariant and throws; callers bound
 * what they write by {@link #remaining}.
 */
public final class RtcpWriter {
    private final byte[] buffer;
    private final int offset;
    private int position;

    public RtcpWriter(byte[] buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        this.position = offset;
    }

    public RtcpWriter reset() {
        position = offset;
        return this;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int offset() {
        return offset;
    }

    /** Bytes written so far. */
    public int length() {
        return position - offset;
    }

    /** Bytes that still fit. */
    public int remaining() {
        return buffer.length - position;
    }

    public byte[] toByteArray() {
        return Arrays.copyOfRange(buffer, offset, position);
    }

    public RtcpWriter senderReport(
            int ssrc,
            long ntpTimestamp,
            long rtpTimestamp,
            long packetCount,
            long octetCount,
            List<ReportBlock> blocks) {
        Bytes.put32(buffer, position + 4, ssrc);
        Bytes.put64(buffer, position + 8, ntpTimestamp);
        Bytes.put32(buffer, position + 16, (int) rtpTimestamp);
        Bytes.put32(buffer, position + 20, (int) packetCount);
        Bytes.put32(buffer, position + 24, (int) octetCount);
        return finish(PacketTypes.SENDER_REPORT, checkedCount(blocks.size()), reportBlocks(position + 28, blocks));
    }

    public RtcpWriter receiverReport(int ssrc, List<ReportBlock> blocks) {
        Bytes.put32(buffer, position + 4, ssrc);
        return finish(PacketTypes.RECEIVER_REPORT, checkedCount(blocks.size()), reportBlocks(position + 8, blocks));
    }

    /** SDES with one chunk that holds the CNAME, which every compound packet must have (RFC 3550, 6.1). */
    public RtcpWriter cname(int ssrc, String cname) {
        SourceDescription.Item item = new SourceDescription.Item(SourceDescription.CNAME, cname);
        return sourceDescription(List.of(new SourceDescription.Chunk(ssrc, List.of(item))));
    }

    public RtcpWriter sourceDescription(List<SourceDescription.Chunk> chunks) {
        int at = position + 4;
        for (SourceDescription.Chunk chunk : chunks) {
            Bytes.put32(buffer, at, chunk.ssrc());
            at += 4;
            for (SourceDescription.Item item : chunk.items()) {
                Bytes.put8(buffer, at, item.type());
                at = text(at + 1, item.text());
            }
            do {
                buffer[at++] = 0; // at least one null ends the list (RFC 3550, 6.5)
            } while ((at - position) % 4 != 0);
        }
        return finish(PacketTypes.SOURCE_DESCRIPTION, checkedCount(chunks.size()), at);
    }

    public RtcpWriter goodbye(List<Integer> ssrcs, String reason) {
        int at = position + 4;
        for (int ssrc : ssrcs) {
            Bytes.put32(buffer, at, ssrc);
            at += 4;
        }
        if (!reason.isEmpty()) {
            at = text(at, reason);
        }
        return finish(PacketTypes.GOODBYE, checkedCount(ssrcs.size()), at);
    }

    /**
     * NACK for sequence numbers in ascending order (modulo 2^16), packed into as few PID and BLP pairs as there can be.
     *
     * @return how many of them found room
     */
    public int nack(int senderSsrc, int mediaSsrc, int[] sequences, int count) {
        int at = feedback(senderSsrc, mediaSsrc);
        int next = 0;
        while (next < count && buffer.length - at >= 4) {
            int pid = sequences[next++] & 0xFFFF;
            int blp = 0;
            while (next < count) {
                int distance = (sequences[next] - pid) & 0xFFFF;
                if (distance > 16) {
                    break;
                }
                blp |= (distance == 0) ? 0 : 1 << (distance - 1);
                next++;
            }
            Bytes.put16(buffer, at, pid);
            Bytes.put16(buffer, at + 2, blp);
            at += 4;
        }
        finish(PacketTypes.RTPFB, PacketTypes.RTPFB_NACK, at);
        return next;
    }

    public RtcpWriter pictureLossIndication(int senderSsrc, int mediaSsrc) {
        return finish(PacketTypes.PSFB, PacketTypes.PSFB_PLI, feedback(senderSsrc, mediaSsrc));
    }

    /** FIR for one stream; the media SSRC of the header is unused and zero (RFC 5104, 4.3.1.2). */
    public RtcpWriter fullIntraRequest(int senderSsrc, int mediaSsrc, int sequenceNumber) {
        return fullIntraRequest(
                new FullIntraRequest(senderSsrc, List.of(new FullIntraRequest.Entry(mediaSsrc, sequenceNumber))));
    }

    public RtcpWriter transportFeedback(TransportFeedback feedback) {
        feedback(feedback.senderSsrc(), feedback.mediaSsrc());
        int end = TransportFeedbackCodec.write(buffer, position, feedback);
        return finish(PacketTypes.RTPFB, PacketTypes.RTPFB_TRANSPORT_CC, end);
    }

    public RtcpWriter remb(int senderSsrc, long bitrate, List<Integer> ssrcs) {
        int at = feedback(senderSsrc, 0);
        int exponent = Math.max(0, 64 - Long.numberOfLeadingZeros(bitrate) - 18);
        Bytes.put32(buffer, at, PacketTypes.REMB_IDENTIFIER);
        Bytes.put8(buffer, at + 4, ssrcs.size());
        Bytes.put24(buffer, at + 5, (exponent << 18) | (int) (bitrate >>> exponent));
        at += 8;
        for (int ssrc : ssrcs) {
            Bytes.put32(buffer, at, ssrc);
            at += 4;
        }
        return finish(PacketTypes.PSFB, PacketTypes.PSFB_AFB, at);
    }

    /** Appends any packet but an unknown one, whose contents nobody kept. */
    public RtcpWriter append(RtcpPacket packet) {
        return switch (packet) {
            case SenderReport r ->
                senderReport(r.ssrc(), r.ntpTimestamp(), r.rtpTimestamp(), r.packetCount(), r.octetCount(), r.blocks());
            case ReceiverReport r -> receiverReport(r.ssrc(), r.blocks());
            case SourceDescription s -> sourceDescription(s.chunks());
            case Goodbye g -> goodbye(g.ssrcs(), g.reason());
            case Nack n -> {
                nack(n.senderSsrc(), n.mediaSsrc(), n.sequences(), n.sequences().length);
                yield this;
            }
            case PictureLossIndication p -> pictureLossIndication(p.senderSsrc(), p.mediaSsrc());
            case FullIntraRequest f -> fullIntraRequest(f);
            case TransportFeedback f -> transportFeedback(f);
            case Remb r -> remb(r.senderSsrc(), r.bitrate(), r.ssrcs());
            case UnknownRtcp u ->
                throw new IllegalArgumentException("nothing is known of packet type " + u.packetType());
        };
    }

    private RtcpWriter fullIntraRequest(FullIntraRequest request) {
        int at = feedback(request.senderSsrc(), 0);
        for (FullIntraRequest.Entry entry : request.entries()) {
            Bytes.put32(buffer, at, entry.ssrc());
            Bytes.put32(buffer, at + 4, entry.sequenceNumber() << 24);
            at += 8;
        }
        return finish(PacketTypes.PSFB, PacketTypes.PSFB_FIR, at);
    }

    private int feedback(int senderSsrc, int mediaSsrc) {
        Bytes.put32(buffer, position + 4, senderSsrc);
        Bytes.put32(buffer, position + 8, mediaSsrc);
        return position + 12;
    }

    private int reportBlocks(int begin, List<ReportBlock> blocks) {
        int at = begin;
        for (ReportBlock block : blocks) {
            Bytes.put32(buffer, at, block.ssrc());
            Bytes.put8(buffer, at + 4, block.fractionLost());
            Bytes.put24(buffer, at + 5, block.cumulativeLost());
            Bytes.put32(buffer, at + 8, (int) block.extendedHighestSequence());
            Bytes.put32(buffer, at + 12, (int) block.jitter());
            Bytes.put32(buffer, at + 16, (int) block.lastSenderReport());
            Bytes.put32(buffer, at + 20, (int) block.delaySinceLastSenderReport());
            at += PacketTypes.REPORT_BLOCK_BYTES;
        }
        return at;
    }

    /** A length byte and UTF-8 text; returns where it ends. */
    private int text(int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 255) {
            throw new IllegalArgumentException("RTCP texts have at most 255 bytes");
        }
        Bytes.put8(buffer, at, bytes.length);
        System.arraycopy(bytes, 0, buffer, at + 1, bytes.length);
        return at + 1 + bytes.length;
    }

    private static int checkedCount(int count) {
        if (count > PacketTypes.MAX_COUNT) {
            throw new IllegalArgumentException("an RTCP packet holds 31 blocks or chunks");
        }
        return count;
    }

    /** Pads to words, writes the common header, moves on. */
    private RtcpWriter finish(int packetType, int count, int end) {
        int at = end;
        while ((at - position) % 4 != 0) {
            buffer[at++] = 0;
        }
        Bytes.put8(buffer, position, 0x80 | count);
        Bytes.put8(buffer, position + 1, packetType);
        Bytes.put16(buffer, position + 2, (at - position) / 4 - 1);
        position = at;
        return this;
    }
}
