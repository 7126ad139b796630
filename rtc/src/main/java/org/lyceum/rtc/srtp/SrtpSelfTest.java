package org.lyceum.rtc.srtp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.lyceum.wire.Bytes;

/**
 * Known answers of all profiles for every payload size from 1 to 1500, and refusals of what was changed, to be run once
 * before the server takes media, on the library that it will use. Some builds of JDK 25 compute AES-GCM wrongly for certain
 * sizes on AVX-512 machines (JDK-8371864), and only once the cipher has been compiled: hence many rounds, which take half a
 * second to a second and a half of one core. Best begun early, on a thread of its own, and awaited before the media port
 * opens. The answers are digests over all protected packets, computed with an independent implementation.
 */
public final class SrtpSelfTest {
    static final int MAX_SIZE = 1500;

    /** For ciphers in Java. Measured: the JIT replaces GCM's inner loop by the processor's instructions after some 30 rounds. */
    public static final int JIT_ROUNDS = 40;

    /** For ciphers that are the same code from the first call on. */
    public static final int NATIVE_ROUNDS = 2;

    private static final int OTHER_ROUNDS = 2; // both AEAD profiles share the inner loop
    private static final int REFUSED_SIZE = 40;
    private static final int SSRC = 0x4C594345;

    private SrtpSelfTest() {}

    /**
     * Runs all known answers.
     *
     * @param library of the AEAD profiles; the other one is the JDK's
     * @param rounds {@link #JIT_ROUNDS} or {@link #NATIVE_ROUNDS}
     * @throws BrokenCipherException where this machine's ciphers cannot be trusted
     */
    public static void run(AesGcmFactory library, int rounds) throws BrokenCipherException {
        for (SrtpProfile profile : SrtpProfile.values()) {
            int times = profile == SrtpProfile.AEAD_AES_128_GCM ? rounds : OTHER_ROUNDS;
            for (int round = 0; round < times; round++) {
                check(profile, library);
            }
            checkRefusals(profile, library);
        }
    }

    private static void check(SrtpProfile profile, AesGcmFactory library) throws BrokenCipherException {
        String answer = HexFormat.of().formatHex(protectAndReadBack(profile, library));
        if (!answer.equals(expected(profile))) {
            throw new BrokenCipherException(profile + " gives wrong results on this processor");
        }
    }

    /** What decrypts everything decrypts rightly too: a packet in which a bit has changed must be refused, wherever it is. */
    private static void checkRefusals(SrtpProfile profile, AesGcmFactory library) throws BrokenCipherException {
        byte[] key = pattern(profile.keyBytes(), 3);
        byte[] salt = pattern(profile.saltBytes(), 7);
        byte[] packet = new byte[RtpFields.FIXED_HEADER_BYTES + REFUSED_SIZE + profile.rtpTagBytes()];
        try (SrtpSender sender = new SrtpSender(profile, key, salt, library);
                SrtpReceiver receiver = new SrtpReceiver(profile, key, salt, library)) {
            writeHeader(packet, 1);
            byte[] payload = pattern(REFUSED_SIZE, 11);
            int length = sender.protect(packet, 0, RtpFields.FIXED_HEADER_BYTES, 0, payload, 0, REFUSED_SIZE, 1);
            for (int bit = 0; bit < 8 * length; bit++) {
                byte[] changed = packet.clone();
                changed[bit / 8] ^= (byte) (1 << (bit % 8));
                if (receiver.unprotect(changed, 0, length) >= 0) {
                    throw new BrokenCipherException(profile + " takes a packet that was changed on its way");
                }
            }
        }
    }

    /** This library cannot encrypt media rightly on this machine. */
    public static final class BrokenCipherException extends Exception {
        private BrokenCipherException(String message) {
            super(message);
        }
    }

    static String expected(SrtpProfile profile) {
        return switch (profile) {
            case AEAD_AES_128_GCM -> "d90fe24a64d565f4773d67a07ce0c7db24a4d9130d7ef1c23888158fa95e4bfd";
            case AEAD_AES_256_GCM -> "3e8bd14c17cdd6c57394657721690fe129aed22194dd9dcff769bfd6b36301a6";
            case AES128_CM_HMAC_SHA1_80 -> "d5e5053a6128155a38258f0481fdaafe63b0b72883b6e00ba81183f3cfcda61b";
        };
    }

    /** Digest over the protected packets of all sizes; each must also read back as it was. */
    private static byte[] protectAndReadBack(SrtpProfile profile, AesGcmFactory library) throws BrokenCipherException {
        byte[] key = pattern(profile.keyBytes(), 3);
        byte[] salt = pattern(profile.saltBytes(), 7);
        try (SrtpSender sender = new SrtpSender(profile, key, salt, library);
                SrtpReceiver receiver = new SrtpReceiver(profile, key, salt, library)) {
            return protectAndReadBack(profile, sender, receiver);
        }
    }

    private static byte[] protectAndReadBack(SrtpProfile profile, SrtpSender sender, SrtpReceiver receiver)
            throws BrokenCipherException {
        MessageDigest digest = sha256();
        byte[] payload = pattern(MAX_SIZE, 11);
        byte[] packet = new byte[RtpFields.FIXED_HEADER_BYTES + MAX_SIZE + profile.rtpTagBytes()];
        for (int size = 1; size <= MAX_SIZE; size++) {
            writeHeader(packet, size);
            int length = sender.protect(packet, 0, RtpFields.FIXED_HEADER_BYTES, 0, payload, 0, size, size);
            digest.update(packet, 0, length);
            int plain = receiver.unprotect(packet, 0, length);
            boolean same = plain == RtpFields.FIXED_HEADER_BYTES + size
                    && Arrays.equals(packet, RtpFields.FIXED_HEADER_BYTES, plain, payload, 0, size);
            if (!same) {
                throw new BrokenCipherException(profile + " does not decrypt " + size + " bytes that it encrypted");
            }
        }
        return digest.digest();
    }

    static void writeHeader(byte[] packet, int sequence) {
        Bytes.put16(packet, 0, 0x8060);
        Bytes.put16(packet, 2, sequence);
        Bytes.put32(packet, 4, 90 * sequence);
        Bytes.put32(packet, 8, SSRC);
    }

    static byte[] pattern(int length, int step) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (1 + i * step);
        }
        return bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }
}
