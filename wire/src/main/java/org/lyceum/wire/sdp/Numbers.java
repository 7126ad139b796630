package org.lyceum.wire.sdp;

/** Decimal numbers of descriptions, read without exceptions. */
final class Numbers {
    private static final int LONGEST = 18;

    private Numbers() {}

    /** The number, or -1 where the text is not one of 0 to {@code highest}. */
    static int parse(String text, int highest) {
        return (int) parseLong(text, highest);
    }

    static long parseLong(String text, long highest) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= highest ? value : -1;
    }
}
