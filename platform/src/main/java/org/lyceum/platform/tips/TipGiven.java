package org.lyceum.platform.tips;

import org.jspecify.annotations.Nullable;

/**
 * A tip that is committed, to be shown.
 *
 * @param goal as it stands with this tip; null where the stream has none
 */
public record TipGiven(Tip tip, @Nullable TipGoal goal) {}
