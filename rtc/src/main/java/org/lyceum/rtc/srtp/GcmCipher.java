package org.lyceum.rtc.srtp;

import org.lyceum.wire.Bytes;

/**
 * AEAD_AES_128_GCM and AEAD_AES_256_GCM (RFC 7714). The payload is put into the packet first and then encrypted in place
 * by one call: measured faster, and with less garbage, than handing prefix and payload over in parts.
 */
final class GcmCipher implements PacketCipher {
    private static final int TAG_BYTES = AesGcm.TAG_BYTES;
    private static final int IV_BYTES = AesGcm.IV_BYTES;

    private final AesGcm rtp;
    private final AesGcm rtcp;
    private final Salt rtpSalt;
    private final Salt rtcpSalt;
    private final byte[] iv = new byte[IV_BYTES];
    private final byte[] rtcpAad = new byte[RTCP_CLEAR_BYTES + INDEX_WORD_BYTES];

    GcmCipher(SessionKeys keys, AesGcmFactory library) {
        // One cipher a key: changing the key of one would expand it anew each time.
        rtp = library.create(keys.rtpKey());
        rtcp = library.create(keys.rtcpKey());
        rtpSalt = Salt.of(keys.rtpSalt());
        rtcpSalt = Salt.of(keys.rtcpSalt());
    }

    @Override
    public void protectRtp(byte[] b, int off, int headerLength, int length, int ssrc, long index) {
        setIv(rtpSalt, ssrc, index);
        rtp.seal(iv, b, off, headerLength, b, off + headerLength, length - headerLength);
    }

    @Override
    public boolean unprotectRtp(byte[] b, int off, int headerLength, int length, int ssrc, long index) {
        setIv(rtpSalt, ssrc, index);
        return rtp.open(iv, b, off, headerLength, b, off + headerLength, length - headerLength);
    }

    // RFC 7714, 9.2: the tag is part of the ciphertext, the index word comes last and is authenticated with the header.
    @Override
    public void protectRtcp(byte[] b, int off, int length, int ssrc, int index) {
        setIv(rtcpSalt, ssrc, index);
        setRtcpAad(b, off, index);
        rtcp.seal(iv, rtcpAad, 0, rtcpAad.length, b, off + RTCP_CLEAR_BYTES, length - RTCP_CLEAR_BYTES);
        System.arraycopy(rtcpAad, RTCP_CLEAR_BYTES, b, off + length + TAG_BYTES, INDEX_WORD_BYTES);
    }

    @Override
    public boolean unprotectRtcp(byte[] b, int off, int length, int ssrc, int index) {
        setIv(rtcpSalt, ssrc, index);
        setRtcpAad(b, off, index);
        int sealed = length - RTCP_CLEAR_BYTES - INDEX_WORD_BYTES;
        return rtcp.open(iv, rtcpAad, 0, rtcpAad.length, b, off + RTCP_CLEAR_BYTES, sealed);
    }

    @Override
    public int indexWordOffset(int length) {
        return length - INDEX_WORD_BYTES;
    }

    @Override
    public void close() {
        rtp.close();
        rtcp.close();
    }

    private void setRtcpAad(byte[] b, int off, int index) {
        System.arraycopy(b, off, rtcpAad, 0, RTCP_CLEAR_BYTES);
        Bytes.put32(rtcpAad, RTCP_CLEAR_BYTES, index | RTCP_ENCRYPTED);
    }

    // RFC 7714, 8.1 and 9.1: two zero bytes, SSRC, and 48 bits of index, exclusive or the salt. SRTCP has 31 bits of
    // index.
    private void setIv(Salt salt, int ssrc, long index) {
        Bytes.put32(iv, 0, salt.first ^ ssrc >>> 16);
        Bytes.put32(iv, 4, salt.second ^ (ssrc << 16 | (int) (index >>> 32 & 0xFFFF)));
        Bytes.put32(iv, 8, salt.third ^ (int) index);
    }

    /** Twelve bytes as words. */
    private record Salt(int first, int second, int third) {
        /** Says nothing of what is in it. */
        @Override
        public String toString() {
            return "a salt";
        }

        static Salt of(byte[] bytes) {
            return new Salt(Bytes.i32(bytes, 0), Bytes.i32(bytes, 4), Bytes.i32(bytes, 8));
        }
    }
}
