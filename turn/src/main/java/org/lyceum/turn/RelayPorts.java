package org.lyceum.turn;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/** The ports of one address family that relays have, or that are kept for one. Any thread. */
final class RelayPorts {
    static final int NONE = -1;

    private final int min;
    private final int max;
    private final BitSet taken = new BitSet();

    RelayPorts(int min, int max) {
        this.min = min;
        this.max = max;
    }

    /**
     * Takes a free port that cannot be foretold.
     *
     * @param even it must be even
     * @param pair it must be even and the next one free, which is taken too
     * @return {@link #NONE} where there is none
     */
    synchronized int take(boolean even, boolean pair, RandomGenerator random) {
        int ports = max - min + 1;
        int first = random.nextInt(ports);
        for (int i = 0; i < ports; i++) {
            int port = min + (first + i) % ports;
            boolean fits = !taken.get(port) && ((!even && !pair) || port % 2 == 0);
            if (fits && (!pair || (port < max && !taken.get(port + 1)))) {
                taken.set(port);
                taken.set(port + 1, port + (pair ? 2 : 1));
                return port;
            }
        }
        return NONE;
    }

    synchronized void release(int port) {
        taken.clear(port);
    }

    synchronized int size() {
        return taken.cardinality();
    }
}
