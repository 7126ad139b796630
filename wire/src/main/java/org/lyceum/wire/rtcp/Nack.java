package org.lyceum.wire.rtcp;

import java.util.Arrays;

/**
 * Generic NACK (RFC 4585, 6.2.1), its bit masks resolved.
 *
 * @param senderSsrc who asks
 * @param mediaSsrc the stream asked of
 * @param sequences sequence numbers of 16 bits, in the order of the packet; not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record Nack(int senderSsrc, int mediaSsrc, int[] sequences) implements RtcpPacket {
    @Override
    public boolean equals(Object other) {
        return other instanceof Nack n
                && senderSsrc == n.senderSsrc
                && mediaSsrc == n.mediaSsrc
                && Arrays.equals(sequences, n.sequences);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * senderSsrc + mediaSsrc) + Arrays.hashCode(sequences);
    }
}
