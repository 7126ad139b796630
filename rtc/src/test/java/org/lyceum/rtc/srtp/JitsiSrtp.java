package org.lyceum.rtc.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;

/** One direction of jitsi-srtp, the independent implementation that ours must agree with byte for byte. */
final class JitsiSrtp {
    private final SrtpContextFactory factory;
    private final Map<Integer, SrtpCryptoContext> rtp = new HashMap<>();
    private final Map<Integer, SrtcpCryptoContext> rtcp = new HashMap<>();

    JitsiSrtp(boolean sender, SrtpProfile profile, byte[] key, byte[] salt) {
        // The factory wipes what it is given.
        factory = new SrtpContextFactory(
                sender,
                key.clone(),
                salt.clone(),
                policy(profile, profile.rtpTagBytes()),
                policy(profile, profile.rtcpTagBytes()),
                new LoggerImpl("srtp oracle", Level.OFF));
    }

    byte[] protect(byte[] packet) throws GeneralSecurityException {
        Buffer buffer = new Buffer(packet);
        require(rtpContext(packet).transformPacket(buffer));
        return buffer.toBytes();
    }

    byte[] unprotect(byte[] packet) throws GeneralSecurityException {
        Buffer buffer = new Buffer(packet);
        require(rtpContext(packet).reverseTransformPacket(buffer, false));
        return buffer.toBytes();
    }

    byte[] protectRtcp(byte[] packet) throws GeneralSecurityException {
        Buffer buffer = new Buffer(packet);
        require(rtcpContext(packet).transformPacket(buffer));
        return buffer.toBytes();
    }

    byte[] unprotectRtcp(byte[] packet) throws GeneralSecurityException {
        Buffer buffer = new Buffer(packet);
        require(rtcpContext(packet).reverseTransformPacket(buffer));
        return buffer.toBytes();
    }

    private SrtpCryptoContext rtpContext(byte[] packet) throws GeneralSecurityException {
        int ssrc = RtpFields.rtpSsrc(packet, 0);
        SrtpCryptoContext known = rtp.get(ssrc);
        if (known == null) {
            known = factory.deriveContext(ssrc, 0);
            rtp.put(ssrc, known);
        }
        return known;
    }

    private SrtcpCryptoContext rtcpContext(byte[] packet) throws GeneralSecurityException {
        int ssrc = RtpFields.rtcpSsrc(packet, 0);
        SrtcpCryptoContext known = rtcp.get(ssrc);
        if (known == null) {
            known = factory.deriveControlContext(ssrc);
            rtcp.put(ssrc, known);
        }
        return known;
    }

    private static void require(SrtpErrorStatus status) {
        if (status != SrtpErrorStatus.OK) {
            throw new AssertionError("jitsi-srtp says " + status);
        }
    }

    private static SrtpPolicy policy(SrtpProfile profile, int tagBytes) {
        boolean gcm = profile != SrtpProfile.AES128_CM_HMAC_SHA1_80;
        return new SrtpPolicy(
                gcm ? SrtpPolicy.AESGCM_ENCRYPTION : SrtpPolicy.AESCM_ENCRYPTION,
                profile.keyBytes(),
                gcm ? SrtpPolicy.NULL_AUTHENTICATION : SrtpPolicy.HMACSHA1_AUTHENTICATION,
                gcm ? 0 : 20,
                tagBytes,
                profile.saltBytes());
    }

    /** A packet with room to grow. */
    private static final class Buffer implements ByteArrayBuffer {
        private byte[] bytes;
        private int offset;
        private int length;

        Buffer(byte[] packet) {
            bytes = Arrays.copyOf(packet, packet.length + 64);
            length = packet.length;
        }

        byte[] toBytes() {
            return Arrays.copyOfRange(bytes, offset, offset + length);
        }

        @Override
        public byte[] getBuffer() {
            return bytes;
        }

        @Override
        public int getOffset() {
            return offset;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(int length) {
            this.length = length;
        }

        @Override
        public void setOffset(int offset) {
            this.offset = offset;
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int off, int len, byte[] out) {
            System.arraycopy(bytes, offset + off, out, 0, len);
        }

        @Override
        public void grow(int more) {
            bytes = Arrays.copyOf(bytes, bytes.length + more);
        }

        @Override
        public void append(byte[] data, int len) {
            System.arraycopy(data, 0, bytes, offset + length, len);
            length += len;
        }

        @Override
        public void shrink(int less) {
            length -= less;
        }
    }
}
