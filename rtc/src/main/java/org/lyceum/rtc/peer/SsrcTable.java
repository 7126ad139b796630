package org.lyceum.rtc.peer;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A small map from SSRC to what it stands for, looked up for each packet without boxing. Open addressing with linear
 * probing; a removed entry is followed by a rehash, removals being rare. Confined to one thread.
 *
 * @param <T> what an SSRC stands for
 */
final class SsrcTable<T> {
    private int[] keys = new int[8];
    private @Nullable Object[] values = new @Nullable Object[8];
    private int size;

    @SuppressWarnings("unchecked") // only put writes values
    @Nullable
    T get(int ssrc) {
        for (int at = slot(ssrc); values[at] != null; at = (at + 1) & (keys.length - 1)) {
            if (keys[at] == ssrc) {
                return (T) values[at];
            }
        }
        return null;
    }

    void put(int ssrc, T value) {
        if ((size + 1) * 2 > keys.length) {
            rehash(keys.length * 2);
        }
        int at = slot(ssrc);
        while (values[at] != null && keys[at] != ssrc) {
            at = (at + 1) & (keys.length - 1);
        }
        size += values[at] == null ? 1 : 0;
        keys[at] = ssrc;
        values[at] = value;
    }

    @SuppressWarnings("unchecked") // only put writes values
    void removeIf(Predicate<T> unwanted) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null && unwanted.test((T) values[i])) {
                values[i] = null;
                size--;
            }
        }
        rehash(keys.length);
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only put writes values
    private void rehash(int capacity) {
        int[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new int[capacity];
        values = new @Nullable Object[capacity];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                put(oldKeys[i], (T) oldValues[i]);
            }
        }
    }

    private int slot(int ssrc) {
        int bits = Integer.numberOfTrailingZeros(keys.length);
        return (ssrc * 0x9E37_79B9) >>> (Integer.SIZE - bits); // Fibonacci hashing
    }
}
