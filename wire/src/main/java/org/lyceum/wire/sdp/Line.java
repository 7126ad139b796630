package org.lyceum.wire.sdp;

/**
 * A line that is neither an attribute nor the start of a media description (RFC 8866, 5), kept as it was.
 *
 * @param type the letter before the equals sign
 * @param value what follows it
 */
public record Line(char type, String value) {}
