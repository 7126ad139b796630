package org.lyceum.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of Linux's {@code struct mmsghdr}, 64 bits, each with one {@code struct iovec}, room for an address and for one control message.
 * Confined to one thread.
 */
final class MessageVector {
    // struct mmsghdr: a struct msghdr and the length of the message
    private static final int HEADER_BYTES = 64;
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_LENGTH = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int MESSAGE_LENGTH = 56;
    private static final int MSG_TRUNC = 0x20;

    // struct iovec
    private static final int IOVEC_BYTES = 16;
    private static final int IOVEC_LENGTH = 8;

    // struct cmsghdr and the 16 bits of UDP_SEGMENT or the 32 of UDP_GRO: <linux/udp.h>
    private static final int CONTROL_BYTES = 24;
    private static final int CONTROL_USED = 18;
    private static final int CONTROL_LEVEL = 8;
    private static final int CONTROL_TYPE = 12;
    private static final int CONTROL_DATA = 16;
    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int UDP_GRO = 104;

    private static final int ALIGNMENT = 64;

    private final int capacity;
    private final MemorySegment headers;
    private final MemorySegment iovecs;
    private final MemorySegment names;
    private final MemorySegment controls;

    MessageVector(int capacity) {
        this.capacity = capacity;
        headers = allocate(HEADER_BYTES);
        iovecs = allocate(IOVEC_BYTES);
        names = allocate(SocketAddresses.BYTES);
        controls = allocate(CONTROL_BYTES);
        for (int i = 0; i < capacity; i++) {
            headers.set(JAVA_LONG, at(i) + NAME, names.address() + (long) i * SocketAddresses.BYTES);
            headers.set(JAVA_INT, at(i) + NAME_LENGTH, SocketAddresses.BYTES);
            headers.set(JAVA_LONG, at(i) + VECTOR, iovecs.address() + (long) i * IOVEC_BYTES);
            headers.set(JAVA_LONG, at(i) + VECTOR_LENGTH, 1);
            long control = (long) i * CONTROL_BYTES;
            headers.set(JAVA_LONG, at(i) + CONTROL, controls.address() + control);
            controls.set(JAVA_LONG, control, CONTROL_USED);
            controls.set(JAVA_INT, control + CONTROL_LEVEL, SOL_UDP);
            controls.set(JAVA_INT, control + CONTROL_TYPE, UDP_SEGMENT);
        }
    }

    private MemorySegment allocate(int bytes) {
        return Arena.ofAuto().allocate((long) capacity * bytes, ALIGNMENT);
    }

    private static long at(int message) {
        return (long) message * HEADER_BYTES;
    }

    int capacity() {
        return capacity;
    }

    /** Where C finds the message and those behind it. */
    long address(int message) {
        return headers.address() + at(message);
    }

    /** Where the message's bytes are or go. */
    void body(int message, long address, long length) {
        long iovec = (long) message * IOVEC_BYTES;
        iovecs.set(JAVA_LONG, iovec, address);
        iovecs.set(JAVA_LONG, iovec + IOVEC_LENGTH, length);
    }

    long bodyAddress(int message) {
        return iovecs.get(JAVA_LONG, (long) message * IOVEC_BYTES);
    }

    long bodyLength(int message) {
        return iovecs.get(JAVA_LONG, (long) message * IOVEC_BYTES + IOVEC_LENGTH);
    }

    MemorySegment names() {
        return names;
    }

    /** Where its address is in {@link #names}. */
    static long nameOffset(int message) {
        return (long) message * SocketAddresses.BYTES;
    }

    void nameLength(int message, int length) {
        headers.set(JAVA_INT, at(message) + NAME_LENGTH, length);
    }

    /** Bytes of each datagram but the last that the kernel cuts the message into, 0 for one datagram. */
    void segments(int message, int bytes) {
        headers.set(JAVA_LONG, at(message) + CONTROL_LENGTH, bytes == 0 ? 0 : CONTROL_BYTES);
        controls.set(JAVA_SHORT, (long) message * CONTROL_BYTES + CONTROL_DATA, (short) bytes);
    }

    /** What {@link #segments} said. */
    int segmentBytes(int message) {
        boolean none = headers.get(JAVA_LONG, at(message) + CONTROL_LENGTH) == 0;
        return none ? 0 : Short.toUnsignedInt(controls.get(JAVA_SHORT, (long) message * CONTROL_BYTES + CONTROL_DATA));
    }

    /** Has the kernel say, of a message that comes, whether it was merged. */
    void askForSegments(int message) {
        headers.set(JAVA_LONG, at(message) + CONTROL_LENGTH, CONTROL_BYTES);
    }

    /** Bytes of each datagram but the last of which a message that came was merged, 0 for one datagram. */
    int mergedSegmentBytes(int message) {
        long control = (long) message * CONTROL_BYTES;
        boolean told = headers.get(JAVA_LONG, at(message) + CONTROL_LENGTH) != 0
                && controls.get(JAVA_INT, control + CONTROL_LEVEL) == SOL_UDP
                && controls.get(JAVA_INT, control + CONTROL_TYPE) == UDP_GRO;
        return told ? controls.get(JAVA_INT, control + CONTROL_DATA) : 0;
    }

    /** What C says of a message that came. */
    int length(int message) {
        return headers.get(JAVA_INT, at(message) + MESSAGE_LENGTH);
    }

    /** Whether it was longer than its room. */
    boolean isCut(int message) {
        return (headers.get(JAVA_INT, at(message) + FLAGS) & MSG_TRUNC) != 0;
    }
}
