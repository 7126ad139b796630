package org.lyceum.platform.streams;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lyceum.platform.accounts.Principal;

/**
 * What is true of a stream at one moment. The key is not part of it: only its hash is kept.
 *
 * @param pricePerMinute in the smallest unit of the house's money; 0 is free
 * @param liveSince when the running session began; null unless {@code status} is LIVE
 * @param armed {@code start} was called and no media has come since
 * @param details what its owner says of it beside
 */
public record Stream(
        String id,
        String title,
        String category,
        Visibility visibility,
        long pricePerMinute,
        String creatorId,
        String creatorName,
        StreamStatus status,
        Instant createdAt,
        @Nullable Instant liveSince,
        boolean armed,
        StreamDetails details) {

    /** Whether this person may start, end and change it, and publish to it without the key. */
    public boolean isOwnedBy(@Nullable Principal principal) {
        return principal != null && (principal.userId().equals(creatorId) || principal.isAdmin());
    }

    /** Whether it is for those alone whom its creator has invited; see {@link Streams#mayBeWatched}. */
    public boolean isByInvitation() {
        return visibility == Visibility.PRIVATE;
    }
}
