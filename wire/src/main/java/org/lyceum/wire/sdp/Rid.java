package org.lyceum.wire.sdp;

import org.jspecify.annotations.Nullable;

/**
 * {@code a=rid:h send max-width=1280} (RFC 8851, 4).
 *
 * @param id letters, digits, hyphens and underscores, at most 255
 * @param send true for {@code send}, false for {@code recv}
 * @param restrictions as written, empty where none
 */
public record Rid(String id, boolean send, String restrictions) {
    private static final int LONGEST = 255;

    /** Null where the value is malformed. */
    public static @Nullable Rid parse(String value) {
        String[] fields = value.split("[ \t]+", 3);
        if (fields.length < 2 || !valid(fields[0])) {
            return null;
        }
        boolean send = fields[1].equals("send");
        if (!send && !fields[1].equals("recv")) {
            return null;
        }
        return new Rid(fields[0], send, fields.length == 3 ? fields[2] : "");
    }

    static boolean valid(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    public String format() {
        return id + (send ? " send" : " recv") + (restrictions.isEmpty() ? "" : " " + restrictions);
    }
}
