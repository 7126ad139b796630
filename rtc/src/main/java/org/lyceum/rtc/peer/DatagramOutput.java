package org.lyceum.rtc.peer;

import org.lyceum.rtc.ice.Path;

/** Where a peer's datagrams go when it is drained. The arrays are valid only during the call. */
public interface DatagramOutput {
    /**
     * Sends a run of datagrams that lie one behind the other: each is {@code segmentSize} bytes long, only the last may
     * be shorter. One datagram is a run of one. A transport that can hands the run to the kernel in one message.
     *
     * @param segmentSize bytes of a datagram, more than 0
     */
    void send(byte[] bytes, int offset, int length, int segmentSize, Path path);
}
