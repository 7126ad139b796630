package org.lyceum.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpSelfTestTest {
    @Test
    void thisMachinePasses() {
        long start = System.nanoTime();
        assertThatCode(() -> SrtpSelfTest.run(JdkAesGcm::new, SrtpSelfTest.JIT_ROUNDS))
                .doesNotThrowAnyException();
        System.out.println("SRTP self-test took " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }

    /** Right in everything but that it believes whatever comes. */
    private record Credulous(AesGcm cipher) implements AesGcm {
        @Override
        public void seal(byte[] iv, byte[] aad, int aadOff, int aadLength, byte[] b, int off, int length) {
            cipher.seal(iv, aad, aadOff, aadLength, b, off, length);
        }

        @Override
        public boolean open(byte[] iv, byte[] aad, int aadOff, int aadLength, byte[] b, int off, int length) {
            boolean _ = cipher.open(iv, aad, aadOff, aadLength, b, off, length);
            return true;
        }

        @Override
        public void close() {
            cipher.close();
        }
    }

    @Test
    void aCipherThatTakesAChangedPacketDoesNotPass() {
        assertThatThrownBy(() -> SrtpSelfTest.run(key -> new Credulous(new JdkAesGcm(key)), SrtpSelfTest.NATIVE_ROUNDS))
                .isInstanceOf(SrtpSelfTest.BrokenCipherException.class)
                .hasMessageContaining("AEAD_AES_128_GCM takes a packet that was changed");
    }

    @ParameterizedTest
    @EnumSource
    void knownAnswersAreThoseOfAnIndependentImplementation(SrtpProfile profile) throws GeneralSecurityException {
        byte[] key = SrtpSelfTest.pattern(profile.keyBytes(), 3);
        byte[] salt = SrtpSelfTest.pattern(profile.saltBytes(), 7);
        JitsiSrtp oracle = new JitsiSrtp(true, profile, key, salt);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] payload = SrtpSelfTest.pattern(SrtpSelfTest.MAX_SIZE, 11);
        for (int size = 1; size <= SrtpSelfTest.MAX_SIZE; size++) {
            byte[] packet = new byte[RtpFields.FIXED_HEADER_BYTES + size];
            SrtpSelfTest.writeHeader(packet, size);
            System.arraycopy(payload, 0, packet, RtpFields.FIXED_HEADER_BYTES, size);
            digest.update(oracle.protect(packet));
        }
        assertThat(SrtpSelfTest.expected(profile)).isEqualTo(HexFormat.of().formatHex(digest.digest()));
    }
}
