package org.lyceum.rtc.srtp;

/** SRTP protection profiles, best first (RFC 5764, 4.1.2; RFC 7714, 14.2). */
public enum SrtpProfile {
    AEAD_AES_128_GCM(0x0007, 16, 12, 16, 16),
    AEAD_AES_256_GCM(0x0008, 32, 12, 16, 16),
    AES128_CM_HMAC_SHA1_80(0x0001, 16, 14, 10, 10);

    private final int id;
    private final int keyBytes;
    private final int saltBytes;
    private final int rtpTagBytes;
    private final int rtcpTagBytes;

    SrtpProfile(int id, int keyBytes, int saltBytes, int rtpTagBytes, int rtcpTagBytes) {
        this.id = id;
        this.keyBytes = keyBytes;
        this.saltBytes = saltBytes;
        this.rtpTagBytes = rtpTagBytes;
        this.rtcpTagBytes = rtcpTagBytes;
    }

    /** Number in the DTLS use_srtp extension. */
    public int id() {
        return id;
    }

    public int keyBytes() {
        return keyBytes;
    }

    public int saltBytes() {
        return saltBytes;
    }

    /** Bytes that protection adds to an RTP packet. */
    public int rtpTagBytes() {
        return rtpTagBytes;
    }

    /** Bytes of authentication tag of an RTCP packet; the index word of four bytes comes on top. */
    public int rtcpTagBytes() {
        return rtcpTagBytes;
    }
}
