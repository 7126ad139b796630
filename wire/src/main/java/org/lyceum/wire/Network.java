package org.lyceum.wire;

import java.net.InetAddress;

/**
 * An address range in CIDR form.
 *
 * @param address any address of the range
 * @param prefixLength bits that count, 0 to 32 or 128
 */
public record Network(InetAddress address, int prefixLength) {
    public Network {
        if (prefixLength < 0 || prefixLength > address.getAddress().length * 8) {
            throw new IllegalArgumentException("prefix length out of range");
        }
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a plain address.
     *
     * @throws IllegalArgumentException for anything else; names are never looked up
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            InetAddress address = InetAddress.ofLiteral(text);
            return new Network(address, address.getAddress().length * 8);
        }
        return new Network(
                InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    public boolean contains(InetAddress candidate) {
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
