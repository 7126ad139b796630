package org.lyceum.rtc.srtp;

import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The JDK's own AES-GCM, which is everywhere. Allocates some 900 bytes a call inside of the JDK; on heap arrays less than
 * half of what it does on direct buffers.
 */
public final class JdkAesGcm implements AesGcm {
    private static final int TAG_BITS = 8 * TAG_BYTES;

    private final Cipher cipher;
    private final Key key;

    /** @param key 16 or 32 bytes */
    public JdkAesGcm(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES-GCM", e);
        }
    }

    @Override
    public void seal(byte[] iv, byte[] aad, int aadOff, int aadLength, byte[] b, int off, int length) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, iv, 0, IV_BYTES));
            cipher.updateAAD(aad, aadOff, aadLength);
            cipher.doFinal(b, off, length, b, off);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM encryption failed", e);
        }
    }

    @Override
    public boolean open(byte[] iv, byte[] aad, int aadOff, int aadLength, byte[] b, int off, int length) {
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, iv, 0, IV_BYTES));
            cipher.updateAAD(aad, aadOff, aadLength);
            cipher.doFinal(b, off, length, b, off);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM decryption failed", e);
        }
    }

    @Override
    public void close() {
        // The collector's.
    }
}
