package org.lyceum.net.cipher;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.lyceum.rtc.srtp.AesGcm;

/**
 * One key in libcrypto: a context that is told the next IV for each packet and expands its key once. Works straight on the
 * heap arrays of the packets.
 *
 * <p>The segments that stand for parts of arrays must not reach the heap, so they are made in the very method that hands them
 * to C: where they were passed on to another method of ours, the compiler did not always see that they end there, and a
 * packet cost 192 bytes.
 */
@SuppressWarnings("restricted") // calling C is what this is for; the launcher allows it
final class LibcryptoAesGcm implements AesGcm {
    static final int ENCRYPT = 1;
    private static final int DECRYPT = 0;
    private static final int GET_TAG = 0x10; // EVP_CTRL_AEAD_GET_TAG
    private static final int SET_TAG = 0x11; // EVP_CTRL_AEAD_SET_TAG

    // The C signatures, the function's address first. What is always null is a number here.
    private static final MethodHandle SET_IV =
            c(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT));
    private static final MethodHandle AUTHENTICATE =
            c(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle CRYPT =
            c(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle FINISH = c(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS));
    private static final MethodHandle CONTROL =
            c(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS));

    private final Libcrypto library;
    private final MemorySegment written = MemorySegment.ofArray(new int[1]);
    private long context;

    LibcryptoAesGcm(Libcrypto library, long context) {
        this.library = library;
        this.context = context;
    }

    /** C sees the arrays themselves; the collector waits meanwhile, for a packet less than a microsecond. */
    private static MethodHandle c(FunctionDescriptor signature) {
        return Linker.nativeLinker().downcallHandle(signature, Linker.Option.critical(true));
    }

    @Override
    public void seal(byte[] iv, byte[] aad, int aadOff, int aadLength, byte[] b, int off, int length) {
        long key = context();
        MemorySegment data = part(b, off, length);
        try {
            int done = (int) SET_IV.invokeExact(library.init, key, 0L, 0L, 0L, part(iv, 0, IV_BYTES), ENCRYPT);
            done &= (int)
                    AUTHENTICATE.invokeExact(library.update, key, 0L, written, part(aad, aadOff, aadLength), aadLength);
            done &= (int) CRYPT.invokeExact(library.update, key, data, written, data, length);
            done &= (int) FINISH.invokeExact(library.finish, key, 0L, written);
            done &= (int)
                    CONTROL.invokeExact(library.control, key, GET_TAG, TAG_BYTES, part(b, off + length, TAG_BYTES));
            if (done != 1) {
                throw new IllegalStateException("libcrypto does not encrypt");
            }
        } catch (Throwable e) {
            throw Libcrypto.unexpected(e);
        }
    }

    @Override
    public boolean open(byte[] iv, byte[] aad, int aadOff, int aadLength, byte[] b, int off, int length) {
        long key = context();
        int clear = length - TAG_BYTES;
        MemorySegment data = part(b, off, clear);
        try {
            int done = (int) SET_IV.invokeExact(library.init, key, 0L, 0L, 0L, part(iv, 0, IV_BYTES), DECRYPT);
            done &= (int)
                    AUTHENTICATE.invokeExact(library.update, key, 0L, written, part(aad, aadOff, aadLength), aadLength);
            done &= (int) CRYPT.invokeExact(library.update, key, data, written, data, clear);
            done &= (int)
                    CONTROL.invokeExact(library.control, key, SET_TAG, TAG_BYTES, part(b, off + clear, TAG_BYTES));
            if (done != 1) {
                throw new IllegalStateException("libcrypto does not decrypt");
            }
            return (int) FINISH.invokeExact(library.finish, key, 0L, written) == 1;
        } catch (Throwable e) {
            throw Libcrypto.unexpected(e);
        }
    }

    private static MemorySegment part(byte[] b, int off, int length) {
        return MemorySegment.ofArray(b).asSlice(off, length);
    }

    private long context() {
        if (context == 0) {
            throw new IllegalStateException("this cipher is closed");
        }
        return context;
    }

    @Override
    public void close() {
        if (context != 0) {
            library.free(context);
            context = 0;
        }
    }
}
