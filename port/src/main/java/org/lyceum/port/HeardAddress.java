package org.lyceum.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a datagram came from, which remembers how the kernel wrote that: what goes back there, most of all that is ever sent, needs it
 * again. Otherwise an address as any other.
 */
final class HeardAddress extends InetSocketAddress {
    private static final long serialVersionUID = 1;
    private static final int THIRD = 2 * Long.BYTES;
    private static final int FOURTH = 3 * Long.BYTES;

    private final long first;
    private final long second;
    private final long third;
    private final int fourth;

    /** @param first words of the kernel's structure; those that its family has not are zero */
    HeardAddress(InetAddress inet, int port, long first, long second, long third, int fourth) {
        super(inet, port);
        this.first = first;
        this.second = second;
        this.third = third;
        this.fourth = fourth;
    }

    /** Whether the kernel wrote it so. */
    boolean is(long itsFirst, long itsSecond, long itsThird, int itsFourth) {
        return first == itsFirst && second == itsSecond && third == itsThird && fourth == itsFourth;
    }

    /** Its family, as in the kernel's structure, which begins with it: Linux on machines of x86 and ARM, whose words begin with the least. */
    short family() {
        return (short) first;
    }

    /** Writes all words of it, also those that its family has not. */
    void write(MemorySegment to, long at) {
        to.set(JAVA_LONG, at, first);
        to.set(JAVA_LONG, at + Long.BYTES, second);
        to.set(JAVA_LONG, at + THIRD, third);
        to.set(JAVA_INT, at + FOURTH, fourth);
    }
}
