package org.lyceum.bench.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lyceum.wire.rtp.RtpPacket;
import org.lyceum.wire.rtp.RtpWriter;

class FirstPictureTest {
    private static final int KEY = 0;
    private static final int DELTA = 1;

    private final FirstPicture first = new FirstPicture();

    /** A packet of a frame: its first one, if so of a key frame or another, and whether it is the last. */
    private boolean comes(int sequence, long timestamp, boolean start, int kind, boolean marker) {
        byte[] bytes = new byte[64];
        int at = RtpWriter.header(bytes, 0, marker, 96, sequence, timestamp, 1);
        bytes[at] = (byte) (start ? 0x10 : 0);
        bytes[at + 1] = (byte) kind;
        RtpPacket packet = new RtpPacket();
        assertThat(packet.parse(bytes, 0, bytes.length)).isTrue();
        return first.completes(packet, sequence & 0xFFFF, packet.payloadOffset(), packet.payloadLength());
    }

    @Test
    void aWholeKeyFrameIsAPicture() {
        assertThat(comes(65_535, 10, true, KEY, false)).isFalse();
        assertThat(comes(65_536, 10, false, 0, false)).isFalse();
        assertThat(comes(65_537, 10, false, 0, true)).isTrue();
    }

    @Test
    void otherFramesAreNone() {
        assertThat(comes(5, 10, true, DELTA, true)).isFalse();
    }

    @Test
    void aKeyFrameIsCompletedByWhatComesAgain() {
        comes(5, 10, true, KEY, false);
        assertThat(comes(7, 10, false, 0, true)).isFalse();
        assertThat(comes(8, 20, true, DELTA, true)).isFalse();
        assertThat(comes(6, 10, false, 0, false)).isTrue();
    }
}
