package org.lyceum.platform.money;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a wallet's history.
 *
 * @param number 1, 2, 3, ... from the wallet's beginning
 * @param kind of the transaction, as JSON has it
 * @param reference what it was about, or null
 * @param balance after it
 */
public record WalletEntry(
        long number, String kind, @Nullable String reference, long amount, long balance, Instant createdAt) {}
