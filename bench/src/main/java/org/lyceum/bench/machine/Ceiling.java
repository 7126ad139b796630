package org.lyceum.bench.machine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a packet costs at least on this machine: the program in {@code src/main/c} that copies, encrypts and sends, run in the
 * server's place. Used by one thread.
 */
public final class Ceiling implements AutoCloseable {
    private static final Pattern MICROS = Pattern.compile("([0-9.]+) us_cpu_per_packet");
    private static final String SECONDS = "1";
    /** A second of a shared machine is luck, by a seventh up or down: the median of so many is not. */
    private static final int ROUNDS = 5;

    /** Burst sizes that are measured; what lies between is drawn straight. */
    private static final int[] SIZES = {1, 2, 4, 8, 16, 32};

    private final Path program;
    private final @Nullable String missing;

    /** Compiles it, where that can be done. */
    public Ceiling(Path source) throws IOException {
        program = Files.createTempFile("udp_ceiling", "");
        missing = compile(source);
    }

    private @Nullable String compile(Path source) throws IOException {
        try {
            Commands.run("gcc", "-O2", "-o", program.toString(), source.toString(), "-lcrypto");
            return null;
        } catch (InterruptedIOException e) {
            close();
            throw e;
        } catch (IOException e) {
            return "it needs gcc and the headers of OpenSSL (Debian: gcc, libssl-dev): " + e.getMessage();
        }
    }

    /** Why it cannot be measured here, null where it can. */
    public @Nullable String missing() {
        return missing;
    }

    /**
     * CPU microseconds a packet at the sizes of bursts that occurred.
     *
     * @param bursts how many packets left in bursts of each size, at least one
     * @param bytes of a packet
     */
    public double microsPerPacket(TestBed bed, Map<Integer, Long> bursts, int viewers, int bytes) throws IOException {
        if (missing != null) {
            throw new IOException(missing);
        }
        int largest = bursts.keySet().stream().mapToInt(Integer::intValue).max().orElse(1);
        NavigableMap<Integer, List<Double>> rounds = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int size : SIZES) {
                if (size / 2 < largest) {
                    rounds.computeIfAbsent(size, _ -> new ArrayList<>()).add(measure(bed, size, viewers, bytes));
                }
            }
        }
        NavigableMap<Integer, Double> measured = new TreeMap<>();
        rounds.forEach((size, micros) -> measured.put(size, median(micros)));
        double micros = 0;
        long packets = 0;
        for (Map.Entry<Integer, Long> burst : bursts.entrySet()) {
            micros += burst.getValue() * between(measured, burst.getKey());
            packets += burst.getValue();
        }
        return micros / packets;
    }

    private double measure(TestBed bed, int burst, int viewers, int bytes) throws IOException {
        String said = Commands.run(bed.atServer(List.of(
                program.toString(),
                "gso",
                Integer.toString(burst),
                Integer.toString(viewers),
                Integer.toString(bytes),
                bed.sink(),
                SECONDS)));
        Matcher matcher = MICROS.matcher(said);
        if (!matcher.find()) {
            throw new IOException("the ceiling says " + said);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** A burst costs so much, and each packet of it so much more: what is drawn straight is the whole burst's cost. */
    static double between(NavigableMap<Integer, Double> measured, int size) {
        Map.Entry<Integer, Double> below = measured.floorEntry(size);
        Map.Entry<Integer, Double> above = measured.ceilingEntry(size);
        if (above == null || above.getKey().equals(below.getKey())) {
            return below.getValue();
        }
        double least = below.getKey() * below.getValue();
        double most = above.getKey() * above.getValue();
        double share = (double) (size - below.getKey()) / (above.getKey() - below.getKey());
        return (least + share * (most - least)) / size;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(program);
    }
}
