package org.lyceum.platform.metering;

import java.util.List;

/**
 * Is told of batches of seconds that the ledger has taken: the place for whoever wants them settled elsewhere too, on a chain for
 * instance. Called after the commit, on the thread that made the batch, and awaited: what takes long is to be queued. What a crash keeps
 * from being told is found in the ledger, in the transactions of kind {@code watch}.
 */
public interface TickSettlement {
    /** Tells nobody. */
    TickSettlement NONE = _ -> {};

    /**
     * Seconds of one stream.
     *
     * @param transactionId of the ledger
     * @param amount what they cost together, below zero where an outage was refunded
     */
    record Batch(String transactionId, String streamId, String creatorId, long amount, List<Ticks> ticks) {}

    /** Of one session. */
    record Ticks(String sessionId, long seconds, long amount) {}

    void settled(List<Batch> batches);
}
