package org.lyceum.rtc.srtp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and authenticates what this side sends: RTP and RTCP. Used on the owner's thread only. Allocates only what the
 * cipher does, and a window for each new SSRC.
 *
 * <p>A nonce (SSRC and index) is never used twice, not even for what looks like the same packet: a second use with another
 * header or payload would give away the authentication key. Who must send a packet again without RTX keeps the ciphertext.
 *
 * <p>The receiver begins with a rollover counter of 0, so the first extended sequence number of an SSRC must be below
 * 65,536, and better below 32,768, so that losing the first packets around a wrap does no harm.
 */
public final class SrtpSender implements AutoCloseable {
    /** Verdict: this SSRC and sequence number were used already, or are too old to tell. Nothing must be sent. */
    public static final int NONCE_USED = -1;
    /** Verdict: the index space of the key is exhausted (RFC 3711, 9.2). Nothing must be sent. */
    public static final int KEY_EXHAUSTED = -2;

    /** SSRCs that this side may send to one peer; its own m-lines bound them, so more is a bug. */
    static final int MAX_SOURCES = 1024;

    private static final long MAX_RTP_INDEX = (1L << 48) - 1;

    private final PacketCipher cipher;
    private final int rtpOverhead;
    private final int rtcpOverhead;
    private final SourceTable sources = new SourceTable(MAX_SOURCES);
    private int rtcpIndex; // one for all SSRCs, so that it is unique for each; 31 bits (RFC 3711, 3.4)

    /**
     * Key and salt of the direction that goes out, as exported by DTLS.
     *
     * @param library of the AEAD profiles; the other one is the JDK's
     */
    public SrtpSender(SrtpProfile profile, byte[] masterKey, byte[] masterSalt, AesGcmFactory library) {
        this.cipher = PacketCipher.of(profile, masterKey, masterSalt, library);
        this.rtpOverhead = profile.rtpTagBytes();
        this.rtcpOverhead = profile.rtcpTagBytes() + PacketCipher.INDEX_WORD_BYTES;
    }

    /**
     * Completes and protects an RTP packet. The header (extensions included) and a payload prefix stand in {@code out}
     * already; the shared payload is copied behind them and never written to; the tag follows it.
     *
     * @param extendedSequence sequence number with the rollover counter above its 16 bits, as in the header
     * @return length of the whole packet, or a negative verdict
     */
    public int protect(
            byte[] out,
            int off,
            int headerLength,
            int prefixLength,
            byte[] payload,
            int payloadOff,
            int payloadLen,
            long extendedSequence) {
        return protect(out, off, headerLength, prefixLength, payload, payloadOff, payloadLen, 0, extendedSequence);
    }

    /**
     * The same with padding behind the payload (RFC 3550, 5.1).
     *
     * @param padding how many bytes of it, 0 to 255; where there is some the header tells so already
     */
    public int protect(
            byte[] out,
            int off,
            int headerLength,
            int prefixLength,
            byte[] payload,
            int payloadOff,
            int payloadLen,
            int padding,
            long extendedSequence) {
        if ((extendedSequence & 0xFFFF) != RtpFields.sequenceNumber(out, off)) {
            throw new IllegalArgumentException("extended sequence number and header differ");
        }
        if (extendedSequence < 0 || extendedSequence > MAX_RTP_INDEX) {
            return KEY_EXHAUSTED;
        }
        int ssrc = RtpFields.rtpSsrc(out, off);
        IndexWindow window = window(ssrc);
        if (!window.fresh(extendedSequence)) {
            return NONCE_USED;
        }
        window.mark(extendedSequence);
        System.arraycopy(payload, payloadOff, out, off + headerLength + prefixLength, payloadLen);
        int length = headerLength + prefixLength + payloadLen + padding;
        if (padding > 0) {
            Arrays.fill(out, off + length - padding, off + length - 1, (byte) 0);
            out[off + length - 1] = (byte) padding;
        }
        cipher.protectRtp(out, off, headerLength, length, ssrc, extendedSequence);
        return length + rtpOverhead;
    }

    /** Bytes that protecting adds to an RTP packet. */
    public int rtpOverhead() {
        return rtpOverhead;
    }

    /** Protects an RTCP packet, compound or not, in place; the new length, or a negative verdict. */
    public int protectRtcp(byte[] out, int off, int len) {
        if (rtcpIndex == Integer.MAX_VALUE) {
            return KEY_EXHAUSTED;
        }
        cipher.protectRtcp(out, off, len, RtpFields.rtcpSsrc(out, off), ++rtcpIndex);
        return len + rtcpOverhead;
    }

    /** Gives back what the keys took; nothing may be called afterwards. */
    @Override
    public void close() {
        cipher.close();
    }

    private IndexWindow window(int ssrc) {
        IndexWindow known = sources.find(ssrc);
        if (known != null) {
            return known;
        }
        @Nullable IndexWindow added = sources.add(ssrc);
        if (added == null) {
            throw new IllegalStateException("more than " + MAX_SOURCES + " SSRCs are sent to one peer");
        }
        return added;
    }
}
