package org.lyceum.wire.rtp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.lyceum.wire.Hex;

class HeaderExtensionsTest {
    @Test
    void namesArePrintableAsciiOrNothing() {
        byte[] b = "xmid0é".getBytes(UTF_8);
        assertThat(HeaderExtensions.text(b, 1, 4)).isEqualTo("mid0");
        assertThat(HeaderExtensions.text(b, 1, 6)).isNull();
        assertThat(HeaderExtensions.text(b, 1, 0)).isNull();
        assertThat(HeaderExtensions.text(new byte[] {' '}, 0, 1)).isNull();
    }

    @Test
    void namesAreComparedWhereTheyLie() {
        byte[] b = "xmid0".getBytes(UTF_8);
        assertThat(HeaderExtensions.isText(b, 1, 4, "mid0")).isTrue();
        assertThat(HeaderExtensions.isText(b, 1, 3, "mid0")).isFalse();
        assertThat(HeaderExtensions.isText(b, 1, 4, "mid1")).isFalse();
    }

    @Test
    void audioLevelHoldsAFlagAndSevenBits() {
        byte[] b = {(byte) HeaderExtensions.audioLevelByte(127, true), (byte) HeaderExtensions.audioLevelByte(3, false)
        };
        assertThat(HeaderExtensions.audioLevel(b, 0)).isEqualTo(127);
        assertThat(HeaderExtensions.voice(b, 0)).isTrue();
        assertThat(HeaderExtensions.audioLevel(b, 1)).isEqualTo(3);
        assertThat(HeaderExtensions.voice(b, 1)).isFalse();
    }

    @Test
    void absSendTimeWrapsAfterSixtyFourSeconds() {
        assertThat(HeaderExtensions.absSendTime(0)).isZero();
        assertThat(HeaderExtensions.absSendTime(1_000_000_000L)).isEqualTo(1 << 18);
        assertThat(HeaderExtensions.absSendTime(63_999_999_999L)).isEqualTo(0xFF_FFFF);
        assertThat(HeaderExtensions.absSendTime(64_000_000_000L)).isZero();
        assertThat(HeaderExtensions.absSendTime(-1)).isEqualTo(0xFF_FFFF);
    }

    @Test
    void playoutDelayIsInUnitsOfTenMilliseconds() {
        assertThat(HeaderExtensions.playoutDelay(0, 0)).isZero();
        assertThat(HeaderExtensions.playoutDelay(100, 400)).isEqualTo(0x00A028);
        assertThat(HeaderExtensions.playoutDelay(-10, 1_000_000)).isEqualTo(0x000FFF);
    }

    @Test
    void transportSequenceIsSixteenBits() {
        assertThat(HeaderExtensions.transportSequence(Hex.bytes("00FFFE"), 1)).isEqualTo(0xFFFE);
    }

    @Test
    void retransmissionsCarryTheOriginalNumber() {
        byte[] b = new byte[8];
        assertThat(Rtx.writeOriginalSequenceNumber(b, 2, 0x7_FEDCL)).isEqualTo(4);
        assertThat(Rtx.originalSequenceNumber(b, 2)).isEqualTo(0xFEDC);
        assertThat(Rtx.carriesPacket(2)).isFalse();
        assertThat(Rtx.carriesPacket(3)).isTrue();
    }
}
