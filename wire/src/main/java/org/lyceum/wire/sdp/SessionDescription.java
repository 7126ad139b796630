package org.lyceum.wire.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * A session description (RFC 8866), as lenient as browsers and encoders need it: lines of unknown types are kept, lines
 * that are none are passed over, lines may end in CR LF, LF or CR. What {@link #format} writes, {@link #parse} reads back
 * as the same value.
 *
 * @param lines the session's lines other than attributes, {@code v=} first
 * @param attributes the session's attribute lines
 * @param media the media descriptions in order
 */
public record SessionDescription(List<Line> lines, Attributes attributes, List<MediaDescription> media) {
    /** Longer texts are refused unread. */
    public static final int MAX_LENGTH = 64 * 1024;

    /** Descriptions of more m-lines are refused. */
    public static final int MAX_MEDIA = 64;

    public SessionDescription {
        lines = List.copyOf(lines);
        media = List.copyOf(media);
    }

    public static SessionDescription parse(String text) throws SdpException {
        if (text.length() > MAX_LENGTH) {
            throw new SdpException("The session description is longer than 64 KB.");
        }
        return new SdpParser().parse(text);
    }

    /** The value of the first line of that type, or an empty string. */
    public String line(char type) {
        for (Line line : lines) {
            if (line.type() == type) {
                return line.value();
            }
        }
        return "";
    }

    /** The members of the first group of these semantics (RFC 5888), empty where there is none. */
    public List<String> group(String semantics) {
        for (String value : attributes.all("group")) {
            List<String> fields = new ArrayList<>(List.of(value.split("[ \t]+")));
            if (fields.getFirst().equals(semantics)) {
                return fields.subList(1, fields.size());
            }
        }
        return List.of();
    }

    /** The text, lines ended by CR LF. */
    public String format() {
        StringBuilder out = new StringBuilder(4096);
        for (Line line : lines) {
            out.append(line.type()).append('=').append(line.value()).append("\r\n");
        }
        for (Attribute attribute : attributes) {
            attribute.appendTo(out);
        }
        for (MediaDescription section : media) {
            section.appendTo(out);
        }
        return out.toString();
    }
}
