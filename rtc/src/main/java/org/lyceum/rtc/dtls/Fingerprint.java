package org.lyceum.rtc.dtls;

/**
 * Certificate fingerprint (RFC 8122, 5).
 *
 * @param algorithm hash function in lower case, {@code sha-256} for instance
 * @param value upper-case hexadecimal bytes joined by colons
 */
public record Fingerprint(String algorithm, String value) {}
