package org.lyceum.wire.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One media description: an m-line and what follows it (RFC 8866, 5.14).
 *
 * @param media the media field, {@code audio} for instance
 * @param port 0 to 65535; 0 means rejected, or bundle-only where so marked (RFC 9143, 6)
 * @param protocol the transport field
 * @param formats the format fields in order
 * @param lines other lines of this level
 * @param attributes attribute lines of this level
 */
public record MediaDescription(
        String media, int port, String protocol, List<String> formats, List<Line> lines, Attributes attributes) {
    private static final int HIGHEST_PORT = 65_535;

    public MediaDescription {
        formats = List.copyOf(formats);
        lines = List.copyOf(lines);
    }

    /** Not in use: port 0 without the mark that says its transport is another m-line's. */
    public boolean rejected() {
        return port == 0 && !attributes.has("bundle-only");
    }

    /** The m-line's own fields of what follows {@code m=}, nothing else filled in; null where it is malformed. */
    static @Nullable MediaDescription parseFirstLine(String text) {
        String[] fields = text.strip().split("[ \t]+");
        if (fields.length < 3) {
            return null;
        }
        int port = parsePort(fields[1]);
        if (port < 0) {
            return null;
        }
        List<String> formats = List.of(fields).subList(3, fields.length);
        return new MediaDescription(fields[0], port, fields[2], formats, List.of(), new Attributes(List.of()));
    }

    /** A number of ports after a slash is passed over: with one transport for everything it means nothing. */
    private static int parsePort(String text) {
        int slash = text.indexOf('/');
        return Numbers.parse(slash < 0 ? text : text.substring(0, slash), HIGHEST_PORT);
    }

    void appendTo(StringBuilder out) {
        out.append("m=").append(media).append(' ').append(port).append(' ').append(protocol);
        for (String format : formats) {
            out.append(' ').append(format);
        }
        out.append("\r\n");
        for (Line line : lines) {
            out.append(line.type()).append('=').append(line.value()).append("\r\n");
        }
        for (Attribute attribute : attributes) {
            attribute.appendTo(out);
        }
    }
}
