package org.lyceum.rtc.srtp;

import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.lyceum.wire.Bytes;

/**
 * AEAD_AES_128_GCM and AEAD_AES_256_GCM (RFC 7714). The payload is put into the packet first and then encrypted in place
 * by one call: measured faster, and with less garbage, than handing prefix and payload to the JDK in parts.
 */
final class GcmCipher implements PacketCipher {
    private static final int TAG_BITS = 128;
    private static final int TAG_BYTES = 16;
    private static final int IV_BYTES = 12;

    private final Cipher rtp;
    private final Cipher rtcp;
    private final Key rtpKey;
    private final Key rtcpKey;
    private final byte[] rtpSalt;
    private final byte[] rtcpSalt;
    private final byte[] iv = new byte[IV_BYTES];
    private final byte[] indexWord = new byte[INDEX_WORD_BYTES];

    GcmCipher(SessionKeys keys) {
        rtpKey = new SecretKeySpec(keys.rtpKey(), "AES");
        rtcpKey = new SecretKeySpec(keys.rtcpKey(), "AES");
        rtpSalt = keys.rtpSalt();
        rtcpSalt = keys.rtcpSalt();
        // One cipher a key: changing the key of one would expand it anew each time.
        rtp = cipher();
        rtcp = cipher();
    }

    @Override
    public void protectRtp(byte[] b, int off, int headerLength, int length, int ssrc, long index) {
        int payload = off + headerLength;
        try {
            rtp.init(Cipher.ENCRYPT_MODE, rtpKey, nonce(rtpSalt, ssrc, index));
            rtp.updateAAD(b, off, headerLength);
            rtp.doFinal(b, payload, length - headerLength, b, payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTP encryption failed", e);
        }
    }

    @Override
    public boolean unprotectRtp(byte[] b, int off, int headerLength, int length, int ssrc, long index) {
        int payload = off + headerLength;
        try {
            rtp.init(Cipher.DECRYPT_MODE, rtpKey, nonce(rtpSalt, ssrc, index));
            rtp.updateAAD(b, off, headerLength);
            rtp.doFinal(b, payload, length - headerLength, b, payload);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTP decryption failed", e);
        }
    }

    // RFC 7714, 9.2: the tag is part of the ciphertext, the index word comes last and is authenticated with the header.
    @Override
    public void protectRtcp(byte[] b, int off, int length, int ssrc, int index) {
        int body = off + RTCP_CLEAR_BYTES;
        try {
            rtcp.init(Cipher.ENCRYPT_MODE, rtcpKey, nonce(rtcpSalt, ssrc, index));
            authenticateRtcpHeader(b, off, index);
            rtcp.doFinal(b, body, length - RTCP_CLEAR_BYTES, b, body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTCP encryption failed", e);
        }
        System.arraycopy(indexWord, 0, b, off + length + TAG_BYTES, INDEX_WORD_BYTES);
    }

    @Override
    public boolean unprotectRtcp(byte[] b, int off, int length, int ssrc, int index) {
        int body = off + RTCP_CLEAR_BYTES;
        try {
            rtcp.init(Cipher.DECRYPT_MODE, rtcpKey, nonce(rtcpSalt, ssrc, index));
            authenticateRtcpHeader(b, off, index);
            rtcp.doFinal(b, body, length - RTCP_CLEAR_BYTES - INDEX_WORD_BYTES, b, body);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTCP decryption failed", e);
        }
    }

    @Override
    public int indexWordOffset(int length) {
        return length - INDEX_WORD_BYTES;
    }

    private void authenticateRtcpHeader(byte[] b, int off, int index) {
        Bytes.put32(indexWord, 0, index | RTCP_ENCRYPTED);
        rtcp.updateAAD(b, off, RTCP_CLEAR_BYTES);
        rtcp.updateAAD(indexWord, 0, INDEX_WORD_BYTES);
    }

    // RFC 7714, 8.1 and 9.1: two zero bytes, SSRC, and 48 bits of index, exclusive or the salt. SRTCP has 31 bits of
    // index.
    private GCMParameterSpec nonce(byte[] salt, int ssrc, long index) {
        System.arraycopy(salt, 0, iv, 0, IV_BYTES);
        for (int i = 0; i < 4; i++) {
            iv[2 + i] ^= (byte) (ssrc >>> (24 - 8 * i));
        }
        for (int i = 0; i < 6; i++) {
            iv[6 + i] ^= (byte) (index >>> (40 - 8 * i));
        }
        return new GCMParameterSpec(TAG_BITS, iv);
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES-GCM", e);
        }
    }
}
