package org.lyceum.rtc.srtp;

import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Bytes;

/**
 * Checks and decrypts what the other side sends: RTP and RTCP, with replay protection. Works in place; a packet that gets a
 * negative verdict may have been destroyed. Used on the owner's thread only. Allocates only what the
 * cipher does, and a window for each new SSRC after its first packet has proved authentic, up to {@link #MAX_SOURCES}.
 */
public final class SrtpReceiver implements AutoCloseable {
    /** Verdict: the tag is wrong, or the rollover counter could not be guessed. */
    public static final int AUTH_FAILED = -1;
    /** Verdict: seen before, or too old to tell (RFC 3711, 3.3.2). */
    public static final int REPLAYED = -2;
    /** Verdict: not a packet that could have been protected with this profile. */
    public static final int MALFORMED = -3;
    /** Verdict: authentic, but of one more SSRC than a peer may have. */
    public static final int TOO_MANY_SOURCES = -4;

    /** SSRCs that a peer may use, counted apart for RTP and RTCP. */
    public static final int MAX_SOURCES = 128;

    private static final long INVALID_INDEX = -1;

    /** What comes first after a change of address is not further ahead: some seconds of a fast source. */
    private static final long MOST_AHEAD = 4096;

    private final PacketCipher cipher;
    private final int rtpOverhead;
    private final int rtcpOverhead;
    private final SourceTable rtpSources = new SourceTable(MAX_SOURCES);
    private final SourceTable rtcpSources = new SourceTable(MAX_SOURCES);

    /**
     * Key and salt of the direction that comes in, as exported by DTLS.
     *
     * @param library of the AEAD profiles; the other one is the JDK's
     */
    public SrtpReceiver(SrtpProfile profile, byte[] masterKey, byte[] masterSalt, AesGcmFactory library) {
        this.cipher = PacketCipher.of(profile, masterKey, masterSalt, library);
        this.rtpOverhead = profile.rtpTagBytes();
        this.rtcpOverhead = profile.rtcpTagBytes() + PacketCipher.INDEX_WORD_BYTES;
    }

    /** Turns an SRTP packet into RTP in place; the new length, or a negative verdict. */
    public int unprotect(byte[] b, int off, int len) {
        int headerLength = RtpFields.headerLength(b, off, len - rtpOverhead);
        if (headerLength < 0) {
            return MALFORMED;
        }
        int ssrc = RtpFields.rtpSsrc(b, off);
        IndexWindow window = rtpSources.find(ssrc);
        long index = estimateIndex(RtpFields.sequenceNumber(b, off), window);
        if (index == INVALID_INDEX || (window != null && !window.fresh(index))) {
            return REPLAYED;
        }
        if (!cipher.unprotectRtp(b, off, headerLength, len, ssrc, index)) {
            return AUTH_FAILED;
        }
        return remember(window, rtpSources, ssrc, index, len - rtpOverhead);
    }

    /** Turns an SRTCP packet into RTCP in place; the new length, or a negative verdict. */
    public int unprotectRtcp(byte[] b, int off, int len) {
        if (len < PacketCipher.RTCP_CLEAR_BYTES + rtcpOverhead || !RtpFields.versionTwo(b, off)) {
            return MALFORMED;
        }
        int indexWord = Bytes.i32(b, off + cipher.indexWordOffset(len));
        if ((indexWord & PacketCipher.RTCP_ENCRYPTED) == 0) {
            return MALFORMED; // WebRTC always encrypts (RFC 8827, 6.5)
        }
        int index = indexWord & ~PacketCipher.RTCP_ENCRYPTED;
        int ssrc = RtpFields.rtcpSsrc(b, off);
        IndexWindow window = rtcpSources.find(ssrc);
        if (window != null && !window.fresh(index)) {
            return REPLAYED;
        }
        if (!cipher.unprotectRtcp(b, off, len, ssrc, index)) {
            return AUTH_FAILED;
        }
        return remember(window, rtcpSources, ssrc, index, len - rtcpOverhead);
    }

    /**
     * How many numbers a packet claims to be ahead of everything authentic that its SSRC has sent; 0 where it is not ahead,
     * further than any packet would be, or of an SSRC not heard before. Reads only what is in the clear: it proves nothing,
     * and says cheaply whether proving is worth the try.
     */
    public int ahead(byte[] b, int off, int len, boolean rtcp) {
        IndexWindow window;
        long index;
        if (rtcp) {
            if (len < PacketCipher.RTCP_CLEAR_BYTES + rtcpOverhead) {
                return 0;
            }
            window = rtcpSources.find(RtpFields.rtcpSsrc(b, off));
            index = Bytes.i32(b, off + cipher.indexWordOffset(len)) & ~PacketCipher.RTCP_ENCRYPTED;
        } else {
            if (len < RtpFields.FIXED_HEADER_BYTES + rtpOverhead) {
                return 0;
            }
            window = rtpSources.find(RtpFields.rtpSsrc(b, off));
            index = estimateIndex(RtpFields.sequenceNumber(b, off), window);
        }
        long ahead = window == null ? 0 : index - window.highest();
        return ahead > 0 && ahead <= MOST_AHEAD ? (int) ahead : 0;
    }

    /** Gives back what the keys took; nothing may be called afterwards. */
    @Override
    public void close() {
        cipher.close();
    }

    private static int remember(@Nullable IndexWindow known, SourceTable sources, int ssrc, long index, int verdict) {
        IndexWindow window = known != null ? known : sources.add(ssrc);
        if (window == null) {
            return TOO_MANY_SOURCES;
        }
        window.mark(index);
        return verdict;
    }

    // RFC 3711, 3.3.1 and appendix A: of the three rollover counters around the highest index seen, the one that puts
    // the
    // packet nearest to it. Before the first authentic packet roc is 0 and s_l the packet's own sequence number.
    private static long estimateIndex(int seq, @Nullable IndexWindow window) {
        if (window == null) {
            return seq;
        }
        long roc = window.highest() >>> 16;
        int s_l = (int) window.highest() & 0xFFFF;
        long v = roc;
        if (s_l < 0x8000) {
            if (seq - s_l > 0x8000) {
                v = roc - 1;
            }
        } else if (s_l - 0x8000 > seq) {
            v = roc + 1;
        }
        return v < 0 || v > 0xFFFF_FFFFL ? INVALID_INDEX : v << 16 | seq;
    }
}
