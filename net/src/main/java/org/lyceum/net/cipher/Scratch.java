package org.lyceum.net.cipher;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Where one thread puts a packet for C to work on. Two copies more than to let C see the arrays, a twentieth of what a packet costs;
 * but the segments that would stand for parts of arrays are objects, and whether the compiler does without them is a matter of
 * luck: in half of the starts a packet cost 450 bytes. Numbers cost nothing ever.
 */
final class Scratch {
    private static final int ALIGNMENT = 64;
    private static final int IV = 0;
    private static final int WRITTEN = 16;
    private static final int TAG = 32;
    private static final int BODY = 64;
    private static final int USUAL_BODY_BYTES = 4096;

    private final Thread owner = Thread.currentThread();
    private MemorySegment memory = allocate(USUAL_BODY_BYTES);

    private static MemorySegment allocate(int bodyBytes) {
        return Arena.ofAuto().allocate(BODY + bodyBytes + ALIGNMENT, ALIGNMENT);
    }

    /** Whether it is the calling thread's. */
    boolean isMine() {
        return owner.equals(Thread.currentThread());
    }

    /** Takes what is authenticated and what is worked on, which begins at {@link #data}. */
    void put(byte[] iv, byte[] aad, int aadOff, int aadLength, byte[] b, int off, int length) {
        if (BODY + aadLength + length + ALIGNMENT > memory.byteSize()) {
            memory = allocate(aadLength + length);
        }
        MemorySegment.copy(iv, 0, memory, JAVA_BYTE, IV, LibcryptoAesGcm.IV_BYTES);
        MemorySegment.copy(aad, aadOff, memory, JAVA_BYTE, BODY, aadLength);
        MemorySegment.copy(b, off, memory, JAVA_BYTE, bodyOffset(aadLength), length);
    }

    private static long bodyOffset(int aadLength) {
        return BODY + (aadLength + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
    }

    void putTag(byte[] b, int off) {
        MemorySegment.copy(b, off, memory, JAVA_BYTE, TAG, LibcryptoAesGcm.TAG_BYTES);
    }

    void takeTag(byte[] b, int off) {
        MemorySegment.copy(memory, JAVA_BYTE, TAG, b, off, LibcryptoAesGcm.TAG_BYTES);
    }

    /** Gives back what was worked on. */
    void take(int aadLength, byte[] b, int off, int length) {
        MemorySegment.copy(memory, JAVA_BYTE, bodyOffset(aadLength), b, off, length);
    }

    long iv() {
        return memory.address() + IV;
    }

    /** An int that C writes and nobody reads. */
    long written() {
        return memory.address() + WRITTEN;
    }

    long tag() {
        return memory.address() + TAG;
    }

    long aad() {
        return memory.address() + BODY;
    }

    long data(int aadLength) {
        return memory.address() + bodyOffset(aadLength);
    }
}
