package org.lyceum.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Cores that this process may use, as Linux numbers them; in a cpuset they need not begin with 0.
 *
 * @param numbers in rising order, at least one
 */
public record Cores(List<Integer> numbers) {
    private static final String ALLOWED = "Cpus_allowed_list:";
    private static final int WORD_BITS = 32;

    /** Those of this process, before it is bound to one of them. */
    static Cores allowed() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(ALLOWED)) {
                return parse(line.substring(ALLOWED.length()).strip());
            }
        }
        throw new IOException("/proc/self/status does not say which cores may be used");
    }

    /** Reads a list as {@code 0-3,8}. */
    static Cores parse(String list) {
        List<Integer> numbers = new ArrayList<>();
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", 2);
            for (int core = Integer.parseInt(ends[0]); core <= Integer.parseInt(ends[ends.length - 1]); core++) {
                numbers.add(core);
            }
        }
        return new Cores(List.copyOf(numbers));
    }

    boolean several() {
        return numbers.size() > 1;
    }

    /** As {@code taskset} takes it. */
    String list() {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    public int server() {
        return numbers.getFirst();
    }

    public int generator() {
        return numbers.getLast();
    }

    /** A core as a bit mask that the kernel reads: words of 32 bits in hexadecimal, the highest first, commas between them. */
    static String mask(int core) {
        return Integer.toHexString(1 << core % WORD_BITS) + ",00000000".repeat(core / WORD_BITS);
    }
}
