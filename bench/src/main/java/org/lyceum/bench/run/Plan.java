package org.lyceum.bench.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Who takes part in a run, and when they come and go.
 *
 * @param streams publishers, each of a stream of its own
 * @param picture whether there is one, else sound alone
 * @param audience everyone who watches, in the order in which they come; at least one, and whose kind comes first is what the run
 *     is about
 * @param joinsPerSecond at which they come while it is measured, 0 where all but the first are there before
 * @param turnoverPerSecond how many of {@link Group#MOVING} leave a second, and as many come, while it is measured
 * @param weighs whether the memory that the server really needs is looked at again and again, which disturbs it for a moment
 */
record Plan(
        int streams,
        boolean picture,
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

    /** So many who all watch one stream; {@code groups} tells each one's kind, and the first ones of each are probes. */
    static List<Seat> audience(int count, int probes, IntFunction<Group> groups) {
        List<Seat> seats = new ArrayList<>();
        Map<Group, Integer> seen = new EnumMap<>(Group.class);
        for (int i = 0; i < count; i++) {
            Group group = groups.apply(i);
            seats.add(new Seat(0, group, seen.merge(group, 1, Integer::sum) <= probes));
        }
        return seats;
    }

    /** Everyone watches everyone else, each stream by a session of its own. */
    static List<Seat> meeting(int people, int probes) {
        List<Seat> seats = new ArrayList<>();
        for (int watched = 0; watched < people; watched++) {
            for (int i = 1; i < people; i++) {
                seats.add(new Seat(watched, Group.WATCHING, seats.size() < probes));
            }
        }
        return seats;
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
