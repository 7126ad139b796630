package org.lyceum.bench.run;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param viewers how many watch
 * @param probes how many of them look into what they get
 * @param seconds how long is measured, after everyone has joined and a warm-up
 * @param json where the figures go as JSON, null for nowhere
 * @param loopback everything on loopback, also where namespaces could be had
 */
public record Options(
        int viewers, int probes, int seconds, @Nullable Path json, boolean loopback) {
    /** Sessions that the server takes from one address ({@code WhipLimits}); the ceiling would go as far as 10,000. */
    private static final int MOST_VIEWERS = 2000;

    public static final String USAGE = """
            ./lyceum bench --scenario one-to-many [options]

              --scenario one-to-many   one publisher in three sizes, everyone else watches
              --viewers <count>        how many watch (500); 2000 at most, as a server takes no more from one address
              --probes <count>         how many of them decrypt, verify and time what they get (4)
              --seconds <count>        how long is measured (20)
              --json <file>            write the figures there
              --loopback               no network namespaces, also where they could be had
            """;

    /** Reads the arguments; {@link IllegalArgumentException} says in a sentence what is wrong. */
    public static Options parse(List<String> arguments) {
        int viewers = 500;
        int probes = 4;
        int seconds = 20;
        Path json = null;
        boolean loopback = false;
        for (int i = 0; i < arguments.size(); i++) {
            String[] parts = arguments.get(i).split("=", 2);
            if (parts[0].equals("--loopback")) {
                loopback = true;
                continue;
            }
            if (parts.length == 1 && ++i == arguments.size()) {
                throw new IllegalArgumentException(parts[0] + " is no flag of bench, or lacks its value.");
            }
            String value = parts.length == 2 ? parts[1] : arguments.get(i);
            switch (parts[0]) {
                case "--scenario" -> {
                    if (!value.equals("one-to-many")) {
                        throw new IllegalArgumentException("There is no scenario '" + value + "'.");
                    }
                }
                case "--viewers" -> viewers = number(parts[0], value, 1, MOST_VIEWERS);
                case "--probes" -> probes = number(parts[0], value, 0, 100);
                case "--seconds" -> seconds = number(parts[0], value, 1, 36_000);
                case "--json" -> json = Path.of(value);
                default -> throw new IllegalArgumentException(parts[0] + " is no flag of bench.");
            }
        }
        return new Options(viewers, Math.min(probes, viewers), seconds, json, loopback);
    }

    private static int number(String flag, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                flag + " takes a number from " + least + " to " + most + ", not " + value + ".");
    }
}
