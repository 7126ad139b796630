package org.lyceum.bench.relay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line.
 *
 * @param allocations how many there are, for each round
 * @param rate packets a second that all clients together send; each comes back
 * @param seconds how long is measured, after a warm-up
 * @param json where the figures go as JSON, null for nowhere
 * @param loopback everything on loopback, also where namespaces could be had
 */
record RelayOptions(
        List<Integer> allocations,
        int rate,
        int seconds,
        @Nullable Path json,
        boolean loopback) {
    static final String WORD = "relay";

    private static final String SCENARIO = "--scenario";
    private static final String ALLOCATIONS = "--allocations";
    private static final String RATE = "--rate";
    private static final String SECONDS = "--seconds";
    private static final String JSON = "--json";
    private static final String LOOPBACK = "--loopback";

    /** What Lyceum takes from two addresses ({@code HouseTurn.ALLOCATIONS_BY_NETWORK}). */
    private static final int MOST_ALLOCATIONS = 1024;

    private static final int MOST_A_SECOND = 200_000;
    /** Permissions last for five minutes and are not refreshed. */
    private static final int MOST_SECONDS = 200;

    static String usage() {
        return """
                ./lyceum bench --scenario relay [flags]

                Clients with an allocation and a channel each send packets of 1,200 bytes at a fixed rate to a peer that sends them back,
                through Lyceum alone (--roles turn) and through Debian's coturn, in turns.

                  --allocations <counts>  how many there are, a round each (1,100,1000)
                  --rate <count>          packets a second that all clients together send (4000); each comes back
                  --seconds <count>       how long is measured in each round, after a warm-up (10)
                  --json <file>           write the figures there
                  --loopback              no network namespaces, also where they could be had
                """;
    }

    /** Reads the arguments; {@link IllegalArgumentException} says in a sentence what is wrong. */
    static RelayOptions parse(List<String> arguments) {
        Map<String, String> values = values(arguments);
        List<Integer> allocations = Arrays.stream(
                        values.getOrDefault(ALLOCATIONS, "1,100,1000").split(",", -1))
                .map(text -> number(ALLOCATIONS, text, MOST_ALLOCATIONS))
                .toList();
        return new RelayOptions(
                allocations,
                number(RATE, values.getOrDefault(RATE, "4000"), MOST_A_SECOND),
                number(SECONDS, values.getOrDefault(SECONDS, "10"), MOST_SECONDS),
                path(values.get(JSON)),
                values.containsKey(LOOPBACK));
    }

    private static Map<String, String> values(List<String> arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String[] parts = arguments.get(i).split("=", 2);
            String flag = parts[0];
            if (!List.of(SCENARIO, ALLOCATIONS, RATE, SECONDS, JSON, LOOPBACK).contains(flag)) {
                throw new IllegalArgumentException(flag + " is no flag of the scenario " + WORD + ".");
            }
            String value;
            if (flag.equals(LOOPBACK)) {
                value = "";
            } else if (parts.length == 2) {
                value = parts[1];
            } else if (++i < arguments.size()) {
                value = arguments.get(i);
            } else {
                throw new IllegalArgumentException(flag + " lacks its value.");
            }
            if (values.put(flag, value) != null) {
                throw new IllegalArgumentException(flag + " is there twice.");
            }
        }
        return values;
    }

    private static int number(String flag, String value, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(flag + " takes numbers from 1 to " + most + ", not " + value + ".");
    }

    private static @Nullable Path path(@Nullable String value) {
        if (value == null) {
            return null;
        }
        Path path = Path.of(value).toAbsolutePath();
        Path folder = path.getParent();
        if (value.isEmpty() || folder == null || !Files.isDirectory(folder) || Files.isDirectory(path)) {
            throw new IllegalArgumentException(JSON + " takes a file in a folder that is there, not '" + value + "'.");
        }
        return path;
    }
}
