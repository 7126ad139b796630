package org.lyceum.platform.streams;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.PlainText;
import org.lyceum.platform.Refusal;

/**
 * What an owner says of a stream beside its title, and the rules of its chat. Made only of what can be kept.
 *
 * @param description may have several lines
 * @param scheduledAt when it is to begin; null where nobody has said so
 * @param previewSeconds of watching that are free for everyone, once a day, where watching costs
 * @param guestsChat whether people who are not signed in may write, under a name of their choice
 * @param slowSeconds that one person waits between two messages; 0 for no wait
 */
public record StreamDetails(
        String description, @Nullable Instant scheduledAt, long previewSeconds, boolean guestsChat, long slowSeconds) {
    /** Of a new stream. */
    public static final StreamDetails NONE = new StreamDetails("", null, 0, false, 0);

    private static final int MAX_DESCRIPTION = 2000;
    private static final long MAX_PREVIEW = 3600;
    private static final long MAX_SLOW = 600;
    /** Far enough for everyone, and within what every database and browser can say. */
    private static final Instant LATEST = Instant.parse("2999-12-31T00:00:00Z");

    public StreamDetails {
        description = PlainText.optionalText("description", description, MAX_DESCRIPTION);
        if (scheduledAt != null && (scheduledAt.isBefore(Instant.EPOCH) || scheduledAt.isAfter(LATEST))) {
            throw Refusal.invalid("The field scheduledAt is no time that anybody will see.");
        }
        if (previewSeconds < 0 || previewSeconds > MAX_PREVIEW) {
            throw Refusal.invalid("The field previewSeconds must lie between 0 and %d.".formatted(MAX_PREVIEW));
        }
        if (slowSeconds < 0 || slowSeconds > MAX_SLOW) {
            throw Refusal.invalid("The field slowSeconds must lie between 0 and %d.".formatted(MAX_SLOW));
        }
    }
}
