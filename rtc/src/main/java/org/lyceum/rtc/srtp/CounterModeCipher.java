package org.lyceum.rtc.srtp;

import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.lyceum.wire.Bytes;

/** AES128_CM_HMAC_SHA1_80: AES in counter mode and HMAC-SHA1 with tags of 80 bits (RFC 3711, 4.1.1 and 4.2.1), by the JDK. */
final class CounterModeCipher implements PacketCipher {
    private static final int TAG_BYTES = 10;
    private static final int DIGEST_BYTES = 20;

    private final Cipher cipher;
    private final Mac rtpMac;
    private final Mac rtcpMac;
    private final Key rtpKey;
    private final Key rtcpKey;
    private final byte[] rtpSalt;
    private final byte[] rtcpSalt;
    private final byte[] iv = new byte[16];
    private final byte[] digest = new byte[DIGEST_BYTES];
    private final byte[] rocBytes = new byte[4];

    CounterModeCipher(SessionKeys keys) {
        rtpKey = new SecretKeySpec(keys.rtpKey(), "AES");
        rtcpKey = new SecretKeySpec(keys.rtcpKey(), "AES");
        rtpSalt = keys.rtpSalt();
        rtcpSalt = keys.rtcpSalt();
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            rtpMac = mac(keys.rtpAuthentication());
            rtcpMac = mac(keys.rtcpAuthentication());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES in counter mode or HMAC-SHA1", e);
        }
    }

    @Override
    public void protectRtp(byte[] b, int off, int headerLength, int length, int ssrc, long index) {
        applyKeyStream(rtpKey, rtpSalt, ssrc, index, b, off + headerLength, length - headerLength);
        digestRtp(b, off, length, index);
        System.arraycopy(digest, 0, b, off + length, TAG_BYTES);
    }

    @Override
    public boolean unprotectRtp(byte[] b, int off, int headerLength, int length, int ssrc, long index) {
        int clearLength = length - TAG_BYTES;
        digestRtp(b, off, clearLength, index);
        if (!tagMatches(b, off + clearLength)) {
            return false;
        }
        applyKeyStream(rtpKey, rtpSalt, ssrc, index, b, off + headerLength, clearLength - headerLength);
        return true;
    }

    // RFC 3711, 3.4: the index word comes before the tag and is authenticated with all before it.
    @Override
    public void protectRtcp(byte[] b, int off, int length, int ssrc, int index) {
        applyKeyStream(rtcpKey, rtcpSalt, ssrc, index, b, off + RTCP_CLEAR_BYTES, length - RTCP_CLEAR_BYTES);
        Bytes.put32(b, off + length, index | RTCP_ENCRYPTED);
        digestRtcp(b, off, length + INDEX_WORD_BYTES);
        System.arraycopy(digest, 0, b, off + length + INDEX_WORD_BYTES, TAG_BYTES);
    }

    @Override
    public boolean unprotectRtcp(byte[] b, int off, int length, int ssrc, int index) {
        int authenticated = length - TAG_BYTES;
        digestRtcp(b, off, authenticated);
        if (!tagMatches(b, off + authenticated)) {
            return false;
        }
        int bodyLength = authenticated - INDEX_WORD_BYTES - RTCP_CLEAR_BYTES;
        applyKeyStream(rtcpKey, rtcpSalt, ssrc, index, b, off + RTCP_CLEAR_BYTES, bodyLength);
        return true;
    }

    @Override
    public int indexWordOffset(int length) {
        return length - TAG_BYTES - INDEX_WORD_BYTES;
    }

    @Override
    public void close() {
        // The collector's.
    }

    // RFC 3711, 4.1.1: IV = (k_s * 2^16) XOR (SSRC * 2^64) XOR (i * 2^16).
    private void applyKeyStream(Key key, byte[] salt, int ssrc, long index, byte[] b, int off, int length) {
        if (length == 0) {
            return;
        }
        System.arraycopy(salt, 0, iv, 0, salt.length);
        iv[14] = 0;
        iv[15] = 0;
        for (int i = 0; i < 4; i++) {
            iv[4 + i] ^= (byte) (ssrc >>> (24 - 8 * i));
        }
        for (int i = 0; i < 6; i++) {
            iv[8 + i] ^= (byte) (index >>> (40 - 8 * i));
        }
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            cipher.doFinal(b, off, length, b, off);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTP key stream failed", e);
        }
    }

    // RFC 3711, 4.2: the authenticated portion is the packet followed by the ROC.
    private void digestRtp(byte[] b, int off, int length, long index) {
        Bytes.put32(rocBytes, 0, (int) (index >>> 16));
        rtpMac.update(b, off, length);
        rtpMac.update(rocBytes, 0, rocBytes.length);
        finish(rtpMac);
    }

    private void digestRtcp(byte[] b, int off, int length) {
        rtcpMac.update(b, off, length);
        finish(rtcpMac);
    }

    private void finish(Mac mac) {
        try {
            mac.doFinal(digest, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA1 failed", e);
        }
    }

    private boolean tagMatches(byte[] b, int off) {
        int difference = 0; // no early way out, so that time tells nothing
        for (int i = 0; i < TAG_BYTES; i++) {
            difference |= b[off + i] ^ digest[i];
        }
        return difference == 0;
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        return mac;
    }
}
