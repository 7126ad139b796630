package org.lyceum.platform;

import java.text.Normalizer;

/**
 * Text that people type to be shown to others: one line of Unicode without what would break the line, the storage
 * (PostgreSQL takes no zero character) or the reading direction of the page around it.
 */
public final class PlainText {
    private PlainText() {}

    /**
     * The line as it is kept: stripped and in normal form C.
     *
     * @throws Refusal naming the field, when it is empty, longer than {@code maxLength} characters or not clean
     */
    public static String line(String field, String text, int maxLength) {
        String kept = optionalLine(field, text, maxLength);
        if (kept.isEmpty()) {
            throw Refusal.invalid("The field %s must not be empty.".formatted(field));
        }
        return kept;
    }

    /** The same, where nothing is a good answer too. */
    public static String optionalLine(String field, String text, int maxLength) {
        if (!isClean(text)) {
            throw Refusal.invalid("The field %s holds control characters or broken Unicode.".formatted(field));
        }
        String kept = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
        if (kept.codePointCount(0, kept.length()) > maxLength) {
            throw Refusal.invalid("The field %s has more than %d characters.".formatted(field, maxLength));
        }
        return kept;
    }

    /** The same with line breaks, which are kept as line feeds. */
    public static String optionalText(String field, String text, int maxLength) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        if (!lines.lines().allMatch(PlainText::isClean)) {
            throw Refusal.invalid("The field %s holds control characters or broken Unicode.".formatted(field));
        }
        String kept = Normalizer.normalize(lines, Normalizer.Form.NFC).strip();
        if (kept.codePointCount(0, kept.length()) > maxLength) {
            throw Refusal.invalid("The field %s has more than %d characters.".formatted(field, maxLength));
        }
        return kept;
    }

    /** Without control characters, half surrogate pairs, line separators and characters that turn the direction. */
    public static boolean isClean(String text) {
        return text.codePoints().noneMatch(PlainText::isUnwanted);
    }

    private static boolean isUnwanted(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            // The zero width joiner of emoji is of this type as well; only what overrides the direction is refused.
            case Character.FORMAT ->
                (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
            default -> false;
        };
    }
}
