package org.lyceum.platform.backup;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as lines, in the text form of PostgreSQL's COPY (its manual, SQL Commands, COPY, Text Format): values between tabs,
 * {@code \N} for null, a backslash before what would be taken for something else. What reads an archive without Lyceum is
 * therefore {@code COPY users FROM ... WITH (HEADER MATCH)}.
 */
final class CopyText {
    private static final String NULL = "\\N";

    private CopyText() {}

    /** Without the end of the line. */
    static String line(List<@Nullable String> values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                line.append('\t');
            }
            String value = values.get(i);
            if (value == null) {
                line.append(NULL);
            } else {
                escape(value, line);
            }
        }
        return line.toString();
    }

    /** @throws IllegalArgumentException for what {@link #line} does not write */
    static List<@Nullable String> values(String line) {
        List<@Nullable String> values = new ArrayList<>();
        int begin = 0;
        for (int end; (end = line.indexOf('\t', begin)) >= 0; begin = end + 1) {
            values.add(value(line.substring(begin, end)));
        }
        values.add(value(line.substring(begin)));
        return values;
    }

    private static void escape(String value, StringBuilder line) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(c);
            }
        }
    }

    private static @Nullable String value(String text) {
        if (text.equals(NULL)) {
            return null;
        }
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder value = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            value.append(c == '\\' ? meant(text, ++i) : c);
        }
        return value.toString();
    }

    private static char meant(String text, int index) {
        return switch (index < text.length() ? text.charAt(index) : ' ') {
            case '\\' -> '\\';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> throw new IllegalArgumentException("a backslash that stands for nothing");
        };
    }
}
