package org.lyceum.net.cipher;

import org.lyceum.rtc.srtp.AesGcmFactory;
import org.lyceum.rtc.srtp.JdkAesGcm;
import org.lyceum.rtc.srtp.SrtpSelfTest;
import org.lyceum.rtc.srtp.SrtpSelfTest.BrokenCipherException;

/**
 * The library that encrypts media, picked and proved.
 *
 * @param factory has passed {@link SrtpSelfTest}
 * @param name for people
 */
public record MediaCipher(AesGcmFactory factory, String name) {
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
     * @throws Libcrypto.UnavailableException where OpenSSL was asked for and is not there
     * @throws BrokenCipherException where what was asked for, or everything, encrypts wrongly here
     */
    public static MediaCipher choose(Choice choice) throws Libcrypto.UnavailableException, BrokenCipherException {
        return switch (choice) {
            case JDK -> jdk();
            case OPENSSL -> openssl();
            case AUTO -> {
                try {
                    yield openssl();
                } catch (Libcrypto.UnavailableException | BrokenCipherException e) {
                    yield jdk();
                }
            }
        };
    }

    private static MediaCipher jdk() throws BrokenCipherException {
        SrtpSelfTest.run(JdkAesGcm::new, SrtpSelfTest.JIT_ROUNDS);
        return new MediaCipher(JdkAesGcm::new, "JDK " + Runtime.version());
    }

    private static MediaCipher openssl() throws Libcrypto.UnavailableException, BrokenCipherException {
        Libcrypto library = Libcrypto.load();
        SrtpSelfTest.run(library, SrtpSelfTest.NATIVE_ROUNDS);
        return new MediaCipher(library, library.version());
    }
}
