package org.lyceum.rtc.session;

/**
 * A codec as negotiated: its type and the fmtp parameters that decide whether two ends understand each other.
 *
 * @param type which codec
 * @param fmtp the format parameters as one normalized line ({@code key=value;key=value}, keys sorted), empty where none
 */
public record Codec(CodecType type, String fmtp) {}
