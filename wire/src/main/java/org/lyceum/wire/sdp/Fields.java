package org.lyceum.wire.sdp;

/** Fields of attribute values, separated by blanks. */
final class Fields {
    private Fields() {}

    /** The index of the first blank or tab, or -1. */
    static int blank(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '\t') {
                return i;
            }
        }
        return -1;
    }

    /** Splits by blanks and tabs; the text has none at its ends. */
    static String[] split(String value) {
        return value.split("[ \t]+");
    }
}
