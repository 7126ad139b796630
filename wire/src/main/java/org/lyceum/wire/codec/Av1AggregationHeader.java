package org.lyceum.wire.codec;

/**
 * View of an AV1 payload (RTP Payload Format for AV1, 4.4): the aggregation header and the headers of the OBU elements that
 * begin in the packet. Reused: one instance for each thread.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * |Z|Y| W |N|-|-|-|
 * +-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Av1AggregationHeader {
    private static final int OBU_SEQUENCE_HEADER = 1;
    private static final int OBU_FRAME_HEADER = 3;
    private static final int OBU_FRAME = 6;

    private int header;
    private int elements;
    private boolean sequenceHeader;
    private boolean interFrame;
    private int temporalId;
    private int spatialId;
    private int elementLength;

    /** Reads a payload; false if it is malformed, and then the getters say nothing. */
    public boolean parse(byte[] buffer, int offset, int length) {
        elements = 0;
        sequenceHeader = false;
        interFrame = false;
        temporalId = 0;
        spatialId = 0;
        if (length < 2) {
            return false;
        }
        header = buffer[offset] & 0xff;
        if (continues() && newCodedVideoSequence()) {
            return false; // 4.4: a packet that begins a sequence continues nothing
        }
        int announced = (header >> 4) & 0x03;
        int end = offset + length;
        int at = offset + 1;
        while (at < end && (announced == 0 || elements < announced)) {
            boolean last = announced != 0 && elements == announced - 1;
            at = last ? lastElement(at, end) : readLength(buffer, at, end);
            if (at < 0 || elementLength > end - at) {
                return false;
            }
            if (elements > 0 || !continues()) {
                obu(buffer, at, at + elementLength);
            }
            at += elementLength;
            elements++;
        }
        return at == end && (announced == 0 || elements == announced);
    }

    private int lastElement(int at, int end) {
        elementLength = end - at;
        return at;
    }

    /** Reads a leb128 into elementLength; index behind it, or -1 where it does not fit or is absurdly large. */
    private int readLength(byte[] buffer, int start, int end) {
        int value = 0;
        int at = start;
        for (int shift = 0; shift < 21; shift += 7) {
            if (at >= end) {
                return -1;
            }
            int b = buffer[at++];
            value |= (b & 0x7f) << shift;
            if ((b & 0x80) == 0) {
                elementLength = value;
                return at;
            }
        }
        return -1;
    }

    // AV1 bitstream specification, 5.3.2 and 5.3.3
    private void obu(byte[] buffer, int start, int end) {
        if (start >= end) {
            return;
        }
        int obuHeader = buffer[start];
        int type = (obuHeader >> 3) & 0x0f;
        int at = start + 1;
        if ((obuHeader & 0x04) != 0 && at < end) {
            temporalId = (buffer[at] >> 5) & 0x07;
            spatialId = (buffer[at] >> 3) & 0x03;
            at++;
        }
        if ((obuHeader & 0x02) != 0) {
            while (at < end && (buffer[at] & 0x80) != 0) {
                at++;
            }
            at++;
        }
        if (type == OBU_SEQUENCE_HEADER) {
            sequenceHeader = true;
        } else if ((type == OBU_FRAME || type == OBU_FRAME_HEADER) && at < end) {
            // 5.9.2: show_existing_frame is the first bit, frame_type the next two; KEY_FRAME is 0.
            interFrame |= (buffer[at] & 0x80) == 0 && (buffer[at] & 0x60) != 0;
        }
    }

    /** Z: the first element continues one of the previous packet. */
    public boolean continues() {
        return (header & 0x80) != 0;
    }

    /** Y: the last element goes on in the next packet. */
    public boolean continued() {
        return (header & 0x40) != 0;
    }

    /** N: the first packet of a coded video sequence. */
    public boolean newCodedVideoSequence() {
        return (header & 0x08) != 0;
    }

    /** Number of OBU elements, pieces included. */
    public int elements() {
        return elements;
    }

    /** A sequence header OBU begins in this packet. */
    public boolean sequenceHeader() {
        return sequenceHeader;
    }

    /**
     * A key frame begins in this packet: N says so, or a sequence header is here for a frame that is not visibly another kind
     * (packetizers that repeat sequence headers exist, as do those that never set N).
     */
    public boolean keyFrame() {
        return newCodedVideoSequence() || (sequenceHeader && !interFrame);
    }

    /** Of the last OBU with an extension header, else 0. */
    public int temporalId() {
        return temporalId;
    }

    /** Of the last OBU with an extension header, else 0. */
    public int spatialId() {
        return spatialId;
    }
}
