package org.lyceum.rtc.peer;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The memory of datagrams that wait for the end of a drain, shared by all peers of one loop and confined to it. A peer
 * with nothing to send holds none of it, so that thousands of idle watchers cost nothing here.
 */
public final class DatagramPool {
    /** A frame of an ordinary stream fits one block: 12 datagrams of full size. */
    static final int BLOCK_BYTES = 16 * 1024;

    /** Datagrams of one block; sound fills blocks with small ones. */
    static final int BLOCK_DATAGRAMS = 64;

    private static final int KEPT_BLOCKS = 512;

    /** Datagrams one behind the other, where each ends, and what is to be noted when it leaves. */
    static final class Block {
        static final int UNNUMBERED = -1;

        final byte[] bytes = new byte[BLOCK_BYTES];
        final int[] ends = new int[BLOCK_DATAGRAMS];
        /** Of each datagram its transport-wide sequence number, or {@link #UNNUMBERED}. */
        final int[] numbers = new int[BLOCK_DATAGRAMS];
        /** Of each numbered datagram the probe cluster that it belongs to. */
        final int[] clusters = new int[BLOCK_DATAGRAMS];
        /** Of each numbered datagram what it carries, as {@link Content}. */
        final long[] contents = new long[BLOCK_DATAGRAMS];

        int count;

        int used() {
            return count == 0 ? 0 : ends[count - 1];
        }

        /** Bytes of the newest datagram, 0 where there is none. */
        int lastLength() {
            return count < 2 ? used() : ends[count - 1] - ends[count - 2];
        }

        boolean fits(int length) {
            return count < BLOCK_DATAGRAMS && used() + length <= BLOCK_BYTES;
        }
    }

    private final ArrayDeque<Block> free = new ArrayDeque<>();

    Block take() {
        @Nullable Block block = free.pollLast();
        return block == null ? new Block() : block;
    }

    void giveBack(Block block) {
        block.count = 0;
        if (free.size() < KEPT_BLOCKS) {
            free.addLast(block);
        }
    }
}
