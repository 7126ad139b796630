package org.lyceum.wire.stun;

import java.security.GeneralSecurityException;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.lyceum.wire.Bytes;

/**
 * The two digests of STUN. Both are taken over the message up to the attribute that carries them, with the header's length
 * field as if the message ended just after that attribute (RFC 8489, 14.5 to 14.7).
 */
final class StunCrypto {
    static final int HEADER_BYTES = 20;
    static final String HMAC_SHA1 = "HmacSHA1";
    static final String HMAC_SHA256 = "HmacSHA256";
    private static final int FINGERPRINT_XOR = 0x5354_554E;

    private StunCrypto() {}

    /**
     * HMAC over the message that begins at {@code offset} and whose integrity attribute begins at {@code attribute}.
     *
     * @param valueBytes length of the attribute's value
     */
    static byte[] hmac(String algorithm, byte[] key, byte[] b, int offset, int attribute, int valueBytes) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            mac.update(b, offset, 2);
            byte[] length = new byte[2];
            Bytes.put16(length, 0, attribute + 4 + valueBytes - offset - HEADER_BYTES);
            mac.update(length);
            mac.update(b, offset + 4, attribute - offset - 4);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    /** FINGERPRINT over the message that begins at {@code offset} and whose FINGERPRINT begins at {@code attribute}. */
    static int fingerprint(byte[] b, int offset, int attribute) {
        CRC32 crc = new CRC32();
        crc.update(b, offset, 2);
        int length = attribute + 8 - offset - HEADER_BYTES;
        crc.update(length >>> 8);
        crc.update(length);
        crc.update(b, offset + 4, attribute - offset - 4);
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }
}
