package org.lyceum.turn;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counters of one engine: one writer, any number of readers who may see values a moment late. */
@SuppressWarnings("EnumOrdinal") // the ordinal is an index into memory and goes nowhere else
public final class TurnCounters {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells = new long[TurnCounter.values().length];

    public void add(TurnCounter counter) {
        add(counter, 1);
    }

    public void add(TurnCounter counter, long amount) {
        int cell = counter.ordinal();
        CELLS.setOpaque(cells, cell, cells[cell] + amount);
    }

    public long get(TurnCounter counter) {
        return (long) CELLS.getOpaque(cells, counter.ordinal());
    }
}
