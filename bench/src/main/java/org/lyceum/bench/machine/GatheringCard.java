package org.lyceum.bench.machine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Makes a veth device receive as a network card with interrupt moderation does: a thread of the kernel looks every so often for
 * what came. Otherwise who sends interrupts the core that receives by each message, which no server does whose watchers are
 * somewhere else. What finds the ring of 256 packets full waits on the sender's side until the thread has emptied it, and is sent
 * by that thread then; before Linux 6.16 it is lost. All of it goes with the device.
 */
final class GatheringCard {
    /** Of {@code SCHED_FIFO}: before every other thread of its core, as a soft interrupt is. */
    private static final String LEAST_REAL_TIME = "1";
    /** Times that it looks again although nothing came, before it waits to be woken. */
    private static final String EMPTY_LOOKS = "10";

    private GatheringCard() {}

    /**
     * Has a veth device gather, on the generator's core.
     *
     * @param device that receives, in this network namespace
     * @param micros microseconds between two looks, from 1 on
     * @return the process id of the kernel's thread that does it
     * @throws IOException where a tool, a right or the kernel's help for it is missing; the device is not to be used then
     */
    static long make(String device, int micros, Cores cores) throws IOException {
        Commands.run("ethtool", "-K", device, "gro", "on"); // without it a veth has nothing to look into
        Path settings = Path.of("/sys/class/net", device);
        Files.writeString(settings.resolve("threaded"), "1");
        Files.writeString(settings.resolve("gro_flush_timeout"), Long.toString(TimeUnit.MICROSECONDS.toNanos(micros)));
        Files.writeString(settings.resolve("napi_defer_hard_irqs"), EMPTY_LOOKS);
        String thread = threadOf(device);
        if (cores.several()) {
            Commands.run("taskset", "-p", "-c", Integer.toString(cores.generator()), thread);
        }
        Commands.run("chrt", "-f", "-p", LEAST_REAL_TIME, thread);
        return Long.parseLong(thread);
    }

    private static String threadOf(String device) throws IOException {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (TestBed.nameOf(process).startsWith("napi/" + device + "-")) {
                    return process.getFileName().toString();
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        throw new IOException("no thread of the kernel is seen that receives for " + device);
    }

    /**
     * Has the other end of the pair give all it sends to that ring, which a veth that leaves TCP's segments whole does not, and keep
     * what finds it full.
     *
     * @param namespace where the other end is
     * @param packets that it keeps at most
     * @throws IOException as {@link #make}
     */
    static void feed(String namespace, String otherEnd, int packets) throws IOException {
        Commands.run("ip", "netns", "exec", namespace, "ethtool", "-K", otherEnd, "tso", "off");
        String limit = Integer.toString(packets);
        Commands.run("tc", "-n", namespace, "qdisc", "add", "dev", otherEnd, "root", "pfifo", "limit", limit);
    }
}
