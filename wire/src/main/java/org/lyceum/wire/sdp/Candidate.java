package org.lyceum.wire.sdp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host candidate (RFC 8839, 5.1).
 *
 * @param protocol "udp" or "tcp" (passive, RFC 6544)
 * @param address IPv4 or IPv6 address as text
 * @param port 1 to 65535
 * @param priority RFC 8445, 5.1.2
 */
public record Candidate(String protocol, String address, int port, long priority) {
    private static final int FIELDS = 8;
    private static final long HIGHEST_PRIORITY = 0xffff_ffffL;

    /**
     * The value of an {@code a=candidate} line.
     *
     * @param foundation differs between candidates of different address or protocol (RFC 8445, 5.1.1.3)
     */
    public String format(String foundation) {
        String text = foundation + " 1 " + protocol + " " + priority + " " + address + " " + port + " typ host";
        return protocol.equals("tcp") ? text + " tcptype passive" : text;
    }

    /**
     * Reads the value of an {@code a=candidate} line, with or without the word {@code candidate:} before it. Null for a
     * malformed one and for what is no component 1 candidate that can be sent to (TCP other than passive).
     */
    public static @Nullable Candidate parse(String value) {
        String text = value.startsWith("candidate:") ? value.substring("candidate:".length()) : value;
        String[] fields = Fields.split(text.strip());
        if (fields.length < FIELDS || !fields[1].equals("1") || !fields[6].equals("typ")) {
            return null;
        }
        String protocol = fields[2].toLowerCase(Locale.ROOT);
        boolean tcp = protocol.equals("tcp");
        if (!tcp && !protocol.equals("udp")) {
            return null;
        }
        if (tcp && !text.contains("tcptype passive")) {
            return null;
        }
        long priority = Numbers.parseLong(fields[3], HIGHEST_PRIORITY);
        int port = Numbers.parse(fields[5], 65_535);
        return priority < 0 || port <= 0 ? null : new Candidate(protocol, fields[4], port, priority);
    }
}
