package org.lyceum.wire.rtcp;

/** RTCP packet types (PT), and formats (FMT) of feedback. */
final class PacketTypes {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int GOODBYE = 203;
    /** Transport layer feedback, RFC 4585, 6.2. */
    static final int RTPFB = 205;
    /** Payload-specific feedback, RFC 4585, 6.3. */
    static final int PSFB = 206;

    static final int RTPFB_NACK = 1;
    static final int RTPFB_TRANSPORT_CC = 15;
    static final int PSFB_PLI = 1;
    static final int PSFB_FIR = 4;
    /** Application layer feedback, of which REMB is one. */
    static final int PSFB_AFB = 15;

    /** "REMB" in ASCII. */
    static final int REMB_IDENTIFIER = 0x5245_4D42;

    static final int REPORT_BLOCK_BYTES = 24;
    static final int MAX_COUNT = 31;

    private PacketTypes() {}
}
