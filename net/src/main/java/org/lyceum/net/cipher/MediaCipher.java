package org.lyceum.net.cipher;

import java.util.Objects;
import org.lyceum.rtc.srtp.AesGcmFactory;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.srtp.SrtpSelfTest;
import org.lyceum.rtc.srtp.SrtpSelfTest.BrokenCipherException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The library that encrypts media, picked and proved.
 *
 * @param factory has passed {@link SrtpSelfTest}
 * @param name for people
 */
public record MediaCipher(AesGcmFactory factory, String name) {
    private static final Logger LOG = LoggerFactory.getLogger(MediaCipher.class);

    /** What the administrator asked for. */
    public enum Choice {
        /** OpenSSL where it is and gives the known answers, else the JDK. */
        AUTO,
        JDK,
        OPENSSL
    }

    /**
     * Picks and tests; takes a tenth of a second with OpenSSL, a second with the JDK.
     *
     * @throws Libcrypto.UnavailableException where OpenSSL was asked for and cannot be used, for whatever reason
     * @throws BrokenCipherException where it came to the JDK, and that encrypts wrongly here
     */
    public static MediaCipher choose(Choice choice) throws Libcrypto.UnavailableException, BrokenCipherException {
        return switch (choice) {
            case JDK -> jdk();
            case OPENSSL -> openssl();
            case AUTO -> {
                try {
                    yield openssl();
                } catch (Libcrypto.UnavailableException e) {
                    LOG.info("The JDK encrypts media: {}", e.getMessage());
                    yield jdk();
                }
            }
        };
    }

    private static MediaCipher jdk() throws BrokenCipherException {
        SrtpSelfTest.run(JdkAesGcm::new, SrtpSelfTest.JIT_ROUNDS);
        return new MediaCipher(JdkAesGcm::new, "JDK " + Runtime.version());
    }

    private static MediaCipher openssl() throws Libcrypto.UnavailableException {
        try {
            Libcrypto library = Libcrypto.load();
            SrtpSelfTest.run(library, SrtpSelfTest.NATIVE_ROUNDS);
            return new MediaCipher(library, library.version());
        } catch (BrokenCipherException e) {
            throw new Libcrypto.UnavailableException(e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) { // a JVM that may not call C, or a library that refuses to work
            String reason = Objects.requireNonNullElse(e.getCause(), e).toString();
            throw new Libcrypto.UnavailableException(reason, e);
        }
    }
}
