package org.lyceum.e2e.harness;

import java.util.Arrays;

/** What was measured, printed where the test's output is read. */
public final class Figures {
    private Figures() {}

    public static void print(String what, String value) {
        System.out.println("FIGURE " + what + ": " + value);
    }

    /** Whether this run measures ({@code ./lyceum test -Dlyceum.measure=true}), with nothing beside it: goals hold. */
    public static boolean measuring() {
        return Boolean.getBoolean("lyceum.measure");
    }

    /**
     * What a figure has to reach: the goal where it is measured, else what a machine reaches that does other things, too, and
     * what is broken does not.
     */
    public static double required(double goal, double otherwise) {
        return measuring() ? goal : otherwise;
    }

    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
