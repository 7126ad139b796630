package org.lyceum.net.cipher;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.lyceum.port.foreign.ForeignCalls;
import org.lyceum.rtc.srtp.AesGcm;
import org.lyceum.rtc.srtp.AesGcmFactory;

/**
 * OpenSSL's libcrypto, loaded for the rest of the process. Makes AES-GCM ciphers that allocate nothing for a packet and keep
 * their keys outside the heap until they are closed. Safe from any thread; each cipher is its owner's.
 */
@SuppressWarnings("restricted") // calling C is what this is for; the launcher allows it
public final class Libcrypto implements AesGcmFactory {
    /** Linux's name, then the folders of Homebrew. */
    private static final List<String> NAMES = List.of(
            "libcrypto.so.3",
            "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib",
            "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib");

    private static final long LONGEST_VERSION = 256;

    // The C signatures. Each handle takes the function's address first, so that they depend on no library being there.
    private static final MethodHandle VERSION = c(FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final MethodHandle FETCH = c(FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG));
    private static final MethodHandle NEW_CONTEXT = c(FunctionDescriptor.of(JAVA_LONG));
    private static final MethodHandle FREE_CONTEXT = c(FunctionDescriptor.ofVoid(JAVA_LONG));
    private static final MethodHandle SET_KEY =
            c(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT));

    private final MemorySegment newContext;
    private final MemorySegment freeContext;
    private final String version;
    private final long aes128Gcm;
    private final long aes256Gcm;
    private final AtomicLong openCiphers = new AtomicLong();
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

    // For the ciphers.
    final MemorySegment init;
    final MemorySegment update;
    final MemorySegment finish;
    final MemorySegment control;

    private static MethodHandle c(FunctionDescriptor signature) {
        return Linker.nativeLinker().downcallHandle(signature);
    }

    private Libcrypto(SymbolLookup library) {
        newContext = library.findOrThrow("EVP_CIPHER_CTX_new");
        freeContext = library.findOrThrow("EVP_CIPHER_CTX_free");
        init = library.findOrThrow("EVP_CipherInit_ex");
        update = library.findOrThrow("EVP_CipherUpdate");
        finish = library.findOrThrow("EVP_CipherFinal_ex");
        control = library.findOrThrow("EVP_CIPHER_CTX_ctrl");
        version = version(library.findOrThrow("OpenSSL_version"));
        MemorySegment fetch = library.findOrThrow("EVP_CIPHER_fetch");
        aes128Gcm = fetch(fetch, "AES-128-GCM");
        aes256Gcm = fetch(fetch, "AES-256-GCM");
    }

    /**
     * Loads the library.
     *
     * @throws UnavailableException where there is none that fits; the message says why
     */
    public static Libcrypto load() throws UnavailableException {
        String reason = "";
        for (String name : NAMES) {
            try {
                return new Libcrypto(SymbolLookup.libraryLookup(name, Arena.global()));
            } catch (IllegalArgumentException | NoSuchElementException | UnsupportedOperationException e) {
                reason = reason.isEmpty() ? String.valueOf(e.getMessage()) : reason;
            }
        }
        throw new UnavailableException(reason, null);
    }

    /** There is no such library on this machine, or none that works. */
    public static final class UnavailableException extends Exception {
        UnavailableException(@Nullable String reason, @Nullable Throwable cause) {
            super("OpenSSL 3 cannot be used here: " + reason, cause);
        }
    }

    /** As OpenSSL says it, with its date. */
    public String version() {
        return version;
    }

    /** Ciphers that have been made and not closed yet: native memory in use. */
    public long openCiphers() {
        return openCiphers.get();
    }

    @Override
    public AesGcm create(byte[] key) {
        long cipher = switch (key.length) {
            case 16 -> aes128Gcm;
            case 32 -> aes256Gcm;
            default -> throw new IllegalArgumentException("an AES key of " + key.length + " bytes");
        };
        try (Arena arena = Arena.ofConfined()) {
            long context = (long) NEW_CONTEXT.invokeExact(newContext);
            if (context == 0) {
                throw new OutOfMemoryError("libcrypto has no memory for a cipher");
            }
            openCiphers.incrementAndGet();
            LibcryptoAesGcm made = new LibcryptoAesGcm(this, context);
            MemorySegment copy = arena.allocate(key.length).copyFrom(MemorySegment.ofArray(key));
            int keyed = (int) SET_KEY.invokeExact(init, context, cipher, 0L, copy, 0L, LibcryptoAesGcm.ENCRYPT);
            copy.fill((byte) 0);
            if (keyed != 1) {
                made.close();
                throw new IllegalStateException("libcrypto refuses a key");
            }
            return made;
        } catch (Throwable e) {
            throw ForeignCalls.unexpected(e);
        }
    }

    /** The calling thread's. */
    Scratch scratch() {
        return scratch.get();
    }

    void free(long context) {
        try {
            FREE_CONTEXT.invokeExact(freeContext, context);
        } catch (Throwable e) {
            throw ForeignCalls.unexpected(e);
        }
        openCiphers.decrementAndGet();
    }

    private static String version(MemorySegment function) {
        try {
            MemorySegment text = (MemorySegment) VERSION.invokeExact(function, 0);
            return text.reinterpret(LONGEST_VERSION).getString(0, StandardCharsets.US_ASCII);
        } catch (Throwable e) {
            throw ForeignCalls.unexpected(e);
        }
    }

    private static long fetch(MemorySegment function, String algorithm) {
        try (Arena arena = Arena.ofConfined()) {
            long cipher = (long) FETCH.invokeExact(function, 0L, arena.allocateFrom(algorithm), 0L);
            if (cipher == 0) {
                throw new UnsupportedOperationException("it has no " + algorithm);
            }
            return cipher;
        } catch (Throwable e) {
            throw ForeignCalls.unexpected(e);
        }
    }
}
