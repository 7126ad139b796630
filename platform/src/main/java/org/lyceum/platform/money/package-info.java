/**
 * Money: a double-entry {@link org.lyceum.platform.money.Ledger} in integers of the smallest unit, and what stands on it:
 * wallets, top-ups, vouchers, earnings that mature, payouts.
 *
 * <p>Entries are only ever added, each transaction sums to zero, and no account but {@code house:issuance} falls below zero.
 * {@link org.lyceum.platform.money.LedgerCheck} recomputes all of it. Locks are taken in one order, so that PostgreSQL never
 * sees a deadlock: an idempotency key, then the row of what the money is about (a payout, a tip), then accounts in the order of
 * their ids, then earnings, then what counts along (a goal).
 *
 * <p>Not here: several currencies in one house; interest; what a payment provider says, whose webhook calls
 * {@link org.lyceum.platform.money.TopUps#credit} and nothing else.
 */
@NullMarked
package org.lyceum.platform.money;

import org.jspecify.annotations.NullMarked;
