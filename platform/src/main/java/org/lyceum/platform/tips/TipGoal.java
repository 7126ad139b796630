package org.lyceum.platform.tips;

/**
 * What a stream collects for.
 *
 * @param raised by the tips since the goal was set; it may pass the target
 */
public record TipGoal(String title, long target, long raised) {}
