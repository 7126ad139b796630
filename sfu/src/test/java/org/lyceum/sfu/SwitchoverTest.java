package org.lyceum.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lyceum.sfu.TestSource.MS;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lyceum.rtc.session.CodecType;
import org.lyceum.rtc.stream.MediaPacket;

class SwitchoverTest {
    private final TestSource before = new TestSource(CodecType.VP9, 0, 0, 100);
    private final TestSource next = new TestSource(CodecType.VP9, 1, 0, 100);
    private final MediaPacket keyFrame = next.frame(true, 1, 0).getFirst();
    private final MediaPacket second = next.frame(false, 1, 33 * MS).getFirst();
    private final MediaPacket third = next.frame(false, 1, 66 * MS).getFirst();
    private final MediaPacket fourth = next.frame(false, 1, 99 * MS).getFirst();
    private final Switchover switchover = new Switchover();

    @BeforeEach
    void aPictureIsOpen() {
        switchover.begin();
        switchover.sent(before.frame(false, 2, 99 * MS).getFirst(), false);
    }

    @Test
    void theNextPictureOfTheNewEncodingEndsTheWait() {
        assertThat(switchover.defer(keyFrame, keyFrame.sequence())).isTrue();
        assertThat(switchover.due(second, 0, 1)).isTrue();
    }

    /** A key frame that comes late finds newer pictures there; what is older than these was only slower still. */
    @Test
    void whatWasOvertakenDoesNotEndTheWait() {
        assertThat(switchover.defer(keyFrame, third.sequence())).isTrue();
        assertThat(switchover.due(second, 0, 1)).isFalse();
        assertThat(switchover.due(fourth, 0, 1)).isTrue();
    }
}
