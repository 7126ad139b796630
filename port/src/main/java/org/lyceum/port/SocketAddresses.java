package org.lyceum.port;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Between Java's addresses and Linux's {@code struct sockaddr_in} and {@code sockaddr_in6}. Whoever was heard lately is known, so that
 * another datagram of theirs makes no new object; two who share a place in that memory take turns in it, which costs time and nothing
 * else. Confined to one thread.
 */
final class SocketAddresses {
    /** Of the larger, rounded to words. */
    static final int BYTES = 32;

    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;
    private static final int PORT = 2;
    private static final int INET_ADDRESS = 4;
    private static final int INET_BYTES = 16;
    private static final int INET6_ADDRESS = 8;
    private static final int INET6_SCOPE = 24;
    private static final int INET6_BYTES = 28;
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;
    /** The first words of an IPv4 address in IPv6 (RFC 4291, 2.5.5.2): ::ffff:0:0/96. */
    private static final int MAPPED = 0xffff;

    private static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NETWORK_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);

    private static final int PLACES = 2048;
    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int MIX_SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(PLACES);

    private final @Nullable HeardAddress[] known = new @Nullable HeardAddress[PLACES];

    /**
     * Writes an address as a socket of a family wants it.
     *
     * @param ipv6 the socket's family; one of IPv6 reaches both
     * @return how many bytes that are, 0 where the socket cannot reach it
     */
    static int write(InetSocketAddress address, boolean ipv6, MemorySegment to, long at) {
        if (address instanceof HeardAddress heard && heard.family() == (ipv6 ? AF_INET6 : AF_INET)) {
            heard.write(to, at);
            return ipv6 ? INET6_BYTES : INET_BYTES;
        }
        InetAddress inet = address.getAddress();
        byte[] bytes = inet.getAddress();
        to.set(NETWORK_SHORT, at + PORT, (short) address.getPort());
        if (!ipv6) {
            if (bytes.length != IPV4_LENGTH) {
                return 0;
            }
            to.set(JAVA_SHORT, at, AF_INET);
            MemorySegment.copy(bytes, 0, to, JAVA_BYTE, at + INET_ADDRESS, IPV4_LENGTH);
            to.set(JAVA_LONG, at + INET_ADDRESS + IPV4_LENGTH, 0L);
            return INET_BYTES;
        }
        to.set(JAVA_SHORT, at, AF_INET6);
        to.set(JAVA_INT, at + INET_ADDRESS, 0); // the flow
        if (bytes.length == IPV4_LENGTH) {
            to.set(JAVA_LONG, at + INET6_ADDRESS, 0L);
            to.set(NETWORK_INT, at + INET6_ADDRESS + Long.BYTES, MAPPED);
            MemorySegment.copy(bytes, 0, to, JAVA_BYTE, at + INET6_ADDRESS + Long.BYTES + Integer.BYTES, IPV4_LENGTH);
        } else {
            MemorySegment.copy(bytes, 0, to, JAVA_BYTE, at + INET6_ADDRESS, IPV6_LENGTH);
        }
        to.set(JAVA_INT, at + INET6_SCOPE, inet instanceof Inet6Address six ? six.getScopeId() : 0);
        return INET6_BYTES;
    }

    /** Reads the address of a datagram; one of IPv4 that comes as one of IPv6 is one of IPv4. */
    InetSocketAddress read(MemorySegment from, long at) {
        boolean ipv6 = from.get(JAVA_SHORT, at) == AF_INET6;
        long first = from.get(JAVA_LONG, at);
        long second = from.get(JAVA_LONG, at + Long.BYTES);
        long third = ipv6 ? from.get(JAVA_LONG, at + 2 * Long.BYTES) : 0;
        int scope = ipv6 ? from.get(JAVA_INT, at + INET6_SCOPE) : 0;
        int place = (int) ((((first * MIX) ^ second) * MIX + third * MIX) >>> MIX_SHIFT);
        HeardAddress there = known[place];
        if (there != null && there.is(first, second, third, scope)) {
            return there;
        }
        int port = Short.toUnsignedInt(from.get(NETWORK_SHORT, at + PORT));
        HeardAddress made = new HeardAddress(inet(from, at, ipv6, scope), port, first, second, third, scope);
        known[place] = made;
        return made;
    }

    private static InetAddress inet(MemorySegment from, long at, boolean ipv6, int scope) {
        byte[] bytes = new byte[ipv6 ? IPV6_LENGTH : IPV4_LENGTH];
        MemorySegment.copy(from, JAVA_BYTE, at + (ipv6 ? INET6_ADDRESS : INET_ADDRESS), bytes, 0, bytes.length);
        try {
            return scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}
