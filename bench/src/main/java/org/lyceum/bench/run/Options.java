package org.lyceum.bench.run;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.lyceum.bench.servers.GivenServer;

/**
 * What was asked for on the command line.
 *
 * @param scenario what happens
 * @param viewers how many watch, or meet
 * @param probes how many of each kind look into what they get
 * @param seconds how long is measured, after everyone has joined and a warm-up
 * @param rate what comes and goes a second, 0 where nothing does
 * @param server which one is started
 * @param given the one that is measured instead, null where one is started
 * @param compared which one has its turn after that, null for none
 * @param json where the figures go as JSON, null for nowhere
 * @param html where they go as a page, null for nowhere
 * @param rxMicros how long the viewers' network card gathers, in microseconds; 0 for not at all
 * @param loopback everything on loopback, also where namespaces could be had
 */
public record Options(
        Scenario scenario,
        int viewers,
        int probes,
        int seconds,
        int rate,
        Server server,
        @Nullable GivenServer given,
        @Nullable Server compared,
        @Nullable Path json,
        @Nullable Path html,
        int rxMicros,
        boolean loopback) {
    /** What can be started. */
    public enum Server {
        LYCEUM,
        JANUS
    }

    private static final int MOST_PROBES = 100;
    private static final int MOST_SECONDS = 36_000;
    private static final int MOST_A_SECOND = 1000;
    private static final int DEFAULT_PROBES = 4;
    private static final int MOST_RX_MICROS = 1000;

    /** What {@code --help} says. */
    public static String usage() {
        StringBuilder text = new StringBuilder("./lyceum bench --scenario one-to-many [flags]\n\n");
        for (Flag flag : Flag.values()) {
            text.append(String.format(Locale.ROOT, "  %-21s %s%n", flag.usage(), flag.about()));
        }
        text.append(
                "\nScenarios, with how many watch and how many seconds are measured where nothing else is said:\n\n");
        for (Scenario scenario : Scenario.values()) {
            String numbers = scenario.viewers() + ", " + scenario.seconds() + " s"
                    + (scenario.rate() > 0 ? ", " + scenario.rate() + " a second" : "");
            text.append(String.format(Locale.ROOT, "  %-14s %s (%s)%n", scenario.word(), scenario.about(), numbers));
        }
        text.append("\nThe scenario relay is another: ./lyceum bench --scenario relay --help.\n");
        text.append(
                "\nMore than 2,000 viewers, or 45 people of a meeting, are refused: Lyceum takes no more sessions from one"
                        + " address.\n");
        return text.toString();
    }

    /** Reads the arguments; {@link IllegalArgumentException} says in a sentence what is wrong. */
    public static Options parse(List<String> arguments) {
        Map<Flag, String> values = values(arguments);
        Scenario scenario = scenario(values.getOrDefault(Flag.SCENARIO, Scenario.ONE_TO_MANY.word()));
        int viewers = number(values, Flag.VIEWERS, scenario.viewers(), scenario.leastViewers(), scenario.mostViewers());
        if (values.containsKey(Flag.RATE) && scenario.rate() == 0) {
            throw new IllegalArgumentException("In " + scenario.word() + " nobody comes and goes: it takes no --rate.");
        }
        GivenServer given = given(values, scenario);
        Server compared = values.containsKey(Flag.COMPARE) ? server(Flag.COMPARE, values) : null;
        Server server = values.containsKey(Flag.SERVER) ? server(Flag.SERVER, values) : Server.LYCEUM;
        if (given != null && (compared != null || values.containsKey(Flag.SERVER))) {
            throw new IllegalArgumentException(
                    "--whip names a server that runs already: --server and --compare start one of the bench's own.");
        }
        if (compared == server) {
            throw new IllegalArgumentException(Flag.COMPARE + " takes another server than the one that is measured.");
        }
        return new Options(
                scenario,
                viewers,
                Math.min(viewers, number(values, Flag.PROBES, DEFAULT_PROBES, 0, MOST_PROBES)),
                number(values, Flag.SECONDS, scenario.seconds(), 1, MOST_SECONDS),
                number(values, Flag.RATE, scenario.rate(), scenario.rate() == 0 ? 0 : 1, MOST_A_SECOND),
                server,
                given,
                compared,
                path(values, Flag.JSON),
                path(values, Flag.HTML),
                rxMicros(values, given),
                values.containsKey(Flag.LOOPBACK));
    }

    private static Map<Flag, String> values(List<String> arguments) {
        Map<Flag, String> values = new EnumMap<>(Flag.class);
        for (int i = 0; i < arguments.size(); i++) {
            String[] parts = arguments.get(i).split("=", 2);
            Flag flag = Flag.of(parts[0])
                    .orElseThrow(() -> new IllegalArgumentException(parts[0] + " is no flag of bench."));
            if (values.containsKey(flag)) {
                throw new IllegalArgumentException(flag + " is there twice.");
            }
            if (!flag.takesValue()) {
                if (parts.length == 2) {
                    throw new IllegalArgumentException(flag + " takes no value.");
                }
                values.put(flag, "");
            } else if (parts.length == 2) {
                values.put(flag, parts[1]);
            } else if (++i < arguments.size()) {
                values.put(flag, arguments.get(i));
            } else {
                throw new IllegalArgumentException(flag + " lacks its value.");
            }
        }
        return values;
    }

    private static Scenario scenario(String word) {
        return Scenario.of(word)
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no scenario '" + word + "'; --help lists them."));
    }

    private static Server server(Flag flag, Map<Flag, String> values) {
        return switch (values.getOrDefault(flag, "")) {
            case "lyceum" -> Server.LYCEUM;
            case "janus" -> Server.JANUS;
            default ->
                throw new IllegalArgumentException(flag + " takes lyceum or janus, not " + values.get(flag) + ".");
        };
    }

    private static int rxMicros(Map<Flag, String> values, @Nullable GivenServer given) {
        int micros = number(values, Flag.RX_USECS, 0, 0, MOST_RX_MICROS);
        if (micros > 0 && (given != null || values.containsKey(Flag.LOOPBACK))) {
            throw new IllegalArgumentException(Flag.RX_USECS
                    + " is of the bench's own network card, which is not there with --loopback or --whip.");
        }
        return micros;
    }

    private static @Nullable GivenServer given(Map<Flag, String> values, Scenario scenario) {
        String whip = address(values, Flag.WHIP);
        String whep = address(values, Flag.WHEP);
        if (whip == null && whep == null) {
            for (Flag flag : List.of(Flag.BEARER, Flag.WHEP_BEARER, Flag.SERVER_PID)) {
                if (values.containsKey(flag)) {
                    throw new IllegalArgumentException(flag + " goes with --whip and --whep.");
                }
            }
            return null;
        }
        if (whip == null || whep == null) {
            throw new IllegalArgumentException("--whip and --whep go together.");
        }
        if (scenario == Scenario.MEETING && !(whip.contains(GivenServer.NUMBER) && whep.contains(GivenServer.NUMBER))) {
            throw new IllegalArgumentException("A meeting has as many streams as people: --whip and --whep need "
                    + GivenServer.NUMBER + " where the stream's number belongs.");
        }
        OptionalLong pid = values.containsKey(Flag.SERVER_PID)
                ? OptionalLong.of(number(values, Flag.SERVER_PID, 0, 1, Integer.MAX_VALUE))
                : OptionalLong.empty();
        return new GivenServer(whip, values.get(Flag.BEARER), whep, values.get(Flag.WHEP_BEARER), pid);
    }

    private static @Nullable String address(Map<Flag, String> values, Flag flag) {
        String value = values.get(flag);
        if (value == null) {
            return null;
        }
        try {
            URI uri = URI.create(value.replace(GivenServer.NUMBER, "1"));
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(
                flag + " takes an address that begins with http:// or https://, not " + value + ".");
    }

    private static @Nullable Path path(Map<Flag, String> values, Flag flag) {
        String value = values.get(flag);
        if (value == null) {
            return null;
        }
        Path path = Path.of(value).toAbsolutePath();
        Path folder = path.getParent();
        if (value.isEmpty()
                || folder == null
                || !folder.toFile().isDirectory()
                || path.toFile().isDirectory()) {
            throw new IllegalArgumentException(flag + " takes a file in a folder that is there, not '" + value + "'.");
        }
        return path;
    }

    private static int number(Map<Flag, String> values, Flag flag, int otherwise, int least, int most) {
        String value = values.get(flag);
        if (value == null) {
            return otherwise;
        }
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
