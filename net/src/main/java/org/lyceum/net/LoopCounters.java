package org.lyceum.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counters of one loop: one writer, any number of readers who may see values a moment late. */
@SuppressWarnings("EnumOrdinal") // the ordinal is an index into memory and goes nowhere else
final class LoopCounters {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells = new long[LoopCounter.values().length];

    void add(LoopCounter counter) {
        add(counter, 1);
    }

    void add(LoopCounter counter, long amount) {
        int cell = counter.ordinal();
        CELLS.setOpaque(cells, cell, cells[cell] + amount);
    }

    long get(LoopCounter counter) {
        return (long) CELLS.getOpaque(cells, counter.ordinal());
    }
}
