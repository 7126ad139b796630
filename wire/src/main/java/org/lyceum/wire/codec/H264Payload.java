package org.lyceum.wire.codec;

/**
 * View of an H.264 payload (RFC 6184): which NAL units it carries and whether a picture can begin with it. Reads single NAL
 * unit packets, STAP-A and FU-A, the ones of packetization modes 0 and 1; the interleaved kinds of mode 2 are no WebRTC and
 * count as malformed. Reused: one instance for each thread.
 *
 * <pre>
 * NAL unit header      FU header
 * +-+-+-+-+-+-+-+-+    +-+-+-+-+-+-+-+-+
 * |F|NRI|  Type   |    |S|E|R|  Type   |
 * +-+-+-+-+-+-+-+-+    +-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class H264Payload {
    private static final int SLICE = 1;
    private static final int IDR_SLICE = 5;
    private static final int SEI = 6;
    private static final int SPS = 7;
    private static final int PPS = 8;
    private static final int ACCESS_UNIT_DELIMITER = 9;
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    private boolean idr;
    private boolean sps;
    private boolean pps;
    private boolean beginsPicture;
    private boolean reference;
    private int nalUnits;

    /** Reads a payload; false if it is malformed, and then the getters say nothing. */
    public boolean parse(byte[] buffer, int offset, int length) {
        idr = false;
        sps = false;
        pps = false;
        beginsPicture = false;
        reference = false;
        nalUnits = 0;
        if (length < 1) {
            return false;
        }
        int type = buffer[offset] & 0x1f;
        if (type == STAP_A) {
            return parseStapA(buffer, offset + 1, offset + length);
        }
        if (type == FU_A) {
            return parseFuA(buffer, offset, length);
        }
        if (type == 0 || type > 23) {
            return false;
        }
        nalUnit(type, buffer[offset], buffer, offset + 1, offset + length);
        return true;
    }

    // RFC 6184, 5.7.1: a 16-bit size in front of each NAL unit.
    private boolean parseStapA(byte[] buffer, int start, int end) {
        int at = start;
        while (at < end) {
            if (at + 2 > end) {
                return false;
            }
            int size = ((buffer[at] & 0xff) << 8) | (buffer[at + 1] & 0xff);
            at += 2;
            if (size == 0 || at + size > end) {
                return false;
            }
            nalUnit(buffer[at] & 0x1f, buffer[at], buffer, at + 1, at + size);
            at += size;
        }
        return nalUnits > 0;
    }

    // RFC 6184, 5.8
    private boolean parseFuA(byte[] buffer, int offset, int length) {
        if (length < 2) {
            return false;
        }
        int header = buffer[offset + 1];
        int type = header & 0x1f;
        boolean start = (header & 0x80) != 0;
        if (start) {
            nalUnit(type, buffer[offset], buffer, offset + 2, offset + length);
        } else {
            // The middle of a NAL unit begins nothing, but is still known for what it is.
            nalUnit(type, buffer[offset], buffer, offset, offset);
            beginsPicture = false;
        }
        return true;
    }

    private void nalUnit(int type, int header, byte[] buffer, int start, int end) {
        nalUnits++;
        reference |= (header & 0x60) != 0;
        switch (type) {
            case IDR_SLICE -> {
                idr = true;
                beginsPicture |= firstMacroblock(buffer, start, end);
            }
            case SLICE, 2 -> beginsPicture |= firstMacroblock(buffer, start, end);
            case SPS -> {
                sps = true;
                beginsPicture = true;
            }
            case PPS -> {
                pps = true;
                beginsPicture = true;
            }
            case SEI, ACCESS_UNIT_DELIMITER -> beginsPicture = true;
            default -> {
                // Nothing else says anything of the picture's place.
            }
        }
    }

    /** first_mb_in_slice is the slice header's first field, Exp-Golomb coded: a single 1 bit is macroblock 0. */
    private static boolean firstMacroblock(byte[] buffer, int start, int end) {
        return start < end && (buffer[start] & 0x80) != 0;
    }

    /** An IDR slice is in it, or a piece of one. */
    public boolean idr() {
        return idr;
    }

    /** A sequence parameter set is in it. */
    public boolean sps() {
        return sps;
    }

    /** A picture parameter set is in it. */
    public boolean pps() {
        return pps;
    }

    /**
     * A picture can begin with this packet: parameter sets, SEI, a delimiter or the slice of macroblock 0. Whether it does
     * depends on what came before under the same timestamp.
     */
    public boolean beginsPicture() {
        return beginsPicture;
    }

    /** NRI is not 0: other pictures may depend on what is in it. */
    public boolean reference() {
        return reference;
    }

    /** How many NAL units it carries, a piece counting as one. */
    public int nalUnits() {
        return nalUnits;
    }
}
