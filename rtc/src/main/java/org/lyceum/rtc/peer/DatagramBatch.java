package org.lyceum.rtc.peer;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.lyceum.rtc.ice.Path;

/**
 * What one peer is about to send on its selected path: datagrams one behind the other, handed out as runs of equal size.
 * Confined to the peer's loop.
 */
final class DatagramBatch {
    /** Enough for the key frame of any layer that is forwarded; what comes on top is dropped and counted by the caller. */
    private static final int MOST_BLOCKS = 64;

    private final DatagramPool pool;
    private final ArrayDeque<DatagramPool.Block> full = new ArrayDeque<>(0);
    private DatagramPool.@Nullable Block current;

    DatagramBatch(DatagramPool pool) {
        this.pool = pool;
    }

    boolean isEmpty() {
        return current == null;
    }

    /**
     * A block with room for a datagram of up to {@code length} bytes at its {@code used()} offset, to be written there and
     * then closed by {@link #commit}; null where the batch is full.
     */
    DatagramPool.@Nullable Block reserve(int length) {
        DatagramPool.Block block = current;
        if (block != null && block.fits(length)) {
            return block;
        }
        if (block != null) {
            if (full.size() + 1 >= MOST_BLOCKS) {
                return null;
            }
            full.addLast(block);
        }
        block = pool.take();
        current = block;
        return block;
    }

    /** Ends the datagram that was written to the block just reserved; its departure concerns nobody. */
    void commit(DatagramPool.Block block, int length) {
        commit(block, length, DatagramPool.Block.UNNUMBERED, 0, Content.NONE);
    }

    /** Ends the datagram that was written to the block just reserved. */
    void commit(DatagramPool.Block block, int length, int number, int cluster, long content) {
        int index = block.count;
        block.ends[index] = block.used() + length;
        block.numbers[index] = number;
        block.clusters[index] = cluster;
        block.contents[index] = content;
        block.count++;
    }

    /** Hands out everything in order and gives the memory back; without a path it is dropped, and has not departed. */
    void drain(@Nullable Path path, DatagramOutput output, SendControl control, long nowNanos) {
        for (DatagramPool.Block block = full.pollFirst(); block != null; block = full.pollFirst()) {
            drainBlock(block, path, output, control, nowNanos);
        }
        DatagramPool.Block last = current;
        current = null;
        if (last != null) {
            drainBlock(last, path, output, control, nowNanos);
        }
    }

    private void drainBlock(
            DatagramPool.Block block, @Nullable Path path, DatagramOutput output, SendControl control, long nowNanos) {
        if (path != null) {
            sendRuns(block, path, output);
            noteDepartures(block, control, nowNanos);
        }
        pool.giveBack(block);
    }

    private static void noteDepartures(DatagramPool.Block block, SendControl control, long nowNanos) {
        int start = 0;
        for (int i = 0; i < block.count; i++) {
            int number = block.numbers[i];
            if (number != DatagramPool.Block.UNNUMBERED) {
                control.departed(number, block.ends[i] - start, block.clusters[i], block.contents[i], nowNanos);
            }
            start = block.ends[i];
        }
    }

    private static void sendRuns(DatagramPool.Block block, Path path, DatagramOutput output) {
        int start = 0;
        int index = 0;
        while (index < block.count) {
            int segment = block.ends[index] - start;
            int end = block.ends[index];
            index++;
            while (index < block.count) {
                int length = block.ends[index] - end;
                if (length > segment) {
                    break;
                }
                end = block.ends[index];
                index++;
                if (length < segment) {
                    break;
                }
            }
            output.send(block.bytes, start, end - start, segment, path);
            start = end;
        }
    }
}
