package org.lyceum.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import org.lyceum.port.foreign.ForeignCalls;

/** The calls of Linux's C library that take or bring many messages at once (recvmmsg(2), sendmmsg(2)). Confined to one thread. */
@SuppressWarnings("restricted") // calling C is what this is for; the launcher allows it
class Libc {
    // Errors of Linux, as negative results here: <asm-generic/errno-base.h>
    static final int INTERRUPTED = -4;
    static final int INPUT_OUTPUT = -5;
    static final int AGAIN = -11;
    static final int INVALID = -22;
    static final int MESSAGE_TOO_LONG = -90;

    private static final int MSG_DONTWAIT = 0x40;
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final long ERRNO_OFFSET =
            Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));

    // The C signatures: the function's address and where its error is kept come first.
    private static final MethodHandle RECEIVE = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG), ERRNO);
    private static final MethodHandle SEND = Linker.nativeLinker()
            .downcallHandle(FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT), ERRNO);

    private final MemorySegment receive;
    private final MemorySegment send;
    private final MemorySegment error = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    /** @throws UnsupportedOperationException where the C library has no such calls */
    Libc() {
        try {
            SymbolLookup library = Linker.nativeLinker().defaultLookup();
            receive = library.findOrThrow("recvmmsg");
            send = library.findOrThrow("sendmmsg");
        } catch (NoSuchElementException e) {
            throw new UnsupportedOperationException("recvmmsg and sendmmsg cannot be called here", e);
        }
    }

    /** Without waiting; how many messages came, or an error below zero. */
    int receive(int socket, MessageVector into) {
        try {
            int count = (int)
                    RECEIVE.invokeExact(receive, error, socket, into.address(0), into.capacity(), MSG_DONTWAIT, 0L);
            return count >= 0 ? count : -error.get(JAVA_INT, ERRNO_OFFSET);
        } catch (Throwable e) {
            throw ForeignCalls.unexpected(e);
        }
    }

    /** Without waiting; how many messages from the one at {@code first} on were taken, or an error of that one below zero. */
    int send(int socket, MessageVector from, int first, int end) {
        try {
            int count = (int) SEND.invokeExact(send, error, socket, from.address(first), end - first, MSG_DONTWAIT);
            return count >= 0 ? count : -error.get(JAVA_INT, ERRNO_OFFSET);
        } catch (Throwable e) {
            throw ForeignCalls.unexpected(e);
        }
    }
}
