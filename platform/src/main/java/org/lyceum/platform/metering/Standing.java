package org.lyceum.platform.metering;

import org.jspecify.annotations.Nullable;

/**
 * How a session of watching stands.
 *
 * @param pricePerMinute of the session
 * @param previewLeft seconds that are free
 * @param seconds to be paid so far
 * @param charged for these
 * @param balance what is in the wallet and held for this session, and not spent; null for a guest, and while unknown
 * @param secondsLeft that the balance and the cap suffice for, after the preview; null where nothing is paid, and while unknown
 */
public record Standing(
        Allowed allowed,
        long pricePerMinute,
        long previewLeft,
        long seconds,
        long charged,
        @Nullable Long balance,
        @Nullable Long secondsLeft) {}
