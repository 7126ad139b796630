package org.lyceum.wire.rtp;

/** Reads everything there is to read in bytes that may be an RTP packet, and checks that every slice lies inside. */
final class RtpExercise {
    private static final RtpPacket PACKET = new RtpPacket();

    private RtpExercise() {}

    /** Whether the bytes are a packet. */
    static boolean run(byte[] b, int offset, int length) {
        Demux.classify(b, offset, length);
        int header = RtpPacket.headerLength(b, offset, length);
        if (!PACKET.parse(b, offset, length)) {
            return false;
        }
        check(header == PACKET.headerLength(), "header length");
        check(PACKET.payloadLength() >= 0 && PACKET.paddingLength() >= 0, "lengths");
        check(header + PACKET.payloadLength() + PACKET.paddingLength() == length, "sum of lengths");
        for (int i = 0; i < PACKET.csrcCount(); i++) {
            PACKET.csrc(i);
        }
        for (int id = 0; id <= 16; id++) {
            int at = PACKET.findExtension(id);
            if (at != -1) {
                check(at >= offset + 16 && at + PACKET.extensionLength() <= PACKET.payloadOffset(), "extension inside");
                HeaderExtensions.text(b, at, PACKET.extensionLength());
            }
        }
        return true;
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("broken: " + what);
        }
    }
}
