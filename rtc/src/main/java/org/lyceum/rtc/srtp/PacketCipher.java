package org.lyceum.rtc.srtp;

/**
 * The transform of one protection profile for one direction. Works in place and keeps no state about packets: whoever
 * calls owns indexes, replay and nonces. Used on its owner's thread only, which closes it.
 */
sealed interface PacketCipher extends AutoCloseable permits GcmCipher, CounterModeCipher {
    /** Bit of the SRTCP index word that says that the packet is encrypted (RFC 3711, 3.4). */
    int RTCP_ENCRYPTED = 1 << 31;

    /** Bytes of the SRTCP index word. */
    int INDEX_WORD_BYTES = 4;

    /** Bytes of an RTCP packet that stay readable: the first header and the sender's SSRC. */
    int RTCP_CLEAR_BYTES = 8;

    static PacketCipher of(SrtpProfile profile, byte[] masterKey, byte[] masterSalt, AesGcmFactory library) {
        if (masterKey.length != profile.keyBytes() || masterSalt.length != profile.saltBytes()) {
            throw new IllegalArgumentException(
                    profile + " needs a key of " + profile.keyBytes() + " bytes and a salt of " + profile.saltBytes());
        }
        SessionKeys keys = SessionKeys.derive(profile, masterKey, masterSalt);
        return switch (profile) {
            case AEAD_AES_128_GCM, AEAD_AES_256_GCM -> new GcmCipher(keys, library);
            case AES128_CM_HMAC_SHA1_80 -> new CounterModeCipher(keys);
        };
    }

    /**
     * Encrypts what follows the header and appends the tag.
     *
     * @param length of header and payload
     * @param index ROC and sequence number (RFC 3711, 3.3.1)
     */
    void protectRtp(byte[] b, int off, int headerLength, int length, int ssrc, long index);

    /** Checks and decrypts; false where the tag is wrong, and then the payload may be destroyed. Length with the tag. */
    boolean unprotectRtp(byte[] b, int off, int headerLength, int length, int ssrc, long index);

    /** Encrypts what follows the first eight bytes, appends tag and index word in the profile's order. */
    void protectRtcp(byte[] b, int off, int length, int ssrc, int index);

    /** Checks and decrypts; false where the tag is wrong. Length with tag and index word. */
    boolean unprotectRtcp(byte[] b, int off, int length, int ssrc, int index);

    /** Where the index word stands in a protected RTCP packet of this length, counted from its start. */
    int indexWordOffset(int length);

    /** Gives back what the keys took. Nothing may be called afterwards. */
    @Override
    void close();
}
