package org.lyceum.net.cipher;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.lyceum.port.foreign.ForeignCalls;
import org.lyceum.rtc.srtp.AesGcm;

/**
 * One key in libcrypto: a context that is told the next IV for each packet and expands its key once. Works in its thread's
 * {@link Scratch}, and tells C of it by numbers, so that a packet allocates nothing.
 */
final class LibcryptoAesGcm implements AesGcm {
    static final int ENCRYPT = 1;
    private static final int DECRYPT = 0;
    private static final int GET_TAG = 0x10; // EVP_CTRL_AEAD_GET_TAG
    private static final int SET_TAG = 0x11; // EVP_CTRL_AEAD_SET_TAG

    // The C signatures, the function's address first; pointers are numbers.
    private static final MethodHandle SET_IV =
            c(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle UPDATE =
            c(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle FINISH = c(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CONTROL =
            c(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));

    private final Libcrypto library;
    private long context;
    /** Of the thread that used it last, which is nearly always the next one, too. */
    private @Nullable Scratch scratch;

    LibcryptoAesGcm(Libcrypto library, long context) {
        this.library = library;
        this.context = context;
    }

    /** A call takes less than a microsecond, for which the thread need not tell the collector that it is away. */
    @SuppressWarnings("restricted") // calling C is what this is for; the launcher allows it
    private static MethodHandle c(FunctionDescriptor signature) {
        return Linker.nativeLinker().downcallHandle(signature, Linker.Option.critical(false));
    }

    @Override
    public void seal(byte[] iv, byte[] aad, int aadOff, int aadLength, byte[] b, int off, int length) {
        Scratch scratch = scratch();
        scratch.put(iv, aad, aadOff, aadLength, b, off, length);
        if (!crypt(scratch, ENCRYPT, aadLength, length) || !finish(scratch) || !tag(scratch, GET_TAG)) {
            throw new IllegalStateException("libcrypto does not encrypt");
        }
        scratch.take(aadLength, b, off, length);
        scratch.takeTag(b, off + length);
    }

    @Override
    public boolean open(byte[] iv, byte[] aad, int aadOff, int aadLength, byte[] b, int off, int length) {
        int clear = length - TAG_BYTES;
        Scratch scratch = scratch();
        scratch.put(iv, aad, aadOff, aadLength, b, off, clear);
        scratch.putTag(b, off + clear);
        if (!crypt(scratch, DECRYPT, aadLength, clear) || !tag(scratch, SET_TAG)) {
            throw new IllegalStateException("libcrypto does not decrypt");
        }
        if (!finish(scratch)) {
            return false;
        }
        scratch.take(aadLength, b, off, clear);
        return true;
    }

    private Scratch scratch() {
        Scratch mine = scratch;
        if (mine == null || !mine.isMine()) {
            mine = library.scratch();
            scratch = mine;
        }
        return mine;
    }

    private boolean crypt(Scratch scratch, int direction, int aadLength, int length) {
        long key = context();
        long data = scratch.data(aadLength);
        long written = scratch.written();
        try {
            int done = (int) SET_IV.invokeExact(library.init, key, 0L, 0L, 0L, scratch.iv(), direction);
            done &= (int) UPDATE.invokeExact(library.update, key, 0L, written, scratch.aad(), aadLength);
            done &= (int) UPDATE.invokeExact(library.update, key, data, written, data, length);
            return done == 1;
        } catch (Throwable e) {
            throw ForeignCalls.unexpected(e);
        }
    }

    private boolean finish(Scratch scratch) {
        try {
            return (int) FINISH.invokeExact(library.finish, context(), scratch.data(0), scratch.written()) == 1;
        } catch (Throwable e) {
            throw ForeignCalls.unexpected(e);
        }
    }

    private boolean tag(Scratch scratch, int what) {
        try {
            return (int) CONTROL.invokeExact(library.control, context(), what, TAG_BYTES, scratch.tag()) == 1;
        } catch (Throwable e) {
            throw ForeignCalls.unexpected(e);
        }
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
            scratch = null;
        }
    }
}
