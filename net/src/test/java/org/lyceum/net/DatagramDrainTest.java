package org.lyceum.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.socket.nio.NioDatagramChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatagramDrainTest {
    private static final int MOST = 16;

    private final NioDatagramChannel channel = new NioDatagramChannel();
    private final ExtendedHandle handle = (ExtendedHandle) new DatagramDrain(MOST).newHandle();

    @AfterEach
    void close() {
        channel.unsafe().closeForcibly();
    }

    @Test
    void aCallThatHadRoomLeftIsTheLast() {
        begin();
        assertThat(room()).isEqualTo(2);
        assertThat(goesOnAfter(1)).isFalse();
    }

    @Test
    void aCallThatWasFilledIsFollowedByOneWithMoreRoom() {
        begin();
        assertThat(goesOnAfter(2)).isTrue();
        assertThat(room()).isEqualTo(4);
        assertThat(goesOnAfter(3)).isFalse();
        begin();
        assertThat(room()).isEqualTo(4);
    }

    @Test
    void othersHaveTheirTurnWhenMoreHasCome() {
        begin();
        int datagrams = 0;
        boolean on = true;
        while (on) {
            int filled = room();
            datagrams += filled;
            on = goesOnAfter(filled);
        }
        assertThat(datagrams).isBetween(MOST, 2 * MOST);
        assertThat(room()).isEqualTo(MOST);
    }

    @Test
    void roomShrinksWhenLittleComes() {
        begin();
        while (goesOnAfter(room())) {
            // until others have their turn
        }
        for (int i = 0; i < MOST; i++) {
            begin();
            assertThat(goesOnAfter(0)).isFalse();
        }
        assertThat(room()).isEqualTo(2);
    }

    private void begin() {
        handle.reset(channel.config());
    }

    private int room() {
        return handle.guess() / UdpPort.LARGEST_DATAGRAM;
    }

    /** As Netty tells it of a call that brought so many. */
    private boolean goesOnAfter(int datagrams) {
        handle.attemptedBytesRead(handle.guess());
        handle.lastBytesRead(datagrams == 0 ? -1 : datagrams * UdpPort.LARGEST_DATAGRAM);
        handle.incMessagesRead(datagrams);
        return handle.continueReading(() -> true);
    }
}
