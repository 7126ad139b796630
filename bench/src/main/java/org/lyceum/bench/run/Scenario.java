package org.lyceum.bench.run;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import org.lyceum.bench.publish.Content;

/** What can be measured. Each is a {@link Plan} and nothing more. */
public enum Scenario {
    ONE_TO_MANY("one-to-many", "one publisher in three sizes, everyone else watches", 500, 20, 0),
    PICTURE_ONLY("picture-only", "the same without sound", 1000, 20, 0),
    MEETING("meeting", "everyone publishes, and watches everyone else by a session each", 20, 20, 0),
    AUDIO_ONLY("audio-only", "one publisher of sound, everyone else listens", 500, 20, 0),
    JOIN_STORM("join-storm", "viewers join one publisher at a rate until all are there", 500, 20, 50),
    CHURN("churn", "half of the viewers leave and others come, the other half is measured", 200, 30, 10),
    SLOW_VIEWERS("slow-viewers", "every second viewer has a link of 500 kbit/s", 200, 30, 0),
    SOAK("soak", "churn for a long time, with memory, threads and descriptors", 200, 1200, 5);

    /** Sessions that the server takes from one address ({@code WhipLimits}); the ceiling would go as far as 10,000. */
    private static final int MOST_VIEWERS = 2000;
    /** Whose sessions, each with everyone else, are as many. */
    private static final int MOST_PEOPLE = 45;

    private final String word;
    private final String about;
    private final int viewers;
    private final int seconds;
    private final int rate;

    Scenario(String word, String about, int viewers, int seconds, int rate) {
        this.word = word;
        this.about = about;
        this.viewers = viewers;
        this.seconds = seconds;
        this.rate = rate;
    }

    static Optional<Scenario> of(String word) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.word.equals(word))
                .findFirst();
    }

    /** Its name on the command line. */
    public String word() {
        return word;
    }

    String about() {
        return about;
    }

    /** How many watch, or meet, where nothing else is asked for. */
    int viewers() {
        return viewers;
    }

    int leastViewers() {
        return rate > 0 || this == MEETING || this == SLOW_VIEWERS ? 2 : 1;
    }

    int mostViewers() {
        return this == MEETING ? MOST_PEOPLE : MOST_VIEWERS;
    }

    /** How long is measured where nothing else is asked for. */
    int seconds() {
        return seconds;
    }

    /** What happens so often a second where nothing else is asked for, 0 where nothing does. */
    int rate() {
        return rate;
    }

    /** Who takes part, and how. */
    Plan plan(int count, int probes, double perSecond) {
        return switch (this) {
            case ONE_TO_MANY -> watched(Content.BOTH, count, probes, 0);
            case PICTURE_ONLY -> watched(Content.PICTURE, count, probes, 0);
            case MEETING -> new Plan(count, Content.BOTH, Plan.meeting(count, probes), 0, 0, false);
            case AUDIO_ONLY -> watched(Content.SOUND, count, probes, 0);
            case JOIN_STORM -> watched(Content.BOTH, count, probes, perSecond);
            case CHURN, SOAK ->
                new Plan(
                        1,
                        Content.BOTH,
                        Plan.audience(count, probes, turns(Group.STAYING, Group.MOVING)),
                        0,
                        perSecond,
                        this == SOAK);
            case SLOW_VIEWERS ->
                new Plan(1, Content.BOTH, Plan.audience(count, probes, turns(Group.HEALTHY, Group.SLOW)), 0, 0, false);
        };
    }

    /** One stream, and all who watch it alike. */
    private static Plan watched(Content content, int count, int probes, double joinsPerSecond) {
        return new Plan(1, content, Plan.audience(count, probes, _ -> Group.WATCHING), joinsPerSecond, 0, false);
    }

    private static IntFunction<Group> turns(Group even, Group odd) {
        return i -> i % 2 == 0 ? even : odd;
    }
}
