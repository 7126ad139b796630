package org.lyceum.wire.rtcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Bytes;

/**
 * Reads decrypted RTCP, compound or of reduced size (RFC 5506). Lenient and never throws: a packet whose contents do not fit
 * is left out, one whose frame does not fit ends the reading, and what was read before it counts. An empty list means that
 * there was nothing to understand.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |V=2|P|count/FMT|      PT       |  length in words, minus one   |
 * </pre>
 */
public final class RtcpReader {
    private static final int HEADER_BYTES = 4;

    private RtcpReader() {}

    public static List<RtcpPacket> parse(byte[] b, int offset, int length) {
        List<RtcpPacket> packets = new ArrayList<>(4);
        int end = offset + length;
        int at = offset;
        while (end - at >= HEADER_BYTES && (b[at] & 0xC0) == 0x80) {
            int packetEnd = at + HEADER_BYTES + 4 * Bytes.u16(b, at + 2);
            if (packetEnd > end) {
                break;
            }
            RtcpPacket packet = parseOne(b, at, withoutPadding(b, at, packetEnd));
            if (packet != null) {
                packets.add(packet);
            }
            at = packetEnd;
        }
        return packets;
    }

    /** RFC 3550, 6.4.1: the last byte counts the padding. One that does not fit makes the packet empty. */
    private static int withoutPadding(byte[] b, int at, int end) {
        if ((b[at] & 0x20) == 0) {
            return end;
        }
        return Math.max(at + HEADER_BYTES, end - (b[end - 1] & 0xFF));
    }

    private static @Nullable RtcpPacket parseOne(byte[] b, int at, int end) {
        int type = Bytes.u8(b, at + 1);
        int count = b[at] & 0x1F;
        return switch (type) {
            case PacketTypes.SENDER_REPORT -> senderReport(b, at, end, count);
            case PacketTypes.RECEIVER_REPORT -> receiverReport(b, at, end, count);
            case PacketTypes.SOURCE_DESCRIPTION -> sourceDescription(b, at, end, count);
            case PacketTypes.GOODBYE -> goodbye(b, at, end, count);
            case PacketTypes.RTPFB -> transportLayer(b, at, end, count);
            case PacketTypes.PSFB -> payloadSpecific(b, at, end, count);
            default -> new UnknownRtcp(type, count, end - at);
        };
    }

    private static @Nullable RtcpPacket senderReport(byte[] b, int at, int end, int count) {
        if (end - at < 28 + count * PacketTypes.REPORT_BLOCK_BYTES) {
            return null;
        }
        return new SenderReport(
                Bytes.i32(b, at + 4),
                Bytes.i64(b, at + 8),
                Bytes.u32(b, at + 16),
                Bytes.u32(b, at + 20),
                Bytes.u32(b, at + 24),
                reportBlocks(b, at + 28, count));
    }

    private static @Nullable RtcpPacket receiverReport(byte[] b, int at, int end, int count) {
        if (end - at < 8 + count * PacketTypes.REPORT_BLOCK_BYTES) {
            return null;
        }
        return new ReceiverReport(Bytes.i32(b, at + 4), reportBlocks(b, at + 8, count));
    }

    private static List<ReportBlock> reportBlocks(byte[] b, int first, int count) {
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = first + i * PacketTypes.REPORT_BLOCK_BYTES;
            blocks.add(new ReportBlock(
                    Bytes.i32(b, at),
                    Bytes.u8(b, at + 4),
                    (Bytes.u24(b, at + 5) << 8) >> 8, // 24 bits, signed
                    Bytes.u32(b, at + 8),
                    Bytes.u32(b, at + 12),
                    Bytes.u32(b, at + 16),
                    Bytes.u32(b, at + 20)));
        }
        return blocks;
    }

    private static @Nullable RtcpPacket sourceDescription(byte[] b, int begin, int end, int count) {
        List<SourceDescription.Chunk> chunks = new ArrayList<>(count);
        int at = begin + HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            if (end - at < 4) {
                return null;
            }
            int ssrc = Bytes.i32(b, at);
            List<SourceDescription.Item> items = new ArrayList<>(2);
            at = items(b, at + 4, end, items);
            if (at < 0) {
                return null;
            }
            at += (begin - at) & 3; // chunks begin on word boundaries of the packet
            chunks.add(new SourceDescription.Chunk(ssrc, items));
        }
        return new SourceDescription(chunks);
    }

    /** Reads items up to and including the null byte that ends their list; returns where it ended, or -1. */
    private static int items(byte[] b, int begin, int end, List<SourceDescription.Item> items) {
        int at = begin;
        while (at < end && b[at] != 0) {
            if (end - at < 2 || end - at - 2 < Bytes.u8(b, at + 1)) {
                return -1;
            }
            int bytes = Bytes.u8(b, at + 1);
            items.add(
                    new SourceDescription.Item(Bytes.u8(b, at), new String(b, at + 2, bytes, StandardCharsets.UTF_8)));
            at += 2 + bytes;
        }
        return at < end ? at + 1 : -1;
    }

    private static @Nullable RtcpPacket goodbye(byte[] b, int begin, int end, int count) {
        if (end - begin < HEADER_BYTES + 4 * count) {
            return null;
        }
        List<Integer> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(Bytes.i32(b, begin + HEADER_BYTES + 4 * i));
        }
        int at = begin + HEADER_BYTES + 4 * count;
        boolean hasReason = at < end && end - at - 1 >= Bytes.u8(b, at);
        String reason = hasReason ? new String(b, at + 1, Bytes.u8(b, at), StandardCharsets.UTF_8) : "";
        return new Goodbye(ssrcs, reason);
    }

    private static @Nullable RtcpPacket transportLayer(byte[] b, int at, int end, int format) {
        if (end - at < 12) {
            return null;
        }
        return switch (format) {
            case PacketTypes.RTPFB_NACK -> nack(b, at, end);
            case PacketTypes.RTPFB_TRANSPORT_CC -> TransportFeedbackCodec.read(b, at, end);
            default -> new UnknownRtcp(PacketTypes.RTPFB, format, end - at);
        };
    }

    private static @Nullable RtcpPacket payloadSpecific(byte[] b, int at, int end, int format) {
        if (end - at < 12) {
            return null;
        }
        return switch (format) {
            case PacketTypes.PSFB_PLI -> new PictureLossIndication(Bytes.i32(b, at + 4), Bytes.i32(b, at + 8));
            case PacketTypes.PSFB_FIR -> fullIntraRequest(b, at, end);
            case PacketTypes.PSFB_AFB -> applicationLayer(b, at, end);
            default -> new UnknownRtcp(PacketTypes.PSFB, format, end - at);
        };
    }

    /** RFC 4585, 6.2.1: a packet id (PID), and a bit mask (BLP) of the sixteen that follow it. */
    private static RtcpPacket nack(byte[] b, int begin, int end) {
        int count = 0;
        for (int at = begin + 12; end - at >= 4; at += 4) {
            count += 1 + Integer.bitCount(Bytes.u16(b, at + 2));
        }
        int[] sequences = new int[count];
        int next = 0;
        for (int at = begin + 12; end - at >= 4; at += 4) {
            int pid = Bytes.u16(b, at);
            sequences[next++] = pid;
            for (int blp = Bytes.u16(b, at + 2); blp != 0; blp &= blp - 1) {
                sequences[next++] = (pid + 1 + Integer.numberOfTrailingZeros(blp)) & 0xFFFF;
            }
        }
        return new Nack(Bytes.i32(b, begin + 4), Bytes.i32(b, begin + 8), sequences);
    }

    private static RtcpPacket fullIntraRequest(byte[] b, int begin, int end) {
        List<FullIntraRequest.Entry> entries = new ArrayList<>(1);
        for (int at = begin + 12; end - at >= 8; at += 8) {
            entries.add(new FullIntraRequest.Entry(Bytes.i32(b, at), Bytes.u8(b, at + 4)));
        }
        return new FullIntraRequest(Bytes.i32(b, begin + 4), entries);
    }

    /** REMB: identifier, number of SSRCs, 6 bits of exponent and 18 bits of mantissa, SSRCs. */
    private static @Nullable RtcpPacket applicationLayer(byte[] b, int at, int end) {
        if (end - at < 20 || Bytes.i32(b, at + 12) != PacketTypes.REMB_IDENTIFIER) {
            return new UnknownRtcp(PacketTypes.PSFB, PacketTypes.PSFB_AFB, end - at);
        }
        int count = Bytes.u8(b, at + 16);
        if (end - at < 20 + 4 * count) {
            return null;
        }
        List<Integer> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(Bytes.i32(b, at + 20 + 4 * i));
        }
        int exponent = Bytes.u8(b, at + 17) >>> 2;
        long mantissa = Bytes.u24(b, at + 17) & 0x3_FFFF;
        boolean fits = exponent <= Long.numberOfLeadingZeros(mantissa) - 1;
        return new Remb(Bytes.i32(b, at + 4), fits ? mantissa << exponent : Long.MAX_VALUE, ssrcs);
    }
}
