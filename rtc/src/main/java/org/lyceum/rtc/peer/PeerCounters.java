package org.lyceum.rtc.peer;

/** Counters of one peer, confined to its thread. */
@SuppressWarnings("EnumOrdinal") // the ordinal is an index into memory and goes nowhere else
public final class PeerCounters {
    private final long[] cells = new long[PeerCounter.values().length];

    void add(PeerCounter counter) {
        cells[counter.ordinal()]++;
    }

    void add(PeerCounter counter, long amount) {
        cells[counter.ordinal()] += amount;
    }

    public long get(PeerCounter counter) {
        return cells[counter.ordinal()];
    }
}
