package org.lyceum.wire.rtcp;

import java.util.List;

/** Reads bytes that may be RTCP, and writes and reads again whatever was understood. */
final class RtcpExercise {
    private static final RtcpWriter WRITER = new RtcpWriter(new byte[400_000], 0);

    private RtcpExercise() {}

    /** How many packets were understood. */
    static int run(byte[] b, int offset, int length) {
        List<RtcpPacket> packets = RtcpReader.parse(b, offset, length);
        int understood = 0;
        for (RtcpPacket packet : packets) {
            if (!(packet instanceof UnknownRtcp)) {
                understood++;
                writeAndReadAgain(packet);
            }
        }
        return understood;
    }

    private static void writeAndReadAgain(RtcpPacket packet) {
        switch (packet) {
            // Texts may hold bytes that are no UTF-8, and numbers may be repeated: both change when written again.
            case SourceDescription s -> {}
            case Goodbye g -> {}
            case Nack n -> {}
            case Remb r -> {}
            default -> {
                WRITER.reset().append(packet);
                List<RtcpPacket> again = RtcpReader.parse(WRITER.buffer(), 0, WRITER.length());
                boolean same = again.size() == 1 && again.getFirst().equals(packet);
                // A report with no status at all has no chunk to be read.
                if (!same && !(packet instanceof TransportFeedback f && f.deltas().length == 0)) {
                    throw new IllegalStateException("does not round-trip: " + packet);
                }
            }
        }
    }
}
