package org.lyceum.net;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * How many datagrams one call takes from a socket of epoll (recvmmsg). Room for a datagram costs time whether it is filled or not, so there
 * is room for about as many as came lately. A call that had room left has emptied the socket: no other one is made to learn that, as epoll
 * tells of what comes after it.
 */
final class DatagramDrain extends DefaultMaxMessagesRecvByteBufAllocator {
    /** With room for one, nobody would know whether there are more. */
    private static final int FEWEST = 2;

    private final int most;

    /** @param most datagrams that a call takes; a socket that still has some then waits until others have had their turn */
    DatagramDrain(int most) {
        super(most);
        this.most = most;
    }

    @Override
    @SuppressWarnings("deprecation") // what newHandle() returns is, and there is no other way to make one
    public Handle newHandle() {
        return new Drain();
    }

    /** Of one socket. */
    private final class Drain extends MaxMessageHandle {
        private final UncheckedBooleanSupplier wasFilled = () -> lastBytesRead() == attemptedBytesRead();
        private int room = FEWEST;

        @Override
        public int guess() {
            return room * UdpPort.LARGEST_DATAGRAM;
        }

        @Override
        public void lastBytesRead(int bytes) {
            super.lastBytesRead(bytes);
            if (bytes >= attemptedBytesRead()) {
                room = Math.min(most, 2 * room);
            } else if (bytes < attemptedBytesRead() / 2) {
                room = Math.max(
                        FEWEST, room - 1); // slowly: a loop that is late gets bursts, with calls of a few between them
            }
        }

        /** Netty itself would go on until a call brings nothing. */
        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return super.continueReading(wasFilled);
        }
    }
}
