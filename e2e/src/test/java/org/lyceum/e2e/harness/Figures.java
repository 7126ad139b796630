package org.lyceum.e2e.harness;

import java.util.Arrays;

/** What was measured, printed where the test's output is read. */
public final class Figures {
    private Figures() {}

    public static void print(String what, String value) {
        System.out.println("FIGURE " + what + ": " + value);
    }

    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
