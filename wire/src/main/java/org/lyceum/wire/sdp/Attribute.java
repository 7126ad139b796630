package org.lyceum.wire.sdp;

import org.jspecify.annotations.Nullable;

/**
 * An attribute line, {@code a=name} or {@code a=name:value} (RFC 8866, 5.13).
 *
 * @param name case-sensitive
 * @param value null for a property attribute
 */
public record Attribute(String name, @Nullable String value) {
    public static Attribute of(String name) {
        return new Attribute(name, null);
    }

    public static Attribute of(String name, String value) {
        return new Attribute(name, value);
    }

    /** Reads what follows {@code a=}. */
    static Attribute parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Attribute(text, null)
                : new Attribute(text.substring(0, colon), text.substring(colon + 1));
    }

    /** Appends the whole line. */
    public void appendTo(StringBuilder out) {
        out.append("a=").append(name);
        if (value != null) {
            out.append(':').append(value);
        }
        out.append("\r\n");
    }
}
