package org.lyceum.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemuxTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, STUN",
        "1, 1, STUN",
        "3, 0, STUN",
        "4, 0, UNKNOWN",
        "19, 0, UNKNOWN",
        "20, 254, DTLS",
        "22, 0, DTLS",
        "63, 0, DTLS",
        "64, 0, UNKNOWN",
        "127, 0, UNKNOWN",
        "128, 0, RTP",
        "144, 96, RTP",
        "144, 224, RTP",
        "128, 191, RTP",
        "128, 192, RTCP",
        "129, 200, RTCP",
        "143, 206, RTCP",
        "176, 223, RTCP",
        "191, 127, RTP",
        "192, 96, UNKNOWN",
        "255, 200, UNKNOWN"
    })
    void goesByTheFirstTwoBytes(int first, int second, DatagramKind kind) {
        byte[] b = new byte[40];
        b[5] = (byte) first;
        b[6] = (byte) second;
        assertThat(Demux.classify(b, 5, 30)).isEqualTo(kind);
    }

    @Test
    void payloadTypesInUseAreNeverTakenForRtcp() {
        byte[] b = new byte[12];
        b[0] = (byte) 0x80;
        for (int pt = 0; pt <= 127; pt++) {
            boolean reserved = pt >= 64 && pt <= 95;
            b[1] = (byte) (0x80 | pt);
            assertThat(Demux.classify(b, 0, 12)).isEqualTo(reserved ? DatagramKind.RTCP : DatagramKind.RTP);
            b[1] = (byte) pt;
            assertThat(Demux.classify(b, 0, 12)).isEqualTo(DatagramKind.RTP);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 20, STUN", "22, 13, DTLS", "128, 12, RTP"})
    void whatIsTooShortForItsKindIsNothing(int first, int least, DatagramKind kind) {
        byte[] b = new byte[64];
        b[0] = (byte) first;
        assertThat(Demux.classify(b, 0, least)).isEqualTo(kind);
        for (int length = 0; length < least; length++) {
            assertThat(Demux.classify(b, 0, length)).isEqualTo(DatagramKind.UNKNOWN);
        }
    }
}
