package org.lyceum.platform.money;

/**
 * What came of moving money.
 *
 * @param id of what was made: a tip, a payout, a transaction
 * @param balance of the wallet whose money it is, after it
 */
public record Posted(String id, long balance) {}
