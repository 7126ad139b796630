/**
 * Pay per second. The server meters, not the page: {@link org.lyceum.platform.metering.Metering} is told once a second which watchers
 * acknowledged what was sent to them, and says what each may get. {@link org.lyceum.platform.metering.WatchMeter} decides about one
 * watcher, without a clock and without a database; what all of them owe goes to the ledger in one batch every other second.
 *
 * <p>Not here: what an acknowledgement is, and how media is stopped; the media side knows.
 */
@NullMarked
package org.lyceum.platform.metering;

import org.jspecify.annotations.NullMarked;
