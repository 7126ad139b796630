package org.lyceum.rtc.srtp;

import java.util.random.RandomGenerator;
import org.lyceum.wire.Bytes;

/** RTP and RTCP packets with random contents. */
final class TestPackets {
    private TestPackets() {}

    /** An RTP packet with random CSRCs, header extension and payload. */
    static byte[] rtp(RandomGenerator random, int ssrc, int sequence, int payloadLength) {
        int csrcs = random.nextInt(4) == 0 ? random.nextInt(16) : 0;
        int extensionWords = random.nextInt(3);
        int headerLength = 12 + 4 * csrcs + (extensionWords == 0 ? 0 : 4 + 4 * extensionWords);
        byte[] packet = new byte[headerLength + payloadLength];
        random.nextBytes(packet);
        packet[0] = (byte) (0x80 | (extensionWords == 0 ? 0 : 0x10) | csrcs);
        Bytes.put16(packet, 2, sequence);
        Bytes.put32(packet, 8, ssrc);
        if (extensionWords != 0) {
            Bytes.put16(packet, 12 + 4 * csrcs, 0xBEDE);
            Bytes.put16(packet, 12 + 4 * csrcs + 2, extensionWords);
        }
        return packet;
    }

    /** An RTCP packet of any form: only its first eight bytes matter to SRTCP. */
    static byte[] rtcp(RandomGenerator random, int ssrc, int bodyWords) {
        byte[] packet = new byte[8 + 4 * bodyWords];
        random.nextBytes(packet);
        packet[0] = (byte) 0x80;
        packet[1] = (byte) 200;
        Bytes.put16(packet, 2, 1 + bodyWords);
        Bytes.put32(packet, 4, ssrc);
        return packet;
    }
}
