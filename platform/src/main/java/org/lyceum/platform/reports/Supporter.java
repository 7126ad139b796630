package org.lyceum.platform.reports;

/**
 * Someone who has given something to a creator, with what the house keeps of it.
 *
 * @param tips that were not given back
 * @param watching what they paid by the second
 */
public record Supporter(String userId, String displayName, long tips, long watching) {}
