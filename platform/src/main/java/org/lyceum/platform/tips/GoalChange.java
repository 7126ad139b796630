package org.lyceum.platform.tips;

import org.jspecify.annotations.Nullable;

/**
 * A stream collects for something else, for nothing any more, or has less for it than a moment ago.
 *
 * @param goal what it collects for now; null for nothing
 */
public record GoalChange(String streamId, @Nullable TipGoal goal) {}
