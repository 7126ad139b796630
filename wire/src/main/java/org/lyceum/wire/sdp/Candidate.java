package org.lyceum.wire.sdp;

/**
 * A host candidate (RFC 8839, 5.1).
 *
 * @param protocol "udp" or "tcp" (passive, RFC 6544)
 * @param address IPv4 or IPv6 address as text
 * @param port 1 to 65535
 * @param priority RFC 8445, 5.1.2
 */
public record Candidate(String protocol, String address, int port, long priority) {}
