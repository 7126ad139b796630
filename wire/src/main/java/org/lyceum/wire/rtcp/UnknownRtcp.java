package org.lyceum.wire.rtcp;

/**
 * A well-framed packet that nobody here acts on.
 *
 * @param packetType PT
 * @param count the five bits beside it: a count or a format
 * @param length bytes with the header
 */
public record UnknownRtcp(int packetType, int count, int length) implements RtcpPacket {}
