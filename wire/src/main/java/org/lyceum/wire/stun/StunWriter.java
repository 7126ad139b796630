package org.lyceum.wire.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.lyceum.wire.Bytes;

/**
 * Writes one STUN message after another into an array of its own, or of the caller. A message begins with
 * {@link #begin}; attributes follow in the order of the calls, then {@link #messageIntegrity}, then {@link #fingerprint}.
 * After each call the bytes from {@link #offset} on, {@link #length} long, are a well-formed message. An array that is too
 * small is a broken invariant and throws.
 */
public final class StunWriter {
    /** Room for every message of ICE with the longest user names. */
    public static final int ENOUGH_BYTES = 1200;

    private final byte[] buffer;
    private final int offset;
    private int position;

    public StunWriter() {
        this(new byte[ENOUGH_BYTES], 0);
    }

    public StunWriter(byte[] buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        this.position = offset;
    }

    public StunWriter request(int method, byte[] transactionId) {
        return begin(MessageClass.REQUEST, method, transactionId);
    }

    public StunWriter indication(int method, byte[] transactionId) {
        return begin(MessageClass.INDICATION, method, transactionId);
    }

    /** Begins the success response to a request. */
    public StunWriter success(StunMessage request) {
        return begin(MessageClass.SUCCESS, request.method(), request.transactionId());
    }

    /** Begins the error response to a request and writes ERROR-CODE. */
    public StunWriter error(StunMessage request, int code, String reason) {
        return begin(MessageClass.ERROR, request.method(), request.transactionId())
                .errorCode(code, reason);
    }

    public StunWriter begin(MessageClass messageClass, int method, byte[] transactionId) {
        if (transactionId.length != StunMessage.TRANSACTION_ID_BYTES) {
            throw new IllegalArgumentException("a transaction id has 12 bytes");
        }
        int type = ((method & 0xF80) << 2) | ((method & 0x070) << 1) | (method & 0x00F);
        int bits = messageClass.bits();
        Bytes.put16(buffer, offset, type | ((bits & 0b10) << 7) | ((bits & 0b01) << 4));
        Bytes.put16(buffer, offset + 2, 0);
        Bytes.put32(buffer, offset + 4, StunMessage.MAGIC_COOKIE);
        System.arraycopy(transactionId, 0, buffer, offset + 8, transactionId.length);
        position = offset + StunMessage.HEADER_BYTES;
        return this;
    }

    public StunWriter username(String username) {
        return attribute(Attributes.USERNAME, username.getBytes(StandardCharsets.UTF_8));
    }

    public StunWriter software(String name) {
        return attribute(Attributes.SOFTWARE, name.getBytes(StandardCharsets.UTF_8));
    }

    /** PRIORITY of the candidate that the check would make peer-reflexive (RFC 8445, 7.1.1). */
    public StunWriter priority(long priority) {
        Bytes.put32(buffer, header(Attributes.PRIORITY, 4), (int) priority);
        return this;
    }

    public StunWriter useCandidate() {
        header(Attributes.USE_CANDIDATE, 0);
        return this;
    }

    public StunWriter iceControlling(long tieBreaker) {
        Bytes.put64(buffer, header(Attributes.ICE_CONTROLLING, 8), tieBreaker);
        return this;
    }

    public StunWriter iceControlled(long tieBreaker) {
        Bytes.put64(buffer, header(Attributes.ICE_CONTROLLED, 8), tieBreaker);
        return this;
    }

    public StunWriter xorMappedAddress(InetSocketAddress address) {
        return xorAddress(Attributes.XOR_MAPPED_ADDRESS, address);
    }

    /** An attribute of any type whose value is an address that is XORed (RFC 8489, 14.2). */
    public StunWriter xorAddress(int type, InetSocketAddress address) {
        return address(type, address, true);
    }

    /** An attribute of any type whose value is a number of 32 bits. */
    public StunWriter number(int type, int value) {
        Bytes.put32(buffer, header(type, 4), value);
        return this;
    }

    public StunWriter mappedAddress(InetSocketAddress address) {
        return address(Attributes.MAPPED_ADDRESS, address, false);
    }

    /** RFC 8489, 14.8: the class in three bits, then the number modulo 100, then the reason. */
    public StunWriter errorCode(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int at = header(Attributes.ERROR_CODE, 4 + text.length);
        Bytes.put16(buffer, at, 0);
        Bytes.put8(buffer, at + 2, code / 100);
        Bytes.put8(buffer, at + 3, code % 100);
        System.arraycopy(text, 0, buffer, at + 4, text.length);
        return this;
    }

    public StunWriter unknownAttributes(int... types) {
        int at = header(Attributes.UNKNOWN_ATTRIBUTES, 2 * types.length);
        for (int i = 0; i < types.length; i++) {
            Bytes.put16(buffer, at + 2 * i, types[i]);
        }
        return this;
    }

    public StunWriter attribute(int type, byte[] value) {
        return attribute(type, value, 0, value.length);
    }

    public StunWriter attribute(int type, byte[] value, int from, int length) {
        System.arraycopy(value, from, buffer, header(type, length), length);
        return this;
    }

    /** MESSAGE-INTEGRITY over all that was written so far (RFC 8489, 14.5). */
    public StunWriter messageIntegrity(byte[] key) {
        int attribute = position;
        byte[] digest = StunCrypto.hmac(StunCrypto.HMAC_SHA1, key, buffer, offset, attribute, 20);
        return attribute(Attributes.MESSAGE_INTEGRITY, digest);
    }

    /** MESSAGE-INTEGRITY-SHA256 in full length over all that was written so far (RFC 8489, 14.6). */
    public StunWriter messageIntegritySha256(byte[] key) {
        int attribute = position;
        byte[] digest = StunCrypto.hmac(StunCrypto.HMAC_SHA256, key, buffer, offset, attribute, 32);
        return attribute(Attributes.MESSAGE_INTEGRITY_SHA256, digest);
    }

    /** FINGERPRINT, always the last (RFC 8489, 14.7). */
    public StunWriter fingerprint() {
        int crc = StunCrypto.fingerprint(buffer, offset, position);
        Bytes.put32(buffer, header(Attributes.FINGERPRINT, 4), crc);
        return this;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int offset() {
        return offset;
    }

    /** Bytes of the message so far. */
    public int length() {
        return position - offset;
    }

    public byte[] toByteArray() {
        return Arrays.copyOfRange(buffer, offset, position);
    }

    private StunWriter address(int type, InetSocketAddress address, boolean xored) {
        InetAddress inetAddress = address.getAddress();
        if (inetAddress == null) {
            throw new IllegalArgumentException("an address that is not resolved has no bytes");
        }
        byte[] raw = inetAddress.getAddress();
        int at = header(type, 4 + raw.length);
        Bytes.put8(buffer, at, 0);
        Bytes.put8(buffer, at + 1, raw.length == 4 ? 1 : 2);
        Bytes.put16(buffer, at + 2, address.getPort() ^ (xored ? StunMessage.MAGIC_COOKIE >>> 16 : 0));
        for (int i = 0; i < raw.length; i++) {
            buffer[at + 4 + i] = (byte) (raw[i] ^ (xored ? buffer[offset + 4 + i] : 0));
        }
        return this;
    }

    /** Writes an attribute's header and zero padding, moves on, keeps the message's length; returns where the value goes. */
    private int header(int type, int valueBytes) {
        int value = position + 4;
        int end = value + ((valueBytes + 3) & ~3);
        Bytes.put16(buffer, position, type);
        Bytes.put16(buffer, position + 2, valueBytes);
        Arrays.fill(buffer, value + valueBytes, end, (byte) 0);
        position = end;
        Bytes.put16(buffer, offset + 2, length() - StunMessage.HEADER_BYTES);
        return value;
    }
}
