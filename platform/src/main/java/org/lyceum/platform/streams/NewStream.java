package org.lyceum.platform.streams;

import org.lyceum.platform.PlainText;
import org.lyceum.platform.Refusal;

/**
 * What someone asks for who creates a stream. Made only of what can be kept; the rest is refused by the field's name.
 *
 * @param previewSeconds what everybody sees for nothing, once a day, where it has a price
 */
public record NewStream(
        String title, String category, Visibility visibility, long pricePerMinute, long previewSeconds) {
    private static final int MAX_TITLE = 120;
    private static final int MAX_CATEGORY = 40;
    /** Far above any real price, far below what sums of ledger entries could overflow by. */
    private static final long MAX_PRICE = 1_000_000_000;

    private static final long MAX_PREVIEW = 3_600;

    public NewStream {
        title = PlainText.line("title", title, MAX_TITLE);
        category = PlainText.optionalLine("category", category, MAX_CATEGORY);
        if (pricePerMinute < 0 || pricePerMinute > MAX_PRICE) {
            throw Refusal.invalid("The field pricePerMinute must lie between 0 and %d.".formatted(MAX_PRICE));
        }
        if (previewSeconds < 0 || previewSeconds > MAX_PREVIEW) {
            throw Refusal.invalid("The field previewSeconds must lie between 0 and %d.".formatted(MAX_PREVIEW));
        }
    }

    /** Without a preview. */
    public NewStream(String title, String category, Visibility visibility, long pricePerMinute) {
        this(title, category, visibility, pricePerMinute, 0);
    }
}
