package org.lyceum.bench.run;

import java.util.Map;
import java.util.TreeMap;
import org.lyceum.bench.view.Viewer;
import org.lyceum.bench.view.ViewerCounter;

/** Sums of what viewers counted, or what came to them between two moments. Confined to one thread. */
@SuppressWarnings("EnumOrdinal") // an index into the counters and nothing else
final class Tally {
    private final long[] counters = new long[ViewerCounter.values().length];
    private final long[] bursts = new long[Viewer.LARGEST_BURST + 1];

    /** Adds what a viewer has counted so far. */
    void add(Viewer viewer) {
        for (ViewerCounter counter : ViewerCounter.values()) {
            counters[counter.ordinal()] += viewer.count(counter);
        }
        for (int size = 1; size < bursts.length; size++) {
            bursts[size] += viewer.packetsInBurstsOf(size);
        }
    }

    void add(Tally other) {
        accumulate(other, 1);
    }

    /** What was added since the other one. */
    Tally since(Tally earlier) {
        Tally difference = new Tally();
        difference.add(this);
        difference.accumulate(earlier, -1);
        return difference;
    }

    private void accumulate(Tally other, int sign) {
        for (int i = 0; i < counters.length; i++) {
            counters[i] += sign * other.counters[i];
        }
        for (int i = 0; i < bursts.length; i++) {
            bursts[i] += sign * other.bursts[i];
        }
    }

    long get(ViewerCounter counter) {
        return counters[counter.ordinal()];
    }

    /** Of the packets that were due, those that did not come, in percent; what came a second time does not count. */
    double lossPercent() {
        long lost = get(ViewerCounter.LOST);
        long came = get(ViewerCounter.VIDEO_PACKETS) + get(ViewerCounter.AUDIO_PACKETS);
        return 100.0 * lost / Math.max(1, came + lost);
    }

    /** Of each size of a burst how many packets came in such: a frame is one, so is each packet that is not video's. */
    Map<Integer, Long> bursts() {
        Map<Integer, Long> occurred = new TreeMap<>();
        for (int size = 1; size < bursts.length; size++) {
            if (bursts[size] > 0) {
                occurred.put(size, bursts[size]);
            }
        }
        return occurred;
    }

    /** Packets that belong to one frame, or one of sound, in the mean. */
    double meanBurst() {
        double packets = 0;
        double count = 0;
        for (Map.Entry<Integer, Long> burst : bursts().entrySet()) {
            packets += burst.getValue();
            count += (double) burst.getValue() / burst.getKey();
        }
        return count == 0 ? 0 : packets / count;
    }

    /** Of a packet, in the mean; at least what the ceiling can send. */
    int meanBytes() {
        return (int) Math.max(64, get(ViewerCounter.BYTES) / Math.max(1, get(ViewerCounter.PACKETS)));
    }
}
