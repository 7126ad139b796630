package org.lyceum.turn;

import java.net.InetAddress;

/**
 * Addresses with a common beginning.
 *
 * @param address any address of the range
 * @param prefixLength bits that count, 0 to 32 or 128
 */
public record AddressRange(InetAddress address, int prefixLength) {
    public AddressRange {
        if (prefixLength < 0 || prefixLength > address.getAddress().length * 8) {
            throw new IllegalArgumentException("prefix length out of range");
        }
    }

    /** Reads {@code 10.0.0.0/8} or {@code fc00::/7}; names are never looked up. */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        return new AddressRange(
                InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    boolean contains(InetAddress candidate) {
        byte[] mine = address.getAddress();
        byte[] other = candidate.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit += 8) {
            int mask = 0xff00 >> Math.min(8, prefixLength - bit) & 0xff;
            if (((mine[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
