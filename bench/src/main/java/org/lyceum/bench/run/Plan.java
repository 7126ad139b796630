package org.lyceum.bench.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.lyceum.bench.publish.Content;

/**
 * Who takes part in a run, and when they come and go.
 *
 * @param streams publishers, each of a stream of its own
 * @param content what is published
 * @param audience everyone who watches, in the order in which they come; at least one, and whose kind comes first is what the run
 *     is about
 * @param joinsPerSecond at which they come while it is measured, 0 where all but the first are there before
 * @param turnoverPerSecond how many of {@link Group#MOVING} leave a second, and as many come, while it is measured
 * @param weighs whether the memory that the server really needs is looked at again and again, which disturbs it for a moment
 */
record Plan(
        int streams,
        Content content,
        List<Seat> audience,
        double joinsPerSecond,
        double turnoverPerSecond,
        boolean weighs) {
    /**
     * Someone who watches.
     *
     * @param stream which one, from 0 on
     * @param group whose kind
     * @param probe looks into what comes
     */
    record Seat(int stream, Group group, boolean probe) {}

    Plan {
        audience = List.copyOf(audience);
    }

    /** So many who all watch one stream; {@code groups} tells each one's kind, and {@code probes} of each look into what comes. */
    static List<Seat> audience(int count, int probes, IntFunction<Group> groups) {
        Map<Group, Integer> sizes = new EnumMap<>(Group.class);
        for (int i = 0; i < count; i++) {
            sizes.merge(groups.apply(i), 1, Integer::sum);
        }
        List<Seat> seats = new ArrayList<>();
        Map<Group, Integer> seen = new EnumMap<>(Group.class);
        for (int i = 0; i < count; i++) {
            Group group = groups.apply(i);
            int place = seen.merge(group, 1, Integer::sum) - 1;
            seats.add(new Seat(0, group, probes(place, sizes.getOrDefault(group, 0), probes)));
        }
        return seats;
    }

    /** Everyone watches everyone else, each stream by a session of its own. */
    static List<Seat> meeting(int people, int probes) {
        List<Seat> seats = new ArrayList<>();
        for (int watched = 0; watched < people; watched++) {
            for (int i = 1; i < people; i++) {
                seats.add(new Seat(watched, Group.WATCHING, probes(seats.size(), people * (people - 1), probes)));
            }
        }
        return seats;
    }

    /**
     * Whether the one at this place, from 0 on, is a probe. Servers send a packet to one after the other, mostly as they came, so that
     * the first ones have it soonest: probes are spread evenly from the first to the last, one alone is in the middle.
     */
    private static boolean probes(int place, int count, int probes) {
        if (probes < 2 || probes >= count) {
            return probes >= count || (probes == 1 && place == count / 2);
        }
        int gaps = probes - 1;
        long nearest = Math.round((double) place * gaps / (count - 1));
        return Math.round((double) nearest * (count - 1) / gaps) == place;
    }

    /** Whether there is one, else sound alone. */
    boolean picture() {
        return content.picture();
    }

    /** Whether anybody comes while it is measured. */
    boolean moves() {
        return joinsPerSecond > 0 || turnoverPerSecond > 0;
    }

    /** Whose figures are the run's own. */
    Group main() {
        return audience.getFirst().group();
    }

    /** The kinds that there are. */
    List<Group> groups() {
        return audience.stream().map(Seat::group).distinct().toList();
    }
}
