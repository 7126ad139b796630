package org.lyceum.platform.reports;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * How many watched at once while a broadcast ran: for each step of time the most in it, so that no peak is lost between two steps.
 *
 * @param stepSeconds how long a step is; the first begins at {@code from}
 * @param viewers one number a step; empty where the visits are forgotten
 */
public record ViewersOverTime(Instant from, long stepSeconds, List<Integer> viewers) {
    /** More would be too fine for any screen. */
    private static final int MOST_STEPS = 240;

    /** A visit, by its ends in milliseconds since 1970; {@code left} is {@link Long#MAX_VALUE} for who is still there. */
    record Stay(long came, long left) {}

    /** @param stays in any order, those among them that began before or end after */
    static ViewersOverTime of(Instant from, Instant until, List<Stay> stays) {
        long begin = from.toEpochMilli();
        long seconds = Math.max(1, Math.ceilDiv(until.toEpochMilli() - begin, 1_000));
        long stepSeconds = Math.ceilDiv(seconds, MOST_STEPS);
        int[] most = new int[(int) Math.ceilDiv(seconds, stepSeconds)];
        long[] coming = stays.stream().mapToLong(Stay::came).sorted().toArray();
        long[] leaving = stays.stream().mapToLong(Stay::left).sorted().toArray();
        int came = 0;
        int left = 0;
        for (int i = 0; i < most.length; i++) {
            long moment = begin + i * stepSeconds * 1_000;
            long end = moment + stepSeconds * 1_000;
            // There are more of them only in moments in which somebody comes. Who leaves in the same moment is not
            // there any more.
            while (moment < end) {
                while (came < coming.length && coming[came] <= moment) {
                    came++;
                }
                while (left < leaving.length && leaving[left] <= moment) {
                    left++;
                }
                most[i] = Math.max(most[i], came - left);
                moment = came < coming.length ? coming[came] : end;
            }
        }
        return new ViewersOverTime(
                from, stepSeconds, Arrays.stream(most).boxed().toList());
    }

    static ViewersOverTime forgotten(Instant from) {
        return new ViewersOverTime(from, 1, List.of());
    }
}
