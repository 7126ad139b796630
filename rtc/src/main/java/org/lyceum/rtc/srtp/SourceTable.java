package org.lyceum.rtc.srtp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The index window of each SSRC, up to a limit. A peer has a handful of SSRCs and packets come in runs of one, so the last
 * hit is tried first and the rest is a scan.
 */
final class SourceTable {
    private final int limit;
    private int[] ssrcs = new int[4];
    private IndexWindow[] windows = new IndexWindow[4];
    private int size;
    private int lastSsrc;
    private @Nullable IndexWindow lastWindow;

    SourceTable(int limit) {
        this.limit = limit;
    }

    @Nullable
    IndexWindow find(int ssrc) {
        if (lastSsrc == ssrc && lastWindow != null) {
            return lastWindow;
        }
        for (int i = 0; i < size; i++) {
            if (ssrcs[i] == ssrc) {
                lastSsrc = ssrc;
                lastWindow = windows[i];
                return lastWindow;
            }
        }
        return null;
    }

    /** Adds a window for an SSRC that has none; null where the limit is reached. */
    @Nullable
    IndexWindow add(int ssrc) {
        if (size == limit) {
            return null;
        }
        if (size == ssrcs.length) {
            ssrcs = Arrays.copyOf(ssrcs, size * 2);
            windows = Arrays.copyOf(windows, size * 2);
        }
        IndexWindow window = new IndexWindow();
        ssrcs[size] = ssrc;
        windows[size] = window;
        size++;
        lastSsrc = ssrc;
        lastWindow = window;
        return window;
    }
}
