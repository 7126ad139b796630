package org.lyceum.rtc.srtp;

/** Makes ciphers of one library. Whoever wires a process picks the library; usable from any thread. */
@FunctionalInterface
public interface AesGcmFactory {
    /** @param key 16 or 32 bytes, copied */
    AesGcm create(byte[] key);
}
