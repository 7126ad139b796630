package org.lyceum.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CPU times as Linux tells them (proc(5)), in ticks of 10 ms made nanoseconds. */
public final class ProcessCpu {
    private static final long TICK_NANOS = 10_000_000;
    private static final int USER = 11; // behind the name, which may hold blanks
    private static final int SYSTEM = 12;
    private static final int SOFTIRQ = 7;
    private static final int[] BUSY = {1, 2, 3, 6, SOFTIRQ}; // user, nice, system, interrupts

    private ProcessCpu() {}

    /** User and system time of a process since it began. */
    public static long nanos(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * TICK_NANOS;
    }

    /** User and system time of all processes on some cores. */
    public static long everyonesNanos(List<Integer> cores) throws IOException {
        long ticks = 0;
        for (int core : cores) {
            String[] fields = core(core);
            ticks += Long.parseLong(fields[1]) + Long.parseLong(fields[2]) + Long.parseLong(fields[3]);
        }
        return ticks * TICK_NANOS;
    }

    /** What a core has done, whoever it was for. */
    public static long busyNanos(int core) throws IOException {
        String[] fields = core(core);
        long ticks = 0;
        for (int field : BUSY) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks * TICK_NANOS;
    }

    /**
     * Time that a core has spent in soft interrupts. Where the kernel measures them (IRQ_TIME_ACCOUNTING) no process is charged with
     * it, elsewhere whoever was interrupted.
     */
    public static long softirqNanos(int core) throws IOException {
        return Long.parseLong(core(core)[SOFTIRQ]) * TICK_NANOS;
    }

    private static String[] core(int core) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
            if (line.startsWith("cpu" + core + " ")) {
                return line.split(" ", -1);
            }
        }
        throw new IOException("/proc/stat does not know core " + core);
    }
}
