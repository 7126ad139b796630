package org.lyceum.rtc.srtp;

/**
 * AES in Galois/counter mode under one key (NIST SP 800-38D), with IVs of 96 bits and tags of 128: all that a library has to
 * offer to carry SRTP. Works in place. Used on its owner's thread only, which closes it.
 */
public interface AesGcm extends AutoCloseable {
    int IV_BYTES = 12;
    int TAG_BYTES = 16;

    /**
     * Encrypts {@code length} bytes at {@code off} and puts the tag behind them.
     *
     * @param iv never used before under this key; its first twelve bytes count
     * @param aad authenticated and left as it is; may be the same array
     */
    void seal(byte[] iv, byte[] aad, int aadOff, int aadLength, byte[] b, int off, int length);

    /**
     * Checks and decrypts {@code length} bytes at {@code off}, of which the last sixteen are the tag; false where that is
     * wrong, and then the bytes may be destroyed.
     */
    boolean open(byte[] iv, byte[] aad, int aadOff, int aadLength, byte[] b, int off, int length);

    /** Gives back what the key took; nothing of it may be called afterwards. Closing twice does nothing. */
    @Override
    void close();
}
