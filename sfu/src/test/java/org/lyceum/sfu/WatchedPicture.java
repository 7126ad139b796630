package org.lyceum.sfu;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lyceum.rtc.stream.MediaPacket;
import org.lyceum.sfu.WatchedSource.Picture;

/** What a watcher's page shows of a source: pictures that came whole, that refer to nothing missing, each later than all before. */
final class WatchedPicture {
    record Shown(long at, Picture picture) {}

    final List<Shown> shown = new ArrayList<>();
    private final WatchedSource source;
    private final Map<Integer, BitSet> received = new HashMap<>();
    private final Map<Integer, List<Picture>> waitingFor = new HashMap<>();
    private final Set<Integer> decodable = new HashSet<>();
    private long newest = Long.MIN_VALUE;

    WatchedPicture(WatchedSource source) {
        this.source = source;
    }

    void arrived(MediaPacket packet, long now) {
        Picture picture = source.picture(packet);
        BitSet packets = received.computeIfAbsent(picture.number(), number -> new BitSet());
        packets.set((int) Math.floorMod(packet.sequence(), 1L << 16));
        if (packets.cardinality() == picture.packets()) {
            if (picture.reference() < 0 || decodable.contains(picture.reference())) {
                show(picture, now);
            } else {
                waitingFor
                        .computeIfAbsent(picture.reference(), number -> new ArrayList<>())
                        .add(picture);
            }
        }
    }

    private void show(Picture picture, long now) {
        if (!decodable.add(picture.number())) {
            return;
        }
        if (picture.captured() > newest) {
            newest = picture.captured();
            shown.add(new Shown(now, picture));
        }
        for (Picture next : waitingFor.getOrDefault(picture.number(), List.of())) {
            show(next, now);
        }
    }

    /** Pictures a second since a moment. */
    double rate(long from, long to) {
        return shown.stream().filter(each -> each.at >= from && each.at < to).count() * 1e9 / (to - from);
    }

    /** The longest time without a new picture between two moments. */
    long longestGapMillis(long from, long to) {
        long last = from;
        long longest = 0;
        for (Shown each : shown) {
            if (each.at >= from && each.at < to) {
                longest = Math.max(longest, each.at - last);
                last = each.at;
            }
        }
        return Math.max(longest, to - last) / 1_000_000;
    }
}
