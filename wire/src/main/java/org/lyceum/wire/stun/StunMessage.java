package org.lyceum.wire.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.lyceum.wire.Bytes;

/**
 * One parsed STUN message (RFC 8489), immutable: it keeps a copy of its bytes, so the receive buffer may be used again.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * |0 0|     message type          |        length in bytes        |
 * |                  magic cookie 0x2112A442                      |
 * |                   transaction id, 96 bits                     |
 * |  attribute type               |  value length                 |
 * |  value, padded to a multiple of four bytes ...
 * </pre>
 *
 * <p>{@link #parse} has checked the header, that every attribute lies within the message, and FINGERPRINT where present.
 * Getters see the first attribute of a type and none behind MESSAGE-INTEGRITY, which would not be protected by it
 * (RFC 8489, 14 and 14.5). An attribute whose value has a wrong form reads as absent.
 */
public final class StunMessage {
    public static final int BINDING = 0x001;
    public static final int MAGIC_COOKIE = 0x2112_A442;
    public static final int HEADER_BYTES = StunCrypto.HEADER_BYTES;
    public static final int TRANSACTION_ID_BYTES = 12;

    private static final int ATTRIBUTE_HEADER_BYTES = 4;
    private static final int SHA1_BYTES = 20;
    private static final int SHA256_BYTES = 32;
    /** RFC 8489, 14.3: fewer than 509 bytes. */
    private static final int MAX_USERNAME_BYTES = 508;

    private static final int NONE = -1;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private final byte[] bytes;
    private final int integrity;
    private final int integritySha256;
    private final boolean fingerprinted;
    /** Where attributes end that getters may see. */
    private final int visibleEnd;

    private StunMessage(byte[] bytes, int integrity, int integritySha256, boolean fingerprinted, int visibleEnd) {
        this.bytes = bytes;
        this.integrity = integrity;
        this.integritySha256 = integritySha256;
        this.fingerprinted = fingerprinted;
        this.visibleEnd = visibleEnd;
    }

    /** The message in a datagram (or RFC 4571 frame), or null where it is no valid STUN message. Never throws. */
    public static @Nullable StunMessage parse(byte[] b, int offset, int length) {
        if (!looksLikeStun(b, offset, length) || Bytes.u16(b, offset + 2) != length - HEADER_BYTES || length % 4 != 0) {
            return null;
        }
        byte[] bytes = Arrays.copyOfRange(b, offset, offset + length);
        int integrity = NONE;
        int integritySha256 = NONE;
        boolean fingerprinted = false;
        for (int at = HEADER_BYTES; at < length; at = next(bytes, at)) {
            if (next(bytes, at) > length || fingerprinted) {
                return null; // cut short, or something behind FINGERPRINT, which is last (RFC 8489, 14.7)
            }
            switch (Bytes.u16(bytes, at)) {
                case Attributes.MESSAGE_INTEGRITY -> {
                    if (integrity == NONE && integritySha256 == NONE) {
                        integrity = at;
                    }
                }
                case Attributes.MESSAGE_INTEGRITY_SHA256 -> {
                    if (integritySha256 == NONE) {
                        integritySha256 = at;
                    }
                }
                case Attributes.FINGERPRINT -> {
                    fingerprinted = true;
                    if (!fingerprintFits(bytes, at)) {
                        return null;
                    }
                }
                default -> {}
            }
        }
        int visibleEnd = integrity != NONE ? integrity : integritySha256 != NONE ? integritySha256 : length;
        return new StunMessage(bytes, integrity, integritySha256, fingerprinted, visibleEnd);
    }

    /** Whether a datagram can only be STUN: first byte 0 to 3 (RFC 7983) and the magic cookie. */
    public static boolean looksLikeStun(byte[] b, int offset, int length) {
        return length >= HEADER_BYTES && (b[offset] & 0xFC) == 0 && Bytes.i32(b, offset + 4) == MAGIC_COOKIE;
    }

    /**
     * The value of USERNAME without any other check, to find the peer that a datagram is for; null where there is none.
     * Cheap: nothing is copied but the name.
     */
    public static @Nullable String peekUsername(byte[] b, int offset, int length) {
        if (!looksLikeStun(b, offset, length)) {
            return null;
        }
        int end = offset + length;
        for (int at = offset + HEADER_BYTES; at + ATTRIBUTE_HEADER_BYTES <= end; at = next(b, at)) {
            int valueBytes = Bytes.u16(b, at + 2);
            if (Bytes.u16(b, at) == Attributes.USERNAME) {
                boolean fits = at + ATTRIBUTE_HEADER_BYTES + valueBytes <= end && valueBytes <= MAX_USERNAME_BYTES;
                return fits ? new String(b, at + ATTRIBUTE_HEADER_BYTES, valueBytes, StandardCharsets.UTF_8) : null;
            }
        }
        return null;
    }

    public MessageClass messageClass() {
        int type = Bytes.u16(bytes, 0);
        return MessageClass.ofBits(((type >>> 7) & 0b10) | ((type >>> 4) & 0b01));
    }

    /** The method without the class bits, {@link #BINDING} for all of ICE. */
    public int method() {
        int type = Bytes.u16(bytes, 0);
        return ((type & 0x3E00) >>> 2) | ((type & 0x00E0) >>> 1) | (type & 0x000F);
    }

    /** A copy of the 96 bits. */
    public byte[] transactionId() {
        return Arrays.copyOfRange(bytes, 8, HEADER_BYTES);
    }

    /** Whether {@code id} is this message's transaction, compared without copying. */
    public boolean hasTransactionId(byte[] id) {
        return Arrays.equals(bytes, 8, HEADER_BYTES, id, 0, id.length);
    }

    /** Whether the message carries FINGERPRINT; if so, it was right. */
    public boolean hasFingerprint() {
        return fingerprinted;
    }

    public boolean hasIntegrity() {
        return integrity != NONE;
    }

    public boolean hasIntegritySha256() {
        return integritySha256 != NONE;
    }

    /** Whether MESSAGE-INTEGRITY is there and made with this key (the ICE password in UTF-8). */
    public boolean verifyIntegrity(byte[] key) {
        if (integrity == NONE || Bytes.u16(bytes, integrity + 2) != SHA1_BYTES) {
            return false;
        }
        byte[] expected = StunCrypto.hmac(StunCrypto.HMAC_SHA1, key, bytes, 0, integrity, SHA1_BYTES);
        return sameDigest(expected, integrity, SHA1_BYTES);
    }

    /** Whether MESSAGE-INTEGRITY-SHA256 is there, not truncated below 16 bytes, and made with this key. */
    public boolean verifyIntegritySha256(byte[] key) {
        if (integritySha256 == NONE) {
            return false;
        }
        int valueBytes = Bytes.u16(bytes, integritySha256 + 2);
        if (valueBytes < 16 || valueBytes > SHA256_BYTES || valueBytes % 4 != 0) {
            return false; // RFC 8489, 14.6
        }
        byte[] expected = StunCrypto.hmac(StunCrypto.HMAC_SHA256, key, bytes, 0, integritySha256, valueBytes);
        return sameDigest(Arrays.copyOf(expected, valueBytes), integritySha256, valueBytes);
    }

    public @Nullable String username() {
        int at = find(Attributes.USERNAME);
        return at == NONE || valueBytes(at) > MAX_USERNAME_BYTES ? null : text(at, 0);
    }

    /** PRIORITY as an unsigned 32-bit number, or -1. */
    public long priority() {
        int at = find(Attributes.PRIORITY, 4);
        return at == NONE ? -1 : Bytes.u32(bytes, value(at));
    }

    public boolean useCandidate() {
        return find(Attributes.USE_CANDIDATE) != NONE;
    }

    public boolean iceControlling() {
        return find(Attributes.ICE_CONTROLLING, 8) != NONE;
    }

    public boolean iceControlled() {
        return find(Attributes.ICE_CONTROLLED, 8) != NONE;
    }

    /** The tie-breaker in ICE-CONTROLLING or else ICE-CONTROLLED, to be compared unsigned; 0 where there is neither. */
    public long tieBreaker() {
        int at = find(Attributes.ICE_CONTROLLING, 8);
        if (at == NONE) {
            at = find(Attributes.ICE_CONTROLLED, 8);
        }
        return at == NONE ? 0 : Bytes.i64(bytes, value(at));
    }

    /** XOR-MAPPED-ADDRESS, or MAPPED-ADDRESS where only that is there, or null. */
    public @Nullable InetSocketAddress mappedAddress() {
        InetSocketAddress xored = xorMappedAddress();
        return xored != null ? xored : address(find(Attributes.MAPPED_ADDRESS), false);
    }

    public @Nullable InetSocketAddress xorMappedAddress() {
        return xorAddress(Attributes.XOR_MAPPED_ADDRESS);
    }

    /** The code of ERROR-CODE, 300 to 699, or -1. */
    public int errorCode() {
        int at = find(Attributes.ERROR_CODE);
        if (at == NONE || valueBytes(at) < 4) {
            return -1;
        }
        int hundreds = bytes[value(at) + 2] & 0x07;
        int rest = bytes[value(at) + 3] & 0xFF;
        return hundreds < 3 || hundreds > 6 || rest > 99 ? -1 : hundreds * 100 + rest;
    }

    /** The reason phrase of ERROR-CODE, or null. */
    public @Nullable String errorReason() {
        return errorCode() == -1 ? null : text(find(Attributes.ERROR_CODE), 4);
    }

    /** The list in UNKNOWN-ATTRIBUTES, empty where there is none. */
    public int[] unknownAttributes() {
        int at = find(Attributes.UNKNOWN_ATTRIBUTES);
        int[] types = new int[at == NONE ? 0 : valueBytes(at) / 2];
        for (int i = 0; i < types.length; i++) {
            types[i] = Bytes.u16(bytes, value(at) + 2 * i);
        }
        return types;
    }

    /** What an ICE agent must understand and does not, in order and without repetition: what a 420 answer lists. */
    public int[] unknownComprehensionRequired() {
        return unknownComprehensionRequired(Attributes::known);
    }

    /**
     * Types that must be understood and are not, in order and without repetition.
     *
     * @param known what is understood
     */
    public int[] unknownComprehensionRequired(IntPredicate known) {
        int[] unknown = new int[0];
        for (int at = HEADER_BYTES; at < visibleEnd; at = next(bytes, at)) {
            int type = Bytes.u16(bytes, at);
            if (Attributes.comprehensionRequired(type) && !known.test(type) && find(type) == at) {
                unknown = Arrays.copyOf(unknown, unknown.length + 1);
                unknown[unknown.length - 1] = type;
            }
        }
        return unknown;
    }

    /** Whether there is an attribute of this type. */
    public boolean has(int type) {
        return find(type) != NONE;
    }

    /** The first attribute of this type as text, or null. */
    public @Nullable String text(int type) {
        int at = find(type);
        return at == NONE ? null : text(at, 0);
    }

    /** The first attribute of this type as an unsigned number of 32 bits, or -1. */
    public long number(int type) {
        int at = find(type, 4);
        return at == NONE ? -1 : Bytes.u32(bytes, value(at));
    }

    /** The addresses of all attributes of this type, in order; null where one of them has a wrong form. */
    public @Nullable List<InetSocketAddress> xorAddresses(int type) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int at = HEADER_BYTES; at < visibleEnd; at = next(bytes, at)) {
            if (Bytes.u16(bytes, at) == type) {
                InetSocketAddress address = address(at, true);
                if (address == null) {
                    return null;
                }
                addresses.add(address);
            }
        }
        return addresses;
    }

    /** The address in the first attribute of this type, or null. */
    public @Nullable InetSocketAddress xorAddress(int type) {
        return address(find(type), true);
    }

    /** A copy of the value of the first attribute of this type, or null. */
    public byte @Nullable [] attribute(int type) {
        int at = find(type);
        return at == NONE ? null : Arrays.copyOfRange(bytes, value(at), value(at) + valueBytes(at));
    }

    private int find(int type) {
        for (int at = HEADER_BYTES; at < visibleEnd; at = next(bytes, at)) {
            if (Bytes.u16(bytes, at) == type) {
                return at;
            }
        }
        return NONE;
    }

    private int find(int type, int requiredValueBytes) {
        int at = find(type);
        return at != NONE && valueBytes(at) == requiredValueBytes ? at : NONE;
    }

    private int valueBytes(int at) {
        return Bytes.u16(bytes, at + 2);
    }

    private static int value(int at) {
        return at + ATTRIBUTE_HEADER_BYTES;
    }

    /** Where the attribute after this one begins, padding skipped (RFC 8489, 14). */
    private static int next(byte[] b, int at) {
        return at + ATTRIBUTE_HEADER_BYTES + ((Bytes.u16(b, at + 2) + 3) & ~3);
    }

    private String text(int at, int skip) {
        return new String(bytes, value(at) + skip, valueBytes(at) - skip, StandardCharsets.UTF_8);
    }

    private boolean sameDigest(byte[] expected, int at, int valueBytes) {
        return MessageDigest.isEqual(expected, Arrays.copyOfRange(bytes, value(at), value(at) + valueBytes));
    }

    private static boolean fingerprintFits(byte[] bytes, int at) {
        return Bytes.u16(bytes, at + 2) == 4 && Bytes.i32(bytes, value(at)) == StunCrypto.fingerprint(bytes, 0, at);
    }

    /** RFC 8489, 14.1 and 14.2: port and address are XORed with the cookie, an IPv6 address also with the transaction. */
    private @Nullable InetSocketAddress address(int at, boolean xored) {
        if (at == NONE || valueBytes(at) < 4) {
            return null;
        }
        int family = bytes[value(at) + 1] & 0xFF;
        int addressBytes = family == IPV4 ? 4 : family == IPV6 ? 16 : 0;
        if (addressBytes == 0 || valueBytes(at) != 4 + addressBytes) {
            return null;
        }
        int port = Bytes.u16(bytes, value(at) + 2) ^ (xored ? MAGIC_COOKIE >>> 16 : 0);
        byte[] address = Arrays.copyOfRange(bytes, value(at) + 4, value(at) + 4 + addressBytes);
        for (int i = 0; xored && i < addressBytes; i++) {
            address[i] ^= bytes[4 + i];
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }
}
