package org.lyceum.platform.money;

/**
 * What a person has.
 *
 * @param balance can be spent
 * @param pending was earned within the last day
 */
public record Wallet(long balance, long pending) {}
