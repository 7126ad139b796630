package org.lyceum.rtc.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Session keys of one direction (RFC 3711, 4.3). The AEAD profiles have no authentication keys and leave those empty.
 */
@SuppressWarnings("ArrayRecordComponent") // handed to one cipher, never compared
record SessionKeys(
        byte[] rtpKey,
        byte[] rtpAuthentication,
        byte[] rtpSalt,
        byte[] rtcpKey,
        byte[] rtcpAuthentication,
        byte[] rtcpSalt) {
    private static final int AUTHENTICATION_KEY_BYTES = 20;
    private static final int LABEL_OFFSET = 7; // of 14 salt bytes: label || r, where r has 48 bits and is 0

    /** Derives with the labels of RFC 3711, 4.3.2; RFC 7714, 11 uses the same with its own key and salt lengths. */
    static SessionKeys derive(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
        int key = profile.keyBytes();
        int salt = profile.saltBytes();
        int authentication = profile == SrtpProfile.AES128_CM_HMAC_SHA1_80 ? AUTHENTICATION_KEY_BYTES : 0;
        return new SessionKeys(
                derive(masterKey, masterSalt, 0, key),
                derive(masterKey, masterSalt, 1, authentication),
                derive(masterKey, masterSalt, 2, salt),
                derive(masterKey, masterSalt, 3, key),
                derive(masterKey, masterSalt, 4, authentication),
                derive(masterKey, masterSalt, 5, salt));
    }

    // RFC 3711, 4.3.3: AES in counter mode over zeros. A salt of 96 bits is extended by zeros (RFC 7714, 11).
    private static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) {
        byte[] iv = new byte[16];
        System.arraycopy(masterSalt, 0, iv, 0, masterSalt.length);
        iv[LABEL_OFFSET] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES in counter mode", e);
        }
    }
}
