package org.lyceum.bench.machine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A veth device that receives as a network card with interrupt moderation does: a thread of the kernel looks every so often for
 * what came. Otherwise who sends interrupts the core that receives by each message, which no server does whose watchers are
 * somewhere else. Used by one thread.
 *
 * @param device that receives
 * @param thread the kernel's, that does it: a process id
 */
record GatheringCard(String device, long thread) {
    /** Of {@code SCHED_FIFO}: before every other thread of its core, as a soft interrupt is. */
    private static final String LEAST_REAL_TIME = "1";
    /** Times that it looks again although nothing came, before it waits to be woken. */
    private static final String EMPTY_LOOKS = "10";

    /**
     * Has a veth device gather.
     *
     * @param micros how long, from 1 on
     */
    static GatheringCard make(String device, int micros) throws IOException {
        Commands.run("ethtool", "-K", device, "gro", "on"); // without it a veth has nothing to look into
        Path settings = Path.of("/sys/class/net", device);
        Files.writeString(settings.resolve("threaded"), "1");
        Files.writeString(settings.resolve("gro_flush_timeout"), Long.toString(TimeUnit.MICROSECONDS.toNanos(micros)));
        Files.writeString(settings.resolve("napi_defer_hard_irqs"), EMPTY_LOOKS);
        return new GatheringCard(device, threadOf(device));
    }

    private static long threadOf(String device) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (TestBed.nameOf(process).startsWith("napi/" + device + "-")) {
                    return Long.parseLong(process.getFileName().toString());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        throw new IOException("the kernel has no thread that receives for " + device);
    }

    /**
     * Has the other end of the pair give all it sends to this one's ring, which a veth that leaves TCP's segments whole does not, and
     * keep what finds the ring full.
     *
     * @param namespace where the other end is
     * @param packets that it keeps
     */
    void feed(String namespace, String otherEnd, int packets) throws IOException {
        Commands.run("ip", "netns", "exec", namespace, "ethtool", "-K", otherEnd, "tso", "off");
        String limit = Integer.toString(packets);
        Commands.run("tc", "-n", namespace, "qdisc", "add", "dev", otherEnd, "root", "pfifo", "limit", limit);
    }

    /** Has it look on the generator's core, before everything else there. */
    void placeOn(Cores cores) throws IOException {
        String id = Long.toString(thread);
        if (cores.several()) {
            Commands.run("taskset", "-p", "-c", Integer.toString(cores.generator()), id);
        }
        Commands.run("chrt", "-f", "-p", LEAST_REAL_TIME, id);
    }
}
